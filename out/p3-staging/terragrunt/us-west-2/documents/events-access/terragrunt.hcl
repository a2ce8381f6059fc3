# kafka platforms-staging-documents-events: spec.units.events in stacks/documents.yaml
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
    bucket       = "platforms-p3-staging-terraform-state"
    key          = "p3-staging/us-west-2/documents/events-access/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "clusters_eks_documents_staging" {
  config_path = "../../eks-documents-staging/ai-ground/eks"

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
  name            = "platforms-staging-documents-events"
  use_name_prefix = false
  description     = "Who reaches platforms-staging-documents-events"
  vpc_id          = dependency.network.outputs.vpc_id
  ingress_with_source_security_group_id = [
    {
      from_port                = 9098
      to_port                  = 9098
      protocol                 = "tcp"
      description              = "nodes of eks-documents-staging"
      source_security_group_id = dependency.clusters_eks_documents_staging.outputs.node_security_group_id
    },
    {
      from_port                = 11001
      to_port                  = 11002
      protocol                 = "tcp"
      description              = "metrics for nodes of eks-documents-staging"
      source_security_group_id = dependency.clusters_eks_documents_staging.outputs.node_security_group_id
    },
  ]
  egress_rules = []
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "events"
  }
}
