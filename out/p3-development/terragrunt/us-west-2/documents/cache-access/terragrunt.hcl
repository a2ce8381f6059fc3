# redis platforms-development-documents-cache: spec.stacks.documents.units.cache in environments/p3-development.yaml
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
    bucket       = "platforms-p3-development-terraform-state"
    key          = "p3-development/us-west-2/documents/cache-access/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "clusters_eks_documents_development" {
  config_path = "../../eks-documents-development/ai-ground/eks"

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
  name            = "platforms-development-documents-cache"
  use_name_prefix = false
  description     = "Who reaches platforms-development-documents-cache"
  vpc_id          = dependency.network.outputs.vpc_id
  ingress_with_source_security_group_id = [
    {
      rule                     = "redis-tcp"
      description              = "nodes of eks-documents-development"
      source_security_group_id = dependency.clusters_eks_documents_development.outputs.node_security_group_id
    },
  ]
  egress_rules = []
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "cache"
  }
}
