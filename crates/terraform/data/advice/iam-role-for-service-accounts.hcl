# terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts: main.tf of 6.5.0 and the upgrade notes of 6.0.

reads "6.5.0" {
  oidc_providers = map(object({
    provider_arn               = string
    namespace_service_accounts = list(string)
  }))
}

renamed "6.0.0" {
  assume_role_condition_test    = "trust_condition_test"
  create_role                   = "create"
  ebs_csi_kms_cmk_ids           = "ebs_csi_kms_cmk_arns"
  role_description              = "description"
  role_name                     = "name"
  role_path                     = "path"
  role_permissions_boundary_arn = "permissions_boundary"
  role_policy_arns              = "policies"
}

gone "6.0.0" {
  allow_self_assume_role             = "a role no longer assumes itself"
  attach_appmesh_controller_policy   = "the service ended"
  attach_appmesh_envoy_proxy_policy  = "the service ended"
  attach_karpenter_controller_policy = "the `karpenter` module of eks makes the role"
  cluster_autoscaler_cluster_ids     = "write `cluster_autoscaler_cluster_names`"
  policy_name_prefix                 = "write `policy_name`"
  role_name_prefix                   = "write `name`, and `use_name_prefix = true`"
}

must_set "name" {
  reason = "the module has no default"
}

must_set "use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}
