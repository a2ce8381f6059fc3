# terraform-aws-modules/ecr/aws: variables.tf of 3.2.0.

must_set "repository_name" {
  reason = "the module's default is empty"
}
