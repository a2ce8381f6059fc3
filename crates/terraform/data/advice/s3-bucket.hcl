# terraform-aws-modules/s3-bucket/aws: what main.tf of 5.15.4 reads of inputs that declare less.
# Where the module takes one block or a list of them, or two names for one thing, the form here is the one to write.
# A list or an object in JSON as a text, which it takes too, says nothing to a reviewer and is not taken here.

reads "5.15.4" {
  analytics_configuration = map(object({
    filter = optional(object({ prefix = optional(string), tags = optional(map(string)) }))
    storage_class_analysis = optional(object({
      output_schema_version  = optional(string)
      destination_bucket_arn = optional(string)
      destination_account_id = optional(string)
      export_format          = optional(string)
      export_prefix          = optional(string)
    }))
  }))
  cors_rule = list(object({
    id              = optional(string)
    allowed_methods = list(string)
    allowed_origins = list(string)
    allowed_headers = optional(list(string))
    expose_headers  = optional(list(string))
    max_age_seconds = optional(number)
  }))
  grant = list(object({
    permission = string
    type       = string
    id         = optional(string)
    uri        = optional(string)
    email      = optional(string)
  }))
  intelligent_tiering = map(object({
    status  = optional(string)
    filter  = optional(object({ prefix = optional(string), tags = optional(map(string)) }))
    tiering = map(object({ days = number }))
  }))
  inventory_configuration = map(object({
    bucket                   = optional(string)
    enabled                  = optional(bool)
    frequency                = string
    included_object_versions = string
    optional_fields          = optional(list(string))
    destination = optional(object({
      bucket_arn = optional(string)
      format     = optional(string)
      account_id = optional(string)
      prefix     = optional(string)
      encryption = optional(object({ encryption_type = string, kms_key_id = optional(string) }))
    }))
    filter = optional(object({ prefix = optional(string) }))
  }))
  lifecycle_rule = list(object({
    id                                     = optional(string)
    enabled                                = optional(bool)
    status                                 = optional(string)
    abort_incomplete_multipart_upload_days = optional(number)
    expiration = optional(object({
      date                         = optional(string)
      days                         = optional(number)
      expired_object_delete_marker = optional(bool)
    }))
    transition = optional(list(object({
      date          = optional(string)
      days          = optional(number)
      storage_class = string
    })))
    noncurrent_version_expiration = optional(object({
      newer_noncurrent_versions = optional(number)
      days                      = optional(number)
      noncurrent_days           = optional(number)
    }))
    noncurrent_version_transition = optional(list(object({
      newer_noncurrent_versions = optional(number)
      days                      = optional(number)
      noncurrent_days           = optional(number)
      storage_class             = string
    })))
    filter = optional(object({
      object_size_greater_than = optional(number)
      object_size_less_than    = optional(number)
      prefix                   = optional(string)
      tags                     = optional(map(string))
    }))
  }))
  logging = object({
    target_bucket = string
    target_prefix = string
    target_object_key_format = optional(object({
      partitioned_prefix = optional(object({ partition_date_source = string }))
      simple_prefix      = optional(object({}))
    }))
  })
  metadata_encryption_configuration = object({ sse_algorithm = string, kms_key_arn = optional(string) })
  metric_configuration = list(object({
    name = string
    filter = optional(object({
      prefix       = optional(string)
      tags         = optional(map(string))
      access_point = optional(string)
    }))
  }))
  object_lock_configuration = object({
    token = optional(string)
    rule = optional(object({
      default_retention = optional(object({
        mode  = string
        days  = optional(number)
        years = optional(number)
      }))
    }))
  })
  replication_configuration = object({
    role = string
    rules = list(object({
      id                          = optional(string)
      priority                    = optional(number)
      status                      = optional(string)
      delete_marker_replication   = optional(string)
      existing_object_replication = optional(string)
      destination = object({
        bucket                     = string
        storage_class              = optional(string)
        account                    = optional(string)
        account_id                 = optional(string)
        access_control_translation = optional(object({ owner = string }))
        replica_kms_key_id         = optional(string)
        encryption_configuration   = optional(object({ replica_kms_key_id = string }))
        replication_time           = optional(object({ status = optional(string), minutes = optional(number) }))
        metrics                    = optional(object({ status = optional(string), minutes = optional(number) }))
      })
      source_selection_criteria = optional(object({
        replica_modifications     = optional(object({ enabled = optional(bool), status = optional(string) }))
        sse_kms_encrypted_objects = optional(object({ enabled = optional(bool), status = optional(string) }))
      }))
      filter = optional(object({ prefix = optional(string), tags = optional(map(string)) }))
    }))
  })
  server_side_encryption_configuration = object({
    rule = optional(object({
      bucket_key_enabled       = optional(bool)
      blocked_encryption_types = optional(list(string))
      apply_server_side_encryption_by_default = optional(object({
        sse_algorithm     = string
        kms_master_key_id = optional(string)
      }))
    }))
  })
  versioning = object({
    enabled    = optional(bool)
    status     = optional(string)
    mfa        = optional(string)
    mfa_delete = optional(string)
  })
  website = object({
    index_document           = optional(string)
    error_document           = optional(string)
    redirect_all_requests_to = optional(object({ host_name = string, protocol = optional(string) }))
    routing_rules = optional(list(object({
      condition = optional(object({
        http_error_code_returned_equals = optional(string)
        key_prefix_equals               = optional(string)
      }))
      redirect = object({
        host_name               = optional(string)
        http_redirect_code      = optional(string)
        protocol                = optional(string)
        replace_key_prefix_with = optional(string)
        replace_key_with        = optional(string)
      })
    })))
  })
}

must_set "bucket" {
  reason = "left out, the name is made up"
}
