# terraform-aws-modules/eks/aws: variables.tf of 21.19.0 and the upgrade notes of 21.0.

renamed "21.0.0" {
  cluster_additional_security_group_ids      = "additional_security_group_ids"
  cluster_addons                             = "addons"
  cluster_addons_timeouts                    = "addons_timeouts"
  cluster_compute_config                     = "compute_config"
  cluster_enabled_log_types                  = "enabled_log_types"
  cluster_encryption_config                  = "encryption_config"
  cluster_encryption_policy_description      = "encryption_policy_description"
  cluster_encryption_policy_name             = "encryption_policy_name"
  cluster_encryption_policy_path             = "encryption_policy_path"
  cluster_encryption_policy_tags             = "encryption_policy_tags"
  cluster_encryption_policy_use_name_prefix  = "encryption_policy_use_name_prefix"
  cluster_endpoint_private_access            = "endpoint_private_access"
  cluster_endpoint_public_access             = "endpoint_public_access"
  cluster_endpoint_public_access_cidrs       = "endpoint_public_access_cidrs"
  cluster_force_update_version               = "force_update_version"
  cluster_identity_providers                 = "identity_providers"
  cluster_ip_family                          = "ip_family"
  cluster_name                               = "name"
  cluster_remote_network_config              = "remote_network_config"
  cluster_security_group_additional_rules    = "security_group_additional_rules"
  cluster_security_group_description         = "security_group_description"
  cluster_security_group_id                  = "security_group_id"
  cluster_security_group_name                = "security_group_name"
  cluster_security_group_tags                = "security_group_tags"
  cluster_security_group_use_name_prefix     = "security_group_use_name_prefix"
  cluster_service_ipv4_cidr                  = "service_ipv4_cidr"
  cluster_service_ipv6_cidr                  = "service_ipv6_cidr"
  cluster_timeouts                           = "timeouts"
  cluster_upgrade_policy                     = "upgrade_policy"
  cluster_version                            = "kubernetes_version"
  cluster_zonal_shift_config                 = "zonal_shift_config"
  create_cluster_primary_security_group_tags = "create_primary_security_group_tags"
  create_cluster_security_group              = "create_security_group"
}

renamed "21.0.0" "eks_managed_node_groups.*" {
  cluster_version = "kubernetes_version"
}

renamed "21.0.0" "self_managed_node_groups.*" {
  cluster_version = "kubernetes_version"
}

gone "20.0.0" {
  aws_auth_accounts                                = "write `access_entries`"
  aws_auth_fargate_profile_pod_execution_role_arns = "write `access_entries`"
  aws_auth_node_iam_role_arns_non_windows          = "write `access_entries`"
  aws_auth_node_iam_role_arns_windows              = "write `access_entries`"
  aws_auth_roles                                   = "write `access_entries`"
  aws_auth_users                                   = "write `access_entries`"
  create_aws_auth_configmap                        = "write `access_entries`"
  manage_aws_auth_configmap                        = "write `access_entries`"
}

gone "21.0.0" {
  bootstrap_self_managed_addons    = "write `addons`; none is installed by itself"
  eks_managed_node_group_defaults  = "write it in each of `eks_managed_node_groups`"
  enable_efa_support               = "write it in the node group"
  enable_security_groups_for_pods  = "attach AmazonEKSVPCResourceController by `iam_role_additional_policies`"
  fargate_profile_defaults         = "write it in each of `fargate_profiles`"
  self_managed_node_group_defaults = "write it in each of `self_managed_node_groups`"
}

gone "21.0.0" "eks_managed_node_groups.*" {
  cluster_service_ipv4_cidr = "write `cluster_service_cidr`"
  create_schedule           = "scale by desired sizes or an autoscaler"
  placement_group_az        = "choose the subnet in `subnet_ids`"
  platform                  = "write `ami_type`"
  schedules                 = "scale by desired sizes or an autoscaler"
}

must_set "name" {
  reason = "the module has no default"
}

must_set "kubernetes_version" {
  reason = "left out, the cluster gets what is newest on the day it is made"
}

must_set "vpc_id" {
  reason = "the module has no default"
}

must_set "subnet_ids" {
  reason = "the module has no default"
}

must_set "addons.*.addon_version" {
  reason = "left out, each plan takes what is newest that day"
}

must_set "addons.*.most_recent" {
  value  = false
  reason = "with true, each plan takes what is newest that day"
}

must_set "iam_role_use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}

must_set "node_iam_role_use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}

must_set "eks_managed_node_groups.*.iam_role_use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}

must_set "eks_managed_node_groups.*.use_latest_ami_release_version" {
  value  = false
  reason = "with true, each plan takes the image that is newest that day"
}
