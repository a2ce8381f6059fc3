# aurora-postgres platforms-production-microservices-database: spec.units.database in stacks/microservices.yaml
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
    bucket       = "platforms-p1-production-terraform-state"
    key          = "p1-production/us-east-1/microservices/database-access/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "clusters_production_cluster" {
  config_path = "../../production-cluster/shop-ground/eks"

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
  name            = "platforms-production-microservices-database"
  use_name_prefix = false
  description     = "Who reaches platforms-production-microservices-database"
  vpc_id          = dependency.network.outputs.vpc_id
  ingress_with_source_security_group_id = [
    {
      rule                     = "postgresql-tcp"
      description              = "nodes of production-cluster"
      source_security_group_id = dependency.clusters_production_cluster.outputs.node_security_group_id
    },
  ]
  egress_rules = []
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "database"
  }
}
