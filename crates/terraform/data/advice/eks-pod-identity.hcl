# terraform-aws-modules/eks-pod-identity/aws: variables.tf of 2.8.1.

must_set "name" {
  reason = "the module has no default"
}

must_set "use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}
