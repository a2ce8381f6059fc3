# terraform-aws-modules/eks/aws//modules/eks-managed-node-group: variables.tf of 21.19.0 and the upgrade notes of 21.0.

renamed "21.0.0" {
  cluster_version = "kubernetes_version"
}

gone "21.0.0" {
  cluster_service_ipv4_cidr = "write `cluster_service_cidr`"
  create_schedule           = "scale by desired sizes or an autoscaler"
  placement_group_az        = "choose the subnet in `subnet_ids`"
  platform                  = "write `ami_type`"
  schedules                 = "scale by desired sizes or an autoscaler"
}

must_set "name" {
  reason = "the module has no default"
}

must_set "cluster_name" {
  reason = "the module has no default"
}

must_set "subnet_ids" {
  reason = "the module has no default"
}

must_set "iam_role_use_name_prefix" {
  value  = false
  reason = "with a prefix, the role's ARN is known only after it was made"
}

must_set "use_latest_ami_release_version" {
  value  = false
  reason = "with true, each plan takes the image that is newest that day"
}
