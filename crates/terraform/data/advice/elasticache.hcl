# terraform-aws-modules/elasticache/aws: what main.tf of 1.10.3 reads of inputs of type any.

reads "1.10.3" {
  log_delivery_configuration = map(object({
    destination                            = optional(string)
    destination_type                       = string
    log_format                             = string
    log_type                               = optional(string)
    create_cloudwatch_log_group            = optional(bool)
    cloudwatch_log_group_name              = optional(string)
    cloudwatch_log_group_retention_in_days = optional(number)
    cloudwatch_log_group_kms_key_id        = optional(string)
    cloudwatch_log_group_skip_destroy      = optional(bool)
    cloudwatch_log_group_class             = optional(string)
    tags                                   = optional(map(string))
  }))
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
    tags                         = optional(map(string))
  }))
}

must_set "engine_version" {
  reason = "left out, the group gets what is the default on the day it is made"
}

must_set "node_type" {
  reason = "the module has no default"
}

must_set "subnet_ids" {
  reason = "left out, the nodes stand in the default VPC"
}

must_set "vpc_id" {
  reason = "the security group needs it"
}
