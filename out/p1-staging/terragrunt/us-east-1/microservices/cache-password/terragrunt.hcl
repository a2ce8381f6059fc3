# redis platforms-staging-microservices-cache: spec.units.cache in stacks/microservices.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../../modules//password"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p1-staging-terraform-state"
    key          = "p1-staging/us-east-1/microservices/cache-password/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  length     = 64
  special    = "-"
  generation = 1
}
