# terraform-aws-modules/vpc/aws: variables.tf of 6.6.0, and what its main.tf reads of inputs with any in them.

reads "6.6.0" {
  customer_gateways = map(object({
    bgp_asn          = optional(string)
    bgp_asn_extended = optional(string)
    ip_address       = string
    device_name      = optional(string)
  }))
  vpc_block_public_access_exclusions = map(object({
    exclude_vpc                     = optional(bool)
    exclude_subnet                  = optional(bool)
    subnet_type                     = optional(string)
    subnet_index                    = optional(number)
    internet_gateway_exclusion_mode = optional(string)
    tags                            = optional(map(string))
  }))
}

must_set "name" {
  reason = "left out, names are empty"
}

must_set "cidr" {
  reason = "the module's default is 10.0.0.0/16, which all would share"
}

must_set "azs" {
  reason = "left out, no subnet is made"
}
