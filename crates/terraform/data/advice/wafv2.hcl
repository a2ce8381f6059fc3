# terraform-aws-modules/wafv2/aws: what main.tf of 1.1.0 reads of inputs of type any.
# An action is `{ block = {} }` here; a bare "block" for `default_action`, which the module takes too, fails when it comes from the
# environment, as Terragrunt gives it: Terraform reads variables of type any as expressions.

reads "1.1.0" {
  default_action = object({
    allow = optional(object({
      custom_request_handling = optional(object({ insert_headers = list(object({ name = string, value = string })) }))
    }))
    block = optional(object({
      custom_response = optional(object({
        response_code            = number
        custom_response_body_key = optional(string)
        response_headers         = optional(list(object({ name = string, value = string })))
      }))
    }))
  })
  logging_redacted_fields = list(object({
    method        = optional(object({}))
    query_string  = optional(object({}))
    uri_path      = optional(object({}))
    single_header = optional(object({ name = string }))
  }))
  rules = map(object({
    priority        = number
    action          = optional(any)
    override_action = optional(any)
    statement = object({
      and_statement        = optional(any)
      byte_match_statement = optional(any)
      geo_match_statement = optional(object({
        country_codes       = list(string)
        forwarded_ip_config = optional(object({ fallback_behavior = string, header_name = string }))
      }))
      ip_set_reference_statement = optional(object({
        arn = string
        ip_set_forwarded_ip_config = optional(object({
          fallback_behavior = string
          header_name       = string
          position          = string
        }))
      }))
      label_match_statement = optional(object({ key = string, scope = string }))
      managed_rule_group_statement = optional(object({
        name                       = string
        vendor_name                = string
        version                    = optional(string)
        managed_rule_group_configs = optional(any)
        rule_action_overrides      = optional(any)
        scope_down_statement       = optional(any)
      }))
      not_statement = optional(any)
      or_statement  = optional(any)
      rate_based_statement = optional(object({
        limit                 = number
        aggregate_key_type    = optional(string)
        evaluation_window_sec = optional(number)
        custom_keys           = optional(any)
        forwarded_ip_config   = optional(object({ fallback_behavior = string, header_name = string }))
        scope_down_statement  = optional(any)
      }))
      regex_match_statement                 = optional(any)
      regex_pattern_set_reference_statement = optional(any)
      rule_group_reference_statement        = optional(any)
      size_constraint_statement             = optional(any)
      sqli_match_statement                  = optional(any)
      xss_match_statement                   = optional(any)
    })
    visibility_config = optional(object({
      cloudwatch_metrics_enabled = optional(bool)
      metric_name                = optional(string)
      sampled_requests_enabled   = optional(bool)
    }))
    captcha_config   = optional(object({ immunity_time_property = object({ immunity_time = number }) }))
    challenge_config = optional(object({ immunity_time_property = object({ immunity_time = number }) }))
    rule_labels      = optional(list(object({ name = string })))
  }))
}

must_set "name" {
  reason = "left out, the name is made up"
}

must_set "scope" {
  reason = "one for CloudFront stands in us-east-1 with `CLOUDFRONT`, others are `REGIONAL`"
}
