# terraform-aws-modules/secrets-manager/aws: variables.tf of 2.0.1.

must_set "name" {
  reason = "left out, the name is made up, and nothing can refer to it by name"
}
