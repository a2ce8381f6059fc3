# GuardDuty and Security Hub stand in each region by themselves.

resource "aws_guardduty_detector" "this" {
  for_each = local.regions

  region                       = each.key
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
  tags                         = var.tags
}

resource "aws_guardduty_detector_feature" "this" {
  for_each = local.features

  region      = each.value.region
  detector_id = aws_guardduty_detector.this[each.value.region].id
  name        = each.value.feature
  status      = "ENABLED"

  # The agent of EKS is an add-on of the cluster, with a version of its own.
  dynamic "additional_configuration" {
    for_each = each.value.feature == "RUNTIME_MONITORING" ? ["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"] : []

    content {
      name   = additional_configuration.value
      status = "DISABLED"
    }
  }
}

resource "aws_securityhub_account" "this" {
  for_each = local.regions

  region                   = each.key
  enable_default_standards = false
}

resource "aws_securityhub_standards_subscription" "this" {
  for_each = local.standards

  region        = each.value.region
  standards_arn = "arn:${local.partition}:securityhub:${each.value.region}::standards/${each.value.standard}"

  depends_on = [aws_securityhub_account.this]
}

# Findings of all regions are seen in the trail's region.
resource "aws_securityhub_finding_aggregator" "this" {
  count = length(setsubtract(local.regions, [var.region])) > 0 && contains(var.regions, var.region) ? 1 : 0

  region            = var.region
  linking_mode      = "SPECIFIED_REGIONS"
  specified_regions = sort(setsubtract(local.regions, [var.region]))

  depends_on = [aws_securityhub_account.this]
}
