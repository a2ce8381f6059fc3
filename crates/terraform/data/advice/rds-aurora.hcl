# terraform-aws-modules/rds-aurora/aws: variables.tf of 10.2.0 and the upgrade notes of 10.0.

renamed "10.0.0" {
  compute_redundancy                          = "shard_group.compute_redundancy"
  db_cluster_activity_stream_kms_key_id       = "cluster_activity_stream.kms_key_id"
  db_cluster_activity_stream_mode             = "cluster_activity_stream.mode"
  db_cluster_db_instance_parameter_group_name = "cluster_db_instance_parameter_group_name"
  db_cluster_parameter_group_description      = "cluster_parameter_group.description"
  db_cluster_parameter_group_family           = "cluster_parameter_group.family"
  db_cluster_parameter_group_name             = "cluster_parameter_group.name"
  db_cluster_parameter_group_parameters       = "cluster_parameter_group.parameters"
  db_cluster_parameter_group_use_name_prefix  = "cluster_parameter_group.use_name_prefix"
  db_parameter_group_description              = "db_parameter_group.description"
  db_parameter_group_family                   = "db_parameter_group.family"
  db_parameter_group_name                     = "db_parameter_group.name"
  db_parameter_group_parameters               = "db_parameter_group.parameters"
  db_parameter_group_use_name_prefix          = "db_parameter_group.use_name_prefix"
  db_shard_group_identifier                   = "shard_group.identifier"
  engine_native_audit_fields_included         = "cluster_activity_stream.include_audit_fields"
  iam_roles                                   = "role_associations"
  instance_class                              = "cluster_instance_class"
  master_password                             = "master_password_wo"
  max_acu                                     = "shard_group.max_acu"
  min_acu                                     = "shard_group.min_acu"
  monitoring_interval                         = "cluster_monitoring_interval"
  publicly_accessible                         = "shard_group.publicly_accessible"
  shard_group_tags                            = "shard_group.tags"
  shard_group_timeouts                        = "shard_group.timeouts"
}

gone "10.0.0" {
  auto_minor_version_upgrade            = "write it in each of `instances`"
  ca_cert_identifier                    = "write it in each of `instances`"
  create_db_cluster_activity_stream     = "write `cluster_activity_stream`"
  create_db_cluster_parameter_group     = "write `cluster_parameter_group`"
  create_db_parameter_group             = "write `db_parameter_group`"
  create_shard_group                    = "write `shard_group`"
  iam_role_force_detach_policies        = "it is always so"
  iam_role_managed_policy_arns          = "the role takes none"
  performance_insights_enabled          = "write it in each of `instances`"
  performance_insights_kms_key_id       = "write it in each of `instances`"
  performance_insights_retention_period = "write it in each of `instances`"
  security_group_rules                  = "write `security_group_ingress_rules` and `security_group_egress_rules`"
}

must_set "name" {
  reason = "left out, names of resources are made up"
}

must_set "engine" {
  reason = "the module has no default"
}

must_set "engine_version" {
  reason = "left out, the cluster gets what is the default on the day it is made"
}

must_set "vpc_id" {
  reason = "the security group needs it"
}

must_set "deletion_protection" {
  reason = "left out, the cluster can be deleted"
}
