# workload-role platforms-production-eks-primary-documents-document-processor: spec.workloads.document-processor in stacks/documents.yaml
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
    key          = "p3-production/us-west-2/eks-primary/documents/document-processor-role/terraform.tfstate"
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
  name                 = "platforms-production-eks-primary-documents-document-processor"
  use_name_prefix      = false
  attach_custom_policy = true
  policy_statements = [
    {
      sid     = "DocumentsRead"
      actions = ["s3:ListBucket", "s3:GetBucketLocation"]
      resources = [
        "arn:aws:s3:::platforms-production-documents-documents-us-west-2",
      ]
    },
    {
      actions = ["s3:GetObject", "s3:GetObjectVersion"]
      resources = [
        "arn:aws:s3:::platforms-production-documents-documents-us-west-2/*",
      ]
      sid = "DocumentsRead1"
    },
    {
      sid     = "DocumentsWrite"
      actions = ["s3:GetBucketLocation"]
      resources = [
        "arn:aws:s3:::platforms-production-documents-documents-us-west-2",
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
        "arn:aws:s3:::platforms-production-documents-documents-us-west-2/*",
      ]
      sid = "DocumentsWrite1"
    },
    {
      sid     = "SearchRead"
      actions = ["es:ESHttpGet", "es:ESHttpHead"]
      resources = [
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*",
      ]
    },
    {
      actions = ["es:ESHttpPost"]
      resources = [
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/_search*",
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*/_search*",
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/_msearch*",
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*/_msearch*",
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*/_count",
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/_mget",
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*/_mget",
      ]
      sid = "SearchRead1"
    },
    {
      sid = "SearchWrite"
      actions = [
        "es:ESHttpPost",
        "es:ESHttpPut",
        "es:ESHttpPatch",
        "es:ESHttpDelete",
      ]
      resources = [
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*",
      ]
    },
  ]
  associations = {
    workload = {
      cluster_name    = dependency.cluster.outputs.cluster_name
      namespace       = "workers"
      service_account = "document-processor"
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "document-processor-role"
  }
}
