# kafka platforms-development-documents-events: spec.units.events in stacks/documents.yaml
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
    key          = "p3-development/us-west-2/documents/events-secret/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "unit" {
  config_path = "../events"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    bootstrap_brokers_sasl_iam = "mock-bootstrap_brokers_sasl_iam"
  }
}

inputs = {
  name        = "p3-development/ai/events"
  description = "The addresses of the brokers of platforms-development-documents-events"
  values = {
    brokers = dependency.unit.outputs.bootstrap_brokers_sasl_iam
  }
  recovery_window_in_days = 0
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "events"
  }
}
