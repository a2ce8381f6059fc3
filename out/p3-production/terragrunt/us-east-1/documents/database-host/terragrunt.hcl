# postgres platforms-production-documents-database: spec.units.database in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/route53/aws?version=6.4.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-east-1/documents/database-host/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../ai-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    vpc_id = "vpc-00000000000000000"
  }
}

dependency "network_zone" {
  config_path = "../../ai-ground/vpc-zone"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    name = "mock-name"
  }
}

dependency "unit" {
  config_path = "../database"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    db_instance_address = ["mock.example.internal"]
  }
}

inputs = {
  create_zone  = false
  name         = dependency.network_zone.outputs.name
  private_zone = true
  vpc_id       = dependency.network.outputs.vpc_id
  records = {
    host = {
      full_name = "database.documents.production.vpc.internal"
      type      = "CNAME"
      ttl       = 60
      records   = [dependency.unit.outputs.db_instance_address]
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "database"
  }
}
