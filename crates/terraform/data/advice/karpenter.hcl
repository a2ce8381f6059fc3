# terraform-aws-modules/eks/aws//modules/karpenter: variables.tf of 21.19.0 and the upgrade notes of 21.0.

gone "21.0.0" {
  enable_irsa                     = "the role is associated by Pod Identity"
  enable_v1_permissions           = "they are the only ones"
  irsa_assume_role_condition_test = "the role is associated by Pod Identity"
  irsa_namespace_service_accounts = "write `namespace` and `service_account`"
  irsa_oidc_provider_arn          = "the role is associated by Pod Identity"
}

must_set "cluster_name" {
  reason = "the module has no default"
}

must_set "iam_role_use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}

must_set "node_iam_role_use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's name is known only after it was made, and node classes refer to it"
}
