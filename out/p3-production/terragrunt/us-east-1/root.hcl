# What every unit of environment p3-production in us-east-1 has.
terragrunt_version_constraint = ">= 1.1.4"
terraform_version_constraint  = ">= 1.11.0"

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<-EOT
    provider "aws" {
      region              = "us-east-1"
      allowed_account_ids = ["666677778888"]

      default_tags {
        tags = {
          "platgen:environment" = "p3-production"
        }
      }
    }
  EOT
}
