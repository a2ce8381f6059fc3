# postgres platforms-production-documents-database: spec.units.database in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/rds/aws?version=7.2.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-east-1/documents/database/terraform.tfstate"
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
  config_path = "../database-access"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    security_group_id = "sg-00000000000000000"
  }
}

dependency "unit_replica_key" {
  config_path = "../database-replica-key"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    key_arn = "arn:aws:iam::000000000000:role/mock"
  }
}

dependency "unit_us_west_2" {
  config_path = "../../../us-west-2/documents/database"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    db_instance_arn = "arn:aws:iam::000000000000:role/mock"
  }
}

inputs = {
  identifier                          = "platforms-production-documents-database"
  engine                              = "postgres"
  engine_version                      = "15.4"
  family                              = "postgres15"
  major_engine_version                = "15"
  instance_class                      = "db.r6g.large"
  max_allocated_storage               = 500
  storage_type                        = "gp3"
  storage_encrypted                   = true
  kms_key_id                          = dependency.unit_replica_key.outputs.key_arn
  replicate_source_db                 = dependency.unit_us_west_2.outputs.db_instance_arn
  manage_master_user_password         = false
  iam_database_authentication_enabled = false
  port                                = 5432
  multi_az                            = false
  create_db_subnet_group              = true
  db_subnet_group_use_name_prefix     = false
  subnet_ids                          = dependency.network.outputs.private_subnets
  vpc_security_group_ids              = [dependency.unit_access.outputs.security_group_id]
  publicly_accessible                 = false
  backup_retention_period             = 30
  backup_window                       = "03:00-04:00"
  maintenance_window                  = "sun:04:30-sun:05:30"
  copy_tags_to_snapshot               = true
  deletion_protection                 = true
  delete_automated_backups            = false
  skip_final_snapshot                 = true
  parameter_group_name                = "platforms-production-documents-database-postgres15"
  parameter_group_use_name_prefix     = false
  parameters = [
    {
      name  = "rds.force_ssl"
      value = "1"
    },
  ]
  enabled_cloudwatch_logs_exports        = ["postgresql", "upgrade"]
  create_cloudwatch_log_group            = true
  cloudwatch_log_group_retention_in_days = 90
  performance_insights_enabled           = true
  auto_minor_version_upgrade             = false
  allow_major_version_upgrade            = false
  apply_immediately                      = false
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "database"
  }
}
