# opensearch platforms-developme-9dae04a7: spec.stacks.documents.units.search in environments/p3-development.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/opensearch/aws?version=2.10.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-development-terraform-state"
    key          = "p3-development/us-west-2/documents/search/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../ai-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    private_subnets = ["mock-private_subnet"]
  }
}

dependency "unit_access" {
  config_path = "../search-access"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    security_group_id = "sg-00000000000000000"
  }
}

inputs = {
  domain_name    = "platforms-developme-9dae04a7"
  engine_version = "OpenSearch_2.19"
  cluster_config = {
    instance_type                 = "t3.small.search"
    instance_count                = 1
    zone_awareness_enabled        = false
    dedicated_master_enabled      = false
    dedicated_master_count        = null
    dedicated_master_type         = null
    multi_az_with_standby_enabled = false
  }
  ebs_options = {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = 100
  }
  vpc_options = {
    subnet_ids         = [dependency.network.outputs.private_subnets[0]]
    security_group_ids = [dependency.unit_access.outputs.security_group_id]
  }
  create_security_group = false
  encrypt_at_rest = {
    enabled = true
  }
  node_to_node_encryption = {
    enabled = true
  }
  domain_endpoint_options = {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-PFS-2023-10"
  }
  advanced_security_options = {
    enabled                        = false
    anonymous_auth_enabled         = false
    internal_user_database_enabled = false
    master_user_options            = {}
  }
  enable_access_policy = true
  create_access_policy = true
  access_policy_statements = {
    account = {
      sid     = "WhoeverIamLets"
      effect  = "Allow"
      actions = ["es:ESHttp*"]
      principals = [
        {
          type        = "AWS"
          identifiers = ["arn:aws:iam::444455556666:root"]
        },
      ]
      resources = [
        "arn:aws:es:us-west-2:444455556666:domain/platforms-developme-9dae04a7/*",
      ]
    }
  }
  auto_tune_options = {
    desired_state       = "DISABLED"
    rollback_on_disable = "NO_ROLLBACK"
  }
  software_update_options = {
    auto_software_update_enabled = false
  }
  off_peak_window_options = {
    enabled = true
    off_peak_window = {
      window_start_time = {
        hours   = 3
        minutes = 0
      }
    }
  }
  log_publishing_options = [
    {
      log_type = "ES_APPLICATION_LOGS"
    },
    {
      log_type = "INDEX_SLOW_LOGS"
    },
    {
      log_type = "SEARCH_SLOW_LOGS"
    },
  ]
  create_cloudwatch_log_groups           = true
  cloudwatch_log_group_retention_in_days = 7
  cloudwatch_log_resource_policy_name    = "platforms-developme-9dae04a7"
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "search"
  }
}
