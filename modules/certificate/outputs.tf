output "arn" {
  description = "The certificate, once it is issued"
  value       = aws_acm_certificate_validation.this.certificate_arn
}

output "domain_name" {
  description = "The name that it is for"
  value       = aws_acm_certificate.this.domain_name
}
