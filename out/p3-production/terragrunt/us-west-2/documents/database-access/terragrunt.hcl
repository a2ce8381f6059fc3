# postgres platforms-production-documents-database: spec.units.database in stacks/documents.yaml
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
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-west-2/documents/database-access/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "clusters_eks_primary" {
  config_path = "../../eks-primary/ai-ground/eks"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    node_security_group_id = "sg-00000000000000000"
  }
}

dependency "network" {
  config_path = "../../ai-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    vpc_id = "vpc-00000000000000000"
  }
}

inputs = {
  name            = "platforms-production-documents-database"
  use_name_prefix = false
  description     = "Who reaches platforms-production-documents-database"
  vpc_id          = dependency.network.outputs.vpc_id
  ingress_with_source_security_group_id = [
    {
      rule                     = "postgresql-tcp"
      description              = "nodes of eks-primary"
      source_security_group_id = dependency.clusters_eks_primary.outputs.node_security_group_id
    },
  ]
  egress_rules = []
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "database"
  }
}
