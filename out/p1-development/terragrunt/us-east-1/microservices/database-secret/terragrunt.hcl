# aurora-postgres platforms-development-microservices-database: spec.units.database in stacks/microservices.yaml
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
    bucket       = "platforms-p1-development-terraform-state"
    key          = "p1-development/us-east-1/microservices/database-secret/terraform.tfstate"
    region       = "us-east-1"
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
  name        = "p1-development/microservices/database"
  description = "The password of app in platforms-development-microservices-database"
  values = {
    engine   = "postgres"
    host     = "database.microservices.development.vpc.internal"
    port     = "5432"
    dbname   = "app"
    username = "app"
    password = dependency.unit_password.outputs.password
  }
  recovery_window_in_days = 0
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "database"
  }
}
