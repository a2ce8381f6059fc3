# redis platforms-production-documents-cache: spec.units.cache in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/elasticache/aws?version=1.10.3"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-west-2/documents/cache/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../ai-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    private_subnets = ["subnet-00000000000000000"]
  }
}

dependency "unit_access" {
  config_path = "../cache-access"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    security_group_id = "sg-00000000000000000"
  }
}

dependency "unit_password" {
  config_path = "../cache-password"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    password = "mock-password"
  }
}

inputs = {
  replication_group_id       = "platforms-production-documents-cache"
  description                = "cache of documents"
  create_cluster             = false
  create_replication_group   = true
  engine                     = "redis"
  engine_version             = "7.0"
  node_type                  = "cache.r6g.large"
  port                       = 6379
  cluster_mode_enabled       = true
  num_node_groups            = 3
  replicas_per_node_group    = 1
  num_cache_clusters         = null
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  auth_token                 = dependency.unit_password.outputs.password
  auth_token_update_strategy = "SET"
  create_security_group      = false
  security_group_ids         = [dependency.unit_access.outputs.security_group_id]
  create_subnet_group        = true
  subnet_group_name          = "platforms-production-documents-cache"
  subnet_ids                 = dependency.network.outputs.private_subnets
  create_parameter_group     = true
  parameter_group_name       = "platforms-production-documents-cache-redis7"
  parameter_group_family     = "redis7"
  parameters                 = []
  snapshot_retention_limit   = 7
  snapshot_window            = "03:00-04:00"
  maintenance_window         = "sun:04:30-sun:05:30"
  auto_minor_version_upgrade = false
  apply_immediately          = false
  final_snapshot_identifier  = "platforms-production-documents-cache-final"
  log_delivery_configuration = {
    slow-log = {
      cloudwatch_log_group_name              = "platforms-production-documents-cache/slow"
      cloudwatch_log_group_retention_in_days = 90
      destination_type                       = "cloudwatch-logs"
      log_format                             = "json"
    }
    engine-log = {
      cloudwatch_log_group_name              = "platforms-production-documents-cache/engine"
      cloudwatch_log_group_retention_in_days = 90
      destination_type                       = "cloudwatch-logs"
      log_format                             = "json"
    }
  }
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "cache"
  }
}
