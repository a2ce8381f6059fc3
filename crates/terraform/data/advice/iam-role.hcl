# terraform-aws-modules/iam/aws//modules/iam-role: variables.tf of 6.5.0 and the upgrade notes of 6.0.

renamed "6.0.0" {
  create_role                   = "create"
  custom_role_policy_arns       = "policies"
  role_description              = "description"
  role_name                     = "name"
  role_path                     = "path"
  role_permissions_boundary_arn = "permissions_boundary"
}

gone "6.0.0" {
  admin_role_policy_arn             = "write it in `policies`"
  attach_admin_policy               = "write it in `policies`"
  attach_poweruser_policy           = "write it in `policies`"
  attach_readonly_policy            = "write it in `policies`"
  custom_role_trust_policy          = "write `trust_policy_permissions`"
  force_detach_policies             = "it is always so"
  mfa_age                           = "write a condition in `trust_policy_permissions`"
  number_of_custom_role_policy_arns = "`policies` is a map, which needs no count"
  poweruser_role_policy_arn         = "write it in `policies`"
  readonly_role_policy_arn          = "write it in `policies`"
  role_name_prefix                  = "write `name`, and `use_name_prefix = true`"
  role_requires_mfa                 = "write a condition in `trust_policy_permissions`"
  role_sts_externalid               = "write a condition in `trust_policy_permissions`"
  trusted_role_actions              = "write `trust_policy_permissions`"
  trusted_role_arns                 = "write `trust_policy_permissions`"
  trusted_role_services             = "write `trust_policy_permissions`"
}

must_set "name" {
  reason = "the module has no default"
}

must_set "use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}
