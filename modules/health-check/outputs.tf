output "ids" {
  description = "The checks by their names"
  value       = { for name, check in aws_route53_health_check.this : name => check.id }
}
