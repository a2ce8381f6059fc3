output "attachments" {
  description = "The Auto Scaling groups of each target group"
  value       = { for name in keys(var.target_group_arns) : name => [for pair in local.pairs : pair.group if pair.target_group == name] }
}
