# redis platforms-development-microserv-1cb58eef: spec.units.cache in stacks/microservices.yaml
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
    key          = "p1-development/us-east-1/microservices/cache-secret/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "unit" {
  config_path = "../cache"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    replication_group_primary_endpoint_address = ["mock.example.internal"]
    replication_group_reader_endpoint_address  = ["mock.example.internal"]
  }
}

dependency "unit_password" {
  config_path = "../cache-password"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    password = "mock-password"
  }
}

inputs = {
  name        = "p1-development/microservices/cache"
  description = "The address and password of platforms-development-microserv-1cb58eef"
  values = {
    host       = dependency.unit.outputs.replication_group_primary_endpoint_address
    readerHost = dependency.unit.outputs.replication_group_reader_endpoint_address
    port       = "6379"
    password   = dependency.unit_password.outputs.password
  }
  recovery_window_in_days = 0
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "cache"
  }
}
