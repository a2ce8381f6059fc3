# terraform-aws-modules/alb/aws: variables.tf of 10.5.0.

must_set "name" {
  reason = "left out, the name is made up"
}

must_set "vpc_id" {
  reason = "the module has no default"
}

must_set "subnets" {
  reason = "the module has no default"
}
