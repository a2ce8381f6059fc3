# aurora-postgres platforms-development-microservices-database: spec.units.database in stacks/microservices.yaml
include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "tfr:///terraform-aws-modules/route53/aws?version=6.4.0"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket       = "platforms-p1-development-terraform-state"
    key          = "p1-development/us-east-1/microservices/database-host/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

dependency "network" {
  config_path = "../../shop-ground/vpc"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    vpc_id = "vpc-00000000000000000"
  }
}

dependency "network_zone" {
  config_path = "../../shop-ground/vpc-zone"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    name = "mock-name"
  }
}

dependency "unit" {
  config_path = "../database"

  mock_outputs_allowed_terraform_commands = ["init", "validate"]
  mock_outputs = {
    cluster_endpoint        = "mock.example.internal"
    cluster_reader_endpoint = "mock.example.internal"
  }
}

inputs = {
  create_zone  = false
  name         = dependency.network_zone.outputs.name
  private_zone = true
  vpc_id       = dependency.network.outputs.vpc_id
  records = {
    host = {
      full_name = "database.microservices.development.vpc.internal"
      type      = "CNAME"
      ttl       = 60
      records   = [dependency.unit.outputs.cluster_endpoint]
    }
    reader = {
      full_name = "database-reader.microservices.development.vpc.internal"
      type      = "CNAME"
      ttl       = 60
      records   = [dependency.unit.outputs.cluster_reader_endpoint]
    }
  }
  tags = {
    "platgen:stack" = "microservices"
    "platgen:team"  = "microservices"
    "platgen:unit"  = "database"
  }
}
