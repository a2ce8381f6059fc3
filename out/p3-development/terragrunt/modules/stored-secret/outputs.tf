output "secret_arn" {
  description = "The secret's ARN"
  value       = aws_secretsmanager_secret.this.arn
}

output "secret_name" {
  description = "The secret's name in the store"
  value       = aws_secretsmanager_secret.this.name
}
