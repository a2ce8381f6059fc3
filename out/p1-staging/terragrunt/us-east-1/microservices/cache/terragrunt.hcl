# redis platforms-staging-microservices-cache: spec.units.cache in stacks/microservices.yaml
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
    bucket       = "platforms-p1-staging-terraform-state"
    key          = "p1-staging/us-east-1/microservices/cache/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../shop-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    database_subnets = ["subnet-00000000000000000"]
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
  replication_group_id       = "platforms-staging-microservices-cache"
  description                = "cache of microservices"
  create_cluster             = false
  create_replication_group   = true
  engine                     = "redis"
  engine_version             = "7.0"
  node_type                  = "cache.t4g.small"
  port                       = 6379
  cluster_mode_enabled       = false
  num_node_groups            = null
  replicas_per_node_group    = null
  num_cache_clusters         = 2
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
  subnet_group_name          = "platforms-staging-microservices-cache"
  subnet_ids                 = dependency.network.outputs.database_subnets
  create_parameter_group     = true
  parameter_group_name       = "platforms-staging-microservices-cache-redis7"
  parameter_group_family     = "redis7"
  parameters                 = []
  snapshot_retention_limit   = 7
  snapshot_window            = "03:00-04:00"
  maintenance_window         = "sun:04:30-sun:05:30"
  auto_minor_version_upgrade = false
  apply_immediately          = false
  final_snapshot_identifier  = "platforms-staging-microservices-cache-final"
  log_delivery_configuration = {
    slow-log = {
      cloudwatch_log_group_name              = "platforms-staging-microservices-cache/slow"
      cloudwatch_log_group_retention_in_days = 90
      destination_type                       = "cloudwatch-logs"
      log_format                             = "json"
    }
    engine-log = {
      cloudwatch_log_group_name              = "platforms-staging-microservices-cache/engine"
      cloudwatch_log_group_retention_in_days = 90
      destination_type                       = "cloudwatch-logs"
      log_format                             = "json"
    }
  }
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "cache"
  }
}
