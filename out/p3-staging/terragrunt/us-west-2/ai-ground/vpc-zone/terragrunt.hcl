# vpc platforms-staging-ai-ground-vpc: spec.units.vpc in stacks/ai-ground.yaml
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
    bucket       = "platforms-p3-staging-terraform-state"
    key          = "p3-staging/us-west-2/ai-ground/vpc-zone/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "unit" {
  config_path = "../vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    vpc_id = "vpc-00000000000000000"
  }
}

inputs = {
  name = "staging.vpc.internal"
  vpc = {
    main = {
      vpc_id     = dependency.unit.outputs.vpc_id
      vpc_region = "us-west-2"
    }
  }
  tags = {
    "platgen:stack" = "ai-ground"
    "platgen:team"  = "platform"
    "platgen:unit"  = "vpc"
  }
}
