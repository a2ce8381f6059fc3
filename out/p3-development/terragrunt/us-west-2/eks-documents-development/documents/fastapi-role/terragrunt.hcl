# workload-role platforms-development-eks-documents-development-documen-068a97af: spec.stacks.documents.workloads.fastapi in environments/p3-development.yaml
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
    bucket       = "platforms-p3-development-terraform-state"
    key          = "p3-development/us-west-2/eks-documents-development/documents/fastapi-role/terraform.tfstate"
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
  name                 = "platforms-development-eks-documents-development-documen-068a97af"
  use_name_prefix      = false
  attach_custom_policy = true
  policy_statements = [
    {
      sid     = "DocumentsRead"
      actions = ["s3:ListBucket", "s3:GetBucketLocation"]
      resources = [
        "arn:aws:s3:::platforms-development-documents-documents-us-west-2",
      ]
    },
    {
      actions = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = [
        "arn:aws:s3:::platforms-development-documents-documents-us-west-2/*",
      ]
      sid = "DocumentsRead1"
    },
    {
      sid     = "DocumentsWrite"
      actions = ["s3:GetBucketLocation"]
      resources = [
        "arn:aws:s3:::platforms-development-documents-documents-us-west-2",
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
        "arn:aws:s3:::platforms-development-documents-documents-us-west-2/*",
      ]
      sid = "DocumentsWrite1"
    },
  ]
  associations = {
    workload = {
      cluster_name    = dependency.cluster.outputs.cluster_name
      namespace       = "apps"
      service_account = "fastapi"
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "fastapi-role"
  }
}
