output "endpoint" {
  description = "The host that clients connect to"
  value       = aws_db_proxy.this.endpoint
}

output "arn" {
  description = "The proxy's ARN"
  value       = aws_db_proxy.this.arn
}
