# eks platforms-production-ai-ground-eks-eks-secondary: spec.units.eks in stacks/ai-ground.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/eks/aws?version=21.19.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p3-production-terraform-state"
    key          = "p3-production/us-east-1/eks-secondary/ai-ground/eks/terraform.tfstate"
    region       = "us-west-2"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../../ai-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    private_subnets = ["subnet-00000000000000000"]
    vpc_id          = "vpc-00000000000000000"
  }
}

inputs = {
  name                                     = "eks-secondary"
  kubernetes_version                       = "1.28"
  vpc_id                                   = dependency.network.outputs.vpc_id
  subnet_ids                               = dependency.network.outputs.private_subnets
  endpoint_private_access                  = true
  endpoint_public_access                   = false
  endpoint_public_access_cidrs             = []
  enable_irsa                              = true
  authentication_mode                      = "API"
  enable_cluster_creator_admin_permissions = false
  access_entries                           = {}
  create_kms_key                           = true
  encryption_config = {
    resources = ["secrets"]
  }
  enabled_log_types                      = ["api", "audit", "authenticator"]
  cloudwatch_log_group_retention_in_days = 90
  deletion_protection                    = true
  iam_role_name                          = "eks-secondary-cluster"
  iam_role_use_name_prefix               = false
  security_group_use_name_prefix         = false
  node_security_group_use_name_prefix    = false
  node_security_group_additional_rules = {
    control_plane = {
      type                          = "ingress"
      protocol                      = "-1"
      from_port                     = 0
      to_port                       = 0
      source_cluster_security_group = true
      description                   = "all from the control plane"
    }
    nodes = {
      type        = "ingress"
      protocol    = "-1"
      from_port   = 0
      to_port     = 0
      self        = true
      description = "all from other nodes"
    }
  }
  node_security_group_tags = {
    "karpenter.sh/discovery" = "eks-secondary"
  }
  addons = {
    coredns = {
      addon_version  = "v1.10.1-eksbuild.7"
      most_recent    = false
      before_compute = false
    }
    kube-proxy = {
      addon_version  = "v1.28.6-eksbuild.2"
      most_recent    = false
      before_compute = false
    }
    vpc-cni = {
      addon_version  = "v1.16.3-eksbuild.2"
      most_recent    = false
      before_compute = true
    }
    aws-ebs-csi-driver = {
      addon_version  = "v1.28.0-eksbuild.1"
      most_recent    = false
      before_compute = false
    }
    eks-pod-identity-agent = {
      addon_version  = "v1.2.0-eksbuild.1"
      most_recent    = false
      before_compute = true
    }
  }
  eks_managed_node_groups = {
    general = {
      use_name_prefix                = false
      iam_role_name                  = "eks-secondary-general"
      iam_role_use_name_prefix       = false
      instance_types                 = ["m5.large", "m5.xlarge"]
      capacity_type                  = "SPOT"
      min_size                       = 1
      max_size                       = 10
      desired_size                   = 1
      ami_type                       = "AL2023_x86_64_STANDARD"
      ami_release_version            = null
      use_latest_ami_release_version = true
      labels = {
        workload = "general"
      }
      taints = {}
      block_device_mappings = {
        root = {
          device_name = "/dev/xvda"
          ebs = {
            volume_size           = 50
            volume_type           = "gp3"
            encrypted             = true
            delete_on_termination = true
          }
        }
      }
      metadata_options = {
        http_endpoint               = "enabled"
        http_tokens                 = "required"
        http_put_response_hop_limit = 1
      }
    }
    compute = {
      use_name_prefix                = false
      iam_role_name                  = "eks-secondary-compute"
      iam_role_use_name_prefix       = false
      instance_types                 = ["c5.2xlarge", "c5.4xlarge"]
      capacity_type                  = "ON_DEMAND"
      min_size                       = 0
      max_size                       = 8
      desired_size                   = 1
      ami_type                       = "AL2023_x86_64_STANDARD"
      ami_release_version            = null
      use_latest_ami_release_version = true
      labels = {
        workload = "compute"
      }
      taints = {
        dedicated = {
          key    = "dedicated"
          value  = "compute"
          effect = "NO_SCHEDULE"
        }
      }
      block_device_mappings = {
        root = {
          device_name = "/dev/xvda"
          ebs = {
            volume_size           = 50
            volume_type           = "gp3"
            encrypted             = true
            delete_on_termination = true
          }
        }
      }
      metadata_options = {
        http_endpoint               = "enabled"
        http_tokens                 = "required"
        http_put_response_hop_limit = 1
      }
    }
  }
  tags = {
    "platgen:stack" = "ai-ground"
    "platgen:team"  = "platform"
    "platgen:unit"  = "eks"
  }
}
