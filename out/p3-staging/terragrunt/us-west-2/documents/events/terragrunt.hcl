# kafka platforms-staging-documents-events: spec.units.events in stacks/documents.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/msk-kafka-cluster/aws?version=3.3.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-staging-terraform-state"
    key          = "p3-staging/us-west-2/documents/events/terraform.tfstate"
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
  config_path = "../events-access"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    security_group_id = "sg-00000000000000000"
  }
}

inputs = {
  name                       = "platforms-staging-documents-events"
  kafka_version              = "3.9.x"
  number_of_broker_nodes     = 3
  broker_node_instance_type  = "kafka.m7g.large"
  broker_node_client_subnets = dependency.network.outputs.private_subnets
  broker_node_security_groups = [
    dependency.unit_access.outputs.security_group_id,
  ]
  broker_node_storage_info = {
    ebs_storage_info = {
      volume_size = 100
    }
  }
  broker_node_connectivity_info = {
    public_access = {
      type = "DISABLED"
    }
  }
  enable_storage_autoscaling = true
  scaling_max_capacity       = 400
  scaling_target_value       = 70
  client_authentication = {
    sasl = {
      iam   = true
      scram = false
    }
    unauthenticated = false
  }
  encryption_in_transit_client_broker = "TLS"
  encryption_in_transit_in_cluster    = true
  create_configuration                = true
  configuration_name                  = "platforms-staging-documents-events"
  configuration_server_properties = {
    "auto.create.topics.enable"      = "false"
    "allow.everyone.if.no.acl.found" = "false"
    "default.replication.factor"     = "3"
    "min.insync.replicas"            = "2"
    "log.retention.hours"            = "168"
  }
  topics                                 = {}
  enhanced_monitoring                    = "PER_TOPIC_PER_BROKER"
  jmx_exporter_enabled                   = true
  node_exporter_enabled                  = true
  create_cloudwatch_log_group            = true
  cloudwatch_logs_enabled                = true
  cloudwatch_log_group_name              = "/aws/msk/platforms-staging-documents-events"
  cloudwatch_log_group_retention_in_days = 90
  tags = {
    "platgen:stack" = "documents"
    "platgen:team"  = "ai"
    "platgen:unit"  = "events"
  }
}
