# postgres platforms-production-documents-database: spec.units.database in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/kms/aws?version=4.2.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-east-1/documents/database-replica-key/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  description             = "Encrypts the replica platforms-production-documents-database"
  aliases                 = ["platforms-production-documents-database"]
  aliases_use_name_prefix = false
  enable_key_rotation     = true
  deletion_window_in_days = 30
  enable_default_policy   = true
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "database"
  }
}
