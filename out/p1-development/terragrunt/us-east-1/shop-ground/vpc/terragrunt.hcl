# vpc platforms-development-shop-ground-vpc: spec.units.vpc in stacks/shop-ground.yaml
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
    bucket       = "platforms-p1-development-terraform-state"
    key          = "p1-development/us-east-1/shop-ground/vpc/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

inputs = {
  flow_log_destination_type                       = "cloud-watch-logs"
  flow_log_traffic_type                           = "ALL"
  flow_log_max_aggregation_interval               = 60
  flow_log_cloudwatch_log_group_name_prefix       = "/aws/vpc-flow-log/"
  flow_log_cloudwatch_log_group_name_suffix       = "platforms-development-shop-ground-vpc"
  flow_log_cloudwatch_log_group_retention_in_days = 7
  create_flow_log_cloudwatch_log_group            = true
  create_flow_log_cloudwatch_iam_role             = true
  vpc_flow_log_iam_role_name                      = "platforms-development-shop-ground-vpc-flow-us-east-1"
  vpc_flow_log_iam_role_use_name_prefix           = false
  vpc_flow_log_iam_policy_name                    = "platforms-development-shop-ground-vpc-flow-us-east-1"
  vpc_flow_log_iam_policy_use_name_prefix         = false
  flow_log_cloudwatch_iam_role_conditions = [
    {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["111122223333"]
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
      cidr_block  = "10.1.0.0/16"
    },
  ]
  database_outbound_acl_rules = [
    {
      from_port   = "0"
      to_port     = "0"
      rule_number = "100"
      rule_action = "allow"
      protocol    = "-1"
      cidr_block  = "10.1.0.0/16"
    },
  ]
  name                          = "platforms-development-shop-ground-vpc"
  cidr                          = "10.1.0.0/16"
  azs                           = ["us-east-1a", "us-east-1b", "us-east-1c"]
  public_subnets                = ["10.1.0.0/20", "10.1.16.0/20", "10.1.32.0/20"]
  private_subnets               = ["10.1.96.0/20", "10.1.112.0/20", "10.1.128.0/20"]
  database_subnets              = ["10.1.64.0/22", "10.1.68.0/22", "10.1.72.0/22"]
  enable_nat_gateway            = true
  single_nat_gateway            = true
  one_nat_gateway_per_az        = false
  enable_dns_hostnames          = true
  create_database_subnet_group  = true
  manage_default_security_group = true
  public_subnet_tags = {
    "kubernetes.io/cluster/dev-cluster" = "shared"
    "kubernetes.io/role/elb"            = "1"
  }
  private_subnet_tags = {
    "kubernetes.io/cluster/dev-cluster" = "shared"
    "karpenter.sh/discovery"            = "dev-cluster"
    "kubernetes.io/role/internal-elb"   = "1"
  }
  enable_flow_log = true
  tags = {
    "platgen:stack" = "shop-ground"
    "platgen:team"  = "platform"
    "platgen:unit"  = "vpc"
  }
}
