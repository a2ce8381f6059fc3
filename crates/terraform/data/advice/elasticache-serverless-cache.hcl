# terraform-aws-modules/elasticache/aws//modules/serverless-cache: what main.tf of 1.10.3 reads of inputs with any in them.

reads "1.10.3" {
  cache_usage_limits = object({
    data_storage    = optional(object({ minimum = optional(number), maximum = optional(number), unit = optional(string) }))
    ecpu_per_second = optional(object({ minimum = optional(number), maximum = optional(number) }))
  })
}

must_set "cache_name" {
  reason = "the module has no default"
}

must_set "subnet_ids" {
  reason = "left out, the cache stands in the default VPC"
}
