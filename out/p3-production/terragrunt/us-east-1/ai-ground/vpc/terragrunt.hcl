# vpc platforms-production-ai-ground-vpc: spec.units.vpc in stacks/ai-ground.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/vpc/aws?version=6.6.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-east-1/ai-ground/vpc/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  flow_log_destination_type                       = "cloud-watch-logs"
  flow_log_traffic_type                           = "ALL"
  flow_log_max_aggregation_interval               = 60
  flow_log_cloudwatch_log_group_name_prefix       = "/aws/vpc-flow-log/"
  flow_log_cloudwatch_log_group_name_suffix       = "platforms-production-ai-ground-vpc"
  flow_log_cloudwatch_log_group_retention_in_days = 90
  create_flow_log_cloudwatch_log_group            = true
  create_flow_log_cloudwatch_iam_role             = true
  vpc_flow_log_iam_role_name                      = "platforms-production-ai-ground-vpc-flow-us-east-1"
  vpc_flow_log_iam_role_use_name_prefix           = false
  vpc_flow_log_iam_policy_name                    = "platforms-production-ai-ground-vpc-flow-us-east-1"
  vpc_flow_log_iam_policy_use_name_prefix         = false
  flow_log_cloudwatch_iam_role_conditions = [
    {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["666677778888"]
    },
  ]
  database_dedicated_network_acl = true
  database_inbound_acl_rules = [
    {
      from_port   = "0"
      to_port     = "0"
      rule_number = "100"
      rule_action = "allow"
      protocol    = "-1"
      cidr_block  = "10.0.0.0/16"
    },
  ]
  database_outbound_acl_rules = [
    {
      from_port   = "0"
      to_port     = "0"
      rule_number = "100"
      rule_action = "allow"
      protocol    = "-1"
      cidr_block  = "10.0.0.0/16"
    },
  ]
  name                          = "platforms-production-ai-ground-vpc"
  cidr                          = "10.0.0.0/16"
  azs                           = ["us-east-1a", "us-east-1b", "us-east-1c"]
  public_subnets                = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
  private_subnets               = ["10.0.10.0/24", "10.0.20.0/24", "10.0.30.0/24"]
  database_subnets              = ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"]
  enable_nat_gateway            = true
  single_nat_gateway            = false
  one_nat_gateway_per_az        = true
  enable_dns_hostnames          = true
  create_database_subnet_group  = true
  manage_default_security_group = true
  public_subnet_tags = {
    "kubernetes.io/cluster/eks-secondary" = "shared"
    "kubernetes.io/role/elb"              = "1"
  }
  private_subnet_tags = {
    "kubernetes.io/cluster/eks-secondary" = "shared"
    "karpenter.sh/discovery"              = "eks-secondary"
    "kubernetes.io/role/internal-elb"     = "1"
  }
  enable_flow_log = true
  tags = {
    "platgen:stack" = "ai-ground"
    "platgen:team"  = "platform"
    "platgen:unit"  = "vpc"
  }
}
