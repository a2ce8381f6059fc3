# What every unit of environment p3-development in us-west-2 has.
terragrunt_version_constraint = ">= 1.1.4"
terraform_version_constraint  = ">= 1.11.0"

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<-EOT
    provider "aws" {
      region              = "us-west-2"
      allowed_account_ids = ["444455556666"]

      default_tags {
        tags = {
          "platgen:environment" = "p3-development"
        }
      }
    }
  EOT
}
