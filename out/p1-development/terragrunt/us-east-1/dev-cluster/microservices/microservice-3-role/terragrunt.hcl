# workload-role platforms-development-dev-cluster-microservices-microservice-3: spec.stacks.microservices.workloads.microservice-3 in environments/p1-development.yaml
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
    bucket       = "platforms-p1-development-terraform-state"
    key          = "p1-development/us-east-1/dev-cluster/microservices/microservice-3-role/terraform.tfstate"
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
  name                 = "platforms-development-dev-cluster-microservices-microservice-3"
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
        "arn:aws:sqs:us-east-1:111122223333:platforms-development-microservices-jobs",
      ]
    },
    {
      sid     = "JobsWrite"
      actions = ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]
      resources = [
        "arn:aws:sqs:us-east-1:111122223333:platforms-development-microservices-jobs",
      ]
    },
  ]
  associations = {
    workload = {
      cluster_name    = dependency.cluster.outputs.cluster_name
      namespace       = "microservices"
      service_account = "microservice-3"
    }
  }
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "microservice-3-role"
  }
}
