# workload-role platforms-production-eks-secondary-documents-langgraph: spec.clusters.eks-secondary.stacks.documents.workloads.langgraph in environments/p3-production.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/eks-pod-identity/aws?version=2.8.1"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-east-1/eks-secondary/documents/langgraph-role/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "cluster" {
  config_path = "../../ai-ground/eks"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    cluster_name = "mock-cluster_name"
  }
}

inputs = {
  name                 = "platforms-production-eks-secondary-documents-langgraph"
  use_name_prefix      = false
  attach_custom_policy = true
  policy_statements = [
    {
      sid     = "EventsRead"
      actions = ["kafka-cluster:Connect"]
      resources = [
        "arn:aws:kafka:us-east-1:666677778888:cluster/platforms-production-documents-events/*",
      ]
    },
    {
      actions = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"]
      resources = [
        "arn:aws:kafka:us-east-1:666677778888:topic/platforms-production-documents-events/*",
      ]
      sid = "EventsRead1"
    },
    {
      actions = ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"]
      resources = [
        "arn:aws:kafka:us-east-1:666677778888:group/platforms-production-documents-events/*/langgraph*",
      ]
      sid = "EventsRead2"
    },
    {
      sid     = "EventsWrite"
      actions = ["kafka-cluster:Connect", "kafka-cluster:WriteDataIdempotently"]
      resources = [
        "arn:aws:kafka:us-east-1:666677778888:cluster/platforms-production-documents-events/*",
      ]
    },
    {
      actions = ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"]
      resources = [
        "arn:aws:kafka:us-east-1:666677778888:topic/platforms-production-documents-events/*",
      ]
      sid = "EventsWrite1"
    },
  ]
  associations = {
    workload = {
      cluster_name    = dependency.cluster.outputs.cluster_name
      namespace       = "workers"
      service_account = "langgraph"
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "langgraph-role"
  }
}
