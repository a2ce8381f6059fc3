# workload-role platforms-staging-staging-cluster-microservices-microservice-1: spec.workloads.microservice-1 in stacks/microservices.yaml
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
    bucket       = "platforms-p1-staging-terraform-state"
    key          = "p1-staging/us-east-1/staging-cluster/microservices/microservice-1-role/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "cluster" {
  config_path = "../../shop-ground/eks"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    cluster_name = "mock-cluster_name"
  }
}

inputs = {
  name                 = "platforms-staging-staging-cluster-microservices-microservice-1"
  use_name_prefix      = false
  attach_custom_policy = true
  policy_statements = [
    {
      sid = "JobsRead"
      actions = [
        "sqs:ReceiveMessage",
        "sqs:DeleteMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
      ]
      resources = [
        "arn:aws:sqs:us-east-1:222233334444:platforms-staging-microservices-jobs",
      ]
    },
    {
      sid     = "JobsWrite"
      actions = ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
      resources = [
        "arn:aws:sqs:us-east-1:222233334444:platforms-staging-microservices-jobs",
      ]
    },
  ]
  associations = {
    workload = {
      cluster_name    = dependency.cluster.outputs.cluster_name
      namespace       = "microservices"
      service_account = "microservice-1"
    }
  }
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "microservice-1-role"
  }
}
