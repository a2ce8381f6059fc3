# terraform-aws-modules/opensearch/aws: what main.tf of 2.10.0 reads of inputs of type any.
# Lists and maps of blocks are both read where a block may stand several times; the form here is the one of the module's defaults.

reads "2.10.0" {
  access_policy_statements = map(object({
    sid            = optional(string)
    effect         = optional(string)
    actions        = optional(list(string))
    not_actions    = optional(list(string))
    resources      = optional(list(string))
    resource_paths = optional(list(string))
    not_resources  = optional(list(string))
    principals     = optional(list(object({ type = string, identifiers = list(string) })))
    not_principals = optional(list(object({ type = string, identifiers = list(string) })))
    conditions     = optional(list(object({ test = string, variable = string, values = list(string) })))
  }))
  advanced_security_options = object({
    enabled                        = optional(bool)
    anonymous_auth_enabled         = optional(bool)
    internal_user_database_enabled = optional(bool)
    jwt_options = optional(object({
      enabled     = optional(bool)
      jwks_url    = optional(string)
      public_key  = optional(string)
      roles_key   = optional(string)
      subject_key = optional(string)
    }))
    master_user_options = optional(object({
      master_user_arn      = optional(string)
      master_user_name     = optional(string)
      master_user_password = optional(string)
    }))
  })
  auto_tune_options = object({
    desired_state = optional(string)
    maintenance_schedule = optional(list(object({
      start_at                       = string
      cron_expression_for_recurrence = string
      duration                       = object({ value = number, unit = string })
    })))
    rollback_on_disable = optional(string)
    use_off_peak_window = optional(bool)
  })
  cluster_config = object({
    cold_storage_options          = optional(object({ enabled = optional(bool) }))
    dedicated_master_count        = optional(number)
    dedicated_master_enabled      = optional(bool)
    dedicated_master_type         = optional(string)
    instance_count                = optional(number)
    instance_type                 = optional(string)
    multi_az_with_standby_enabled = optional(bool)
    node_options = optional(map(object({
      node_type   = optional(string)
      node_config = optional(object({ count = optional(number), enabled = optional(bool), type = optional(string) }))
    })))
    warm_count             = optional(number)
    warm_enabled           = optional(bool)
    warm_type              = optional(string)
    zone_awareness_config  = optional(object({ availability_zone_count = optional(number) }))
    zone_awareness_enabled = optional(bool)
  })
  cognito_options = object({
    enabled          = optional(bool)
    identity_pool_id = optional(string)
    role_arn         = optional(string)
    user_pool_id     = optional(string)
  })
  domain_endpoint_options = object({
    custom_endpoint                 = optional(string)
    custom_endpoint_certificate_arn = optional(string)
    custom_endpoint_enabled         = optional(bool)
    enforce_https                   = optional(bool)
    tls_security_policy             = optional(string)
  })
  ebs_options = object({
    ebs_enabled = optional(bool)
    iops        = optional(number)
    throughput  = optional(number)
    volume_size = optional(number)
    volume_type = optional(string)
  })
  encrypt_at_rest = object({ enabled = optional(bool), kms_key_id = optional(string) })
  log_publishing_options = list(object({
    log_type                    = string
    cloudwatch_log_group_arn    = optional(string)
    enabled                     = optional(bool)
    log_group_name              = optional(string)
    log_group_retention_in_days = optional(number)
    log_group_kms_key_id        = optional(string)
    log_group_skip_destroy      = optional(bool)
    log_group_class             = optional(string)
    log_group_tags              = optional(map(string))
    region                      = optional(string)
  }))
  node_to_node_encryption = object({ enabled = optional(bool) })
  off_peak_window_options = object({
    enabled = optional(bool)
    off_peak_window = optional(object({
      window_start_time = optional(object({ hours = optional(number), minutes = optional(number) }))
    }))
  })
  outbound_connections = map(object({
    connection_mode       = optional(string)
    accept_connection     = optional(bool)
    connection_alias      = optional(string)
    connection_properties = optional(object({ cross_cluster_search = optional(object({ skip_unavailable = optional(string) })) }))
    local_domain_info     = optional(object({ owner_id = optional(string), region = optional(string), domain_name = optional(string) }))
    remote_domain_info    = object({ owner_id = string, region = string, domain_name = string })
    region                = optional(string)
  }))
  saml_options = object({
    enabled                 = optional(bool)
    idp                     = optional(object({ entity_id = string, metadata_content = string }))
    master_backend_role     = optional(string)
    master_user_name        = optional(string)
    roles_key               = optional(string)
    session_timeout_minutes = optional(number)
    subject_key             = optional(string)
  })
  security_group_rules = map(object({
    type                         = optional(string)
    ip_protocol                  = optional(string)
    cidr_ipv4                    = optional(string)
    cidr_ipv6                    = optional(string)
    description                  = optional(string)
    from_port                    = optional(number)
    prefix_list_id               = optional(string)
    referenced_security_group_id = optional(string)
    to_port                      = optional(number)
    region                       = optional(string)
    tags                         = optional(map(string))
  }))
  software_update_options = object({ auto_software_update_enabled = optional(bool) })
  vpc_endpoints = map(object({
    subnet_ids         = list(string)
    security_group_ids = optional(list(string))
    region             = optional(string)
  }))
  vpc_options = object({ subnet_ids = optional(list(string)), security_group_ids = optional(list(string)) })
}

must_set "domain_name" {
  reason = "the module has no default"
}

must_set "engine_version" {
  reason = "left out, the domain gets what is the default on the day it is made"
}
