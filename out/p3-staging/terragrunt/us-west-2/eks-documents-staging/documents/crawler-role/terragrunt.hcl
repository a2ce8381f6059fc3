# workload-role platforms-staging-eks-documents-staging-documents-crawler: spec.stacks.documents.workloads.crawler in environments/p3-staging.yaml
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
    bucket       = "platforms-p3-staging-terraform-state"
    key          = "p3-staging/us-west-2/eks-documents-staging/documents/crawler-role/terraform.tfstate"
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
  name                 = "platforms-staging-eks-documents-staging-documents-crawler"
  use_name_prefix      = false
  attach_custom_policy = true
  policy_statements = [
    {
      sid     = "DocumentsWrite"
      actions = ["s3:GetBucketLocation"]
      resources = [
        "arn:aws:s3:::platforms-staging-documents-documents-us-west-2",
      ]
    },
    {
      actions = [
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
      ]
      resources = [
        "arn:aws:s3:::platforms-staging-documents-documents-us-west-2/*",
      ]
      sid = "DocumentsWrite1"
    },
  ]
  associations = {
    workload = {
      cluster_name    = dependency.cluster.outputs.cluster_name
      namespace       = "workers"
      service_account = "crawler"
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "crawler-role"
  }
}
