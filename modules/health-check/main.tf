resource "aws_route53_health_check" "this" {
  for_each = var.checks

  fqdn              = each.value.fqdn
  type              = each.value.type
  port              = each.value.port
  resource_path     = each.value.type == "TCP" ? null : each.value.path
  enable_sni        = each.value.type == "HTTPS"
  request_interval  = each.value.interval
  failure_threshold = each.value.failure_threshold
  tags              = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
