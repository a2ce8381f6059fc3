# vpc platforms-production-shop-ground-vpc: spec.units.vpc in stacks/shop-ground.yaml
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
    bucket       = "platforms-p1-production-terraform-state"
    key          = "p1-production/us-east-1/shop-ground/vpc-zone/terraform.tfstate"
    region       = "us-east-1"
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
  name = "production.vpc.internal"
  vpc = {
    main = {
      vpc_id     = dependency.unit.outputs.vpc_id
      vpc_region = "us-east-1"
    }
  }
  tags = {
    "platgen:stack" = "shop-ground"
    "platgen:team"  = "platform"
    "platgen:unit"  = "vpc"
  }
}
