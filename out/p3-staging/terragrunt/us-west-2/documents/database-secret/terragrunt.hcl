# postgres platforms-staging-documents-database: spec.units.database in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//stored-secret"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-staging-terraform-state"
    key          = "p3-staging/us-west-2/documents/database-secret/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "unit_password" {
  config_path = "../database-password"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    password = "mock-password"
  }
}

inputs = {
  name        = "p3-staging/ai/database"
  description = "The password of app in platforms-staging-documents-database"
  values = {
    engine   = "postgres"
    host     = "database.documents.staging.vpc.internal"
    port     = "5432"
    dbname   = "app"
    username = "app"
    password = dependency.unit_password.outputs.password
  }
  replica_regions         = []
  recovery_window_in_days = 30
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "database"
  }
}
