# terraform-aws-modules/iam/aws//modules/iam-policy: variables.tf of 6.5.0 and the upgrade notes of 6.0.

renamed "6.0.0" {
  create_policy = "create"
}

must_set "name" {
  reason = "left out, the name is made up"
}
