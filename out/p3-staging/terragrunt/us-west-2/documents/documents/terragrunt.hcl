# bucket platforms-staging-documents-documents-us-west-2: spec.units.documents in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/s3-bucket/aws?version=5.15.4"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-staging-terraform-state"
    key          = "p3-staging/us-west-2/documents/documents/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  bucket                                = "platforms-staging-documents-documents-us-west-2"
  force_destroy                         = false
  block_public_acls                     = true
  block_public_policy                   = true
  ignore_public_acls                    = true
  restrict_public_buckets               = true
  control_object_ownership              = true
  object_ownership                      = "BucketOwnerEnforced"
  attach_deny_insecure_transport_policy = true
  attach_require_latest_tls_policy      = true
  server_side_encryption_configuration = {
    rule = {
      bucket_key_enabled = false
      apply_server_side_encryption_by_default = {
        sse_algorithm = "AES256"
      }
    }
  }
  versioning = {
    status = "Enabled"
  }
  lifecycle_rule = [
    {
      id                                     = "unfinished-uploads"
      enabled                                = true
      abort_incomplete_multipart_upload_days = 7
    },
    {
      id      = "previous-versions"
      enabled = true
      noncurrent_version_expiration = {
        days = 90
      }
      expiration = {
        expired_object_delete_marker = true
      }
    },
    {
      transition = [
        {
          storage_class = "STANDARD_IA"
          days          = 90
        },
      ]
      id      = "old"
      enabled = true
    },
  ]
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "documents"
  }
}
