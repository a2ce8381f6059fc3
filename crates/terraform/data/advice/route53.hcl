# terraform-aws-modules/route53/aws: variables.tf of 6.4.0.

must_set "name" {
  reason = "the module has no default"
}
