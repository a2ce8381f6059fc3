# bucket platforms-production-documents-documents-us-west-2: spec.units.documents in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/iam/aws//modules/iam-role?version=6.5.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-west-2/documents/documents-replication/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  name            = "platforms-production-documents-documents-us-west-2-copy"
  use_name_prefix = false
  description     = "Copies the objects of platforms-production-documents-documents-us-west-2 to other regions"
  trust_policy_permissions = {
    s3 = {
      actions = ["sts:AssumeRole"]
      principals = [
        {
          type        = "Service"
          identifiers = ["s3.amazonaws.com"]
        },
      ]
      condition = [
        {
          test     = "StringEquals"
          variable = "aws:SourceAccount"
          values   = ["666677778888"]
        },
      ]
    }
  }
  create_inline_policy = true
  inline_policy_permissions = {
    source-bucket = {
      actions = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      resources = [
        "arn:aws:s3:::platforms-production-documents-documents-us-west-2",
      ]
    }
    source-objects = {
      actions = [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
      ]
      resources = [
        "arn:aws:s3:::platforms-production-documents-documents-us-west-2/*",
      ]
    }
    copies = {
      actions = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
      resources = [
        "arn:aws:s3:::platforms-production-documents-documents-us-east-1/*",
      ]
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "documents"
  }
}
