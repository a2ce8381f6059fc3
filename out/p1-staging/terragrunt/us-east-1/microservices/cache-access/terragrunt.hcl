# redis platforms-staging-microservices-cache: spec.units.cache in stacks/microservices.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/security-group/aws?version=5.3.1"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p1-staging-terraform-state"
    key          = "p1-staging/us-east-1/microservices/cache-access/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "clusters_staging_cluster" {
  config_path = "../../staging-cluster/shop-ground/eks"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    node_security_group_id = "sg-00000000000000000"
  }
}

dependency "network" {
  config_path = "../../shop-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    vpc_id = "vpc-00000000000000000"
  }
}

inputs = {
  name            = "platforms-staging-microservices-cache"
  use_name_prefix = false
  description     = "Who reaches platforms-staging-microservices-cache"
  vpc_id          = dependency.network.outputs.vpc_id
  ingress_with_source_security_group_id = [
    {
      rule                     = "redis-tcp"
      description              = "nodes of staging-cluster"
      source_security_group_id = dependency.clusters_staging_cluster.outputs.node_security_group_id
    },
  ]
  egress_rules = []
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "cache"
  }
}
