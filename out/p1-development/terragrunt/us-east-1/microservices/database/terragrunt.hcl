# aurora-postgres platforms-development-microservices-database: spec.units.database in stacks/microservices.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/rds-aurora/aws?version=10.2.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p1-development-terraform-state"
    key          = "p1-development/us-east-1/microservices/database/terraform.tfstate"
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
  config_path = "../database-access"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    security_group_id = "sg-00000000000000000"
  }
}

dependency "unit_password" {
  config_path = "../database-password"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    password = "mock-password"
  }
}

inputs = {
  name                            = "platforms-development-microservices-database"
  cluster_use_name_prefix         = false
  engine                          = "aurora-postgresql"
  engine_mode                     = "provisioned"
  engine_version                  = "16.4"
  cluster_instance_class          = "db.serverless"
  instances_use_identifier_prefix = false
  instances = {
    "1" = {
      identifier                 = "platforms-development-microservices-database-1"
      auto_minor_version_upgrade = false
      publicly_accessible        = false
      promotion_tier             = 0
    }
  }
  serverlessv2_scaling_configuration = {
    min_capacity = 0.5
    max_capacity = 2
  }
  storage_encrypted                   = true
  database_name                       = "app"
  master_username                     = "app"
  manage_master_user_password         = false
  master_password_wo                  = dependency.unit_password.outputs.password
  master_password_wo_version          = 1
  iam_database_authentication_enabled = false
  port                                = "5432"
  create_db_subnet_group              = true
  db_subnet_group_name                = "platforms-development-microservices-database"
  subnets                             = dependency.network.outputs.database_subnets
  create_security_group               = false
  vpc_security_group_ids              = [dependency.unit_access.outputs.security_group_id]
  backup_retention_period             = 1
  preferred_backup_window             = "03:00-04:00"
  preferred_maintenance_window        = "sun:04:30-sun:05:30"
  copy_tags_to_snapshot               = true
  deletion_protection                 = false
  delete_automated_backups            = true
  skip_final_snapshot                 = true
  final_snapshot_identifier           = null
  cluster_parameter_group = {
    name            = "platforms-development-microservices-database-aurora-postgresql16"
    use_name_prefix = false
    description     = "Of platforms-development-microservices-database"
    family          = "aurora-postgresql16"
    parameters = [
      {
        name  = "rds.force_ssl"
        value = "1"
      },
    ]
  }
  enabled_cloudwatch_logs_exports        = ["postgresql"]
  create_cloudwatch_log_group            = true
  cloudwatch_log_group_retention_in_days = 7
  cluster_performance_insights_enabled   = false
  create_monitoring_role                 = false
  allow_major_version_upgrade            = false
  apply_immediately                      = true
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "database"
  }
}
