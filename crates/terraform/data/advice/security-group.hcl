# terraform-aws-modules/security-group/aws: variables.tf of 5.3.1.

must_set "name" {
  reason = "the module has no default"
}

must_set "vpc_id" {
  reason = "left out, the group stands in the default VPC"
}
