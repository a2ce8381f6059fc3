data "aws_partition" "current" {}

locals {
  partition  = data.aws_partition.current.partition
  trail_arn  = "arn:${local.partition}:cloudtrail:${var.region}:${var.account}:trail/${var.name}"
  bucket_arn = "arn:${local.partition}:s3:::${var.bucket}"
  regions    = toset(var.regions)

  features = {
    for pair in setproduct(var.regions, var.guardduty_features) :
    "${pair[0]}/${pair[1]}" => { region = pair[0], feature = pair[1] }
  }

  standards = {
    for pair in setproduct(var.regions, var.security_hub_standards) :
    "${pair[0]}/${pair[1]}" => { region = pair[0], standard = pair[1] }
  }
}
