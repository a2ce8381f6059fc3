# secret platforms-staging-microservices-signing: spec.units.signing in stacks/microservices.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/secrets-manager/aws?version=2.0.1"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p1-staging-terraform-state"
    key          = "p1-staging/us-east-1/microservices/signing/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  name                             = "p1-staging/microservices/signing"
  description                      = "What the first service signs with"
  create_random_password           = true
  random_password_length           = 40
  random_password_override_special = "-_"
  ignore_secret_changes            = true
  block_public_policy              = true
  recovery_window_in_days          = 30
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "signing"
  }
}
