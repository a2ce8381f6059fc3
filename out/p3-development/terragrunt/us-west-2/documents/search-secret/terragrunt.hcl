# opensearch platforms-developme-9dae04a7: spec.stacks.documents.units.search in environments/p3-development.yaml
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
    key          = "p3-development/us-west-2/documents/search-secret/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "unit" {
  config_path = "../search"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    domain_endpoint = "mock.example.internal"
  }
}

inputs = {
  name        = "p3-development/ai/search"
  description = "The address of platforms-developme-9dae04a7"
  values = {
    host = dependency.unit.outputs.domain_endpoint
  }
  recovery_window_in_days = 0
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "search"
  }
}
