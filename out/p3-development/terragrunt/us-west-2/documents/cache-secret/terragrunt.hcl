# redis platforms-development-documents-cache: spec.stacks.documents.units.cache in environments/p3-development.yaml
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
    bucket       = "platforms-p3-development-terraform-state"
    key          = "p3-development/us-west-2/documents/cache-secret/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "unit" {
  config_path = "../cache"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    replication_group_configuration_endpoint_address = ["mock.example.internal"]
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
  name        = "p3-development/ai/cache"
  description = "The address and password of platforms-development-documents-cache"
  values = {
    host     = dependency.unit.outputs.replication_group_configuration_endpoint_address
    port     = "6379"
    password = dependency.unit_password.outputs.password
  }
  recovery_window_in_days = 0
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "cache"
  }
}
