# opensearch platforms-staging-d-6dfef05c: spec.units.search in stacks/documents.yaml
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
    key          = "p3-staging/us-west-2/documents/search-secret/terraform.tfstate"
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
  name        = "p3-staging/ai/search"
  description = "The address of platforms-staging-d-6dfef05c"
  values = {
    host = dependency.unit.outputs.domain_endpoint
  }
  recovery_window_in_days = 30
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "search"
  }
}
