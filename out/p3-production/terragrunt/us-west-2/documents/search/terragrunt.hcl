# opensearch platforms-productio-d19a2f2c: spec.units.search in stacks/documents.yaml
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
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-west-2/documents/search/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../ai-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    private_subnets = [
      "mock-private_subnet",
      "mock-private_subnet",
      "mock-private_subnet",
    ]
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
  domain_name    = "platforms-productio-d19a2f2c"
  engine_version = "OpenSearch_2.19"
  cluster_config = {
    instance_type          = "r7g.large.search"
    instance_count         = 3
    zone_awareness_enabled = true
    zone_awareness_config = {
      availability_zone_count = 3
    }
    dedicated_master_enabled      = true
    dedicated_master_count        = 3
    dedicated_master_type         = "m7g.large.search"
    multi_az_with_standby_enabled = false
  }
  ebs_options = {
    ebs_enabled = true
    volume_type = "gp3"
    volume_size = 100
  }
  vpc_options = {
    subnet_ids = [
      dependency.network.outputs.private_subnets[0],
      dependency.network.outputs.private_subnets[1],
      dependency.network.outputs.private_subnets[2],
    ]
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
          identifiers = ["arn:aws:iam::666677778888:root"]
        },
      ]
      resources = [
        "arn:aws:es:us-west-2:666677778888:domain/platforms-productio-d19a2f2c/*",
      ]
    }
  }
  auto_tune_options = {
    desired_state       = "ENABLED"
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
  cloudwatch_log_group_retention_in_days = 90
  cloudwatch_log_resource_policy_name    = "platforms-productio-d19a2f2c"
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "search"
  }
}
