output "trail_arn" {
  description = "The trail"
  value       = aws_cloudtrail.this.arn
}

output "bucket" {
  description = "The bucket that holds the trail"
  value       = aws_s3_bucket.trail.id
}

output "key_arn" {
  description = "The key that encrypts the trail"
  value       = aws_kms_key.trail.arn
}

output "detector_ids" {
  description = "GuardDuty's detector of each region"
  value       = { for region, detector in aws_guardduty_detector.this : region => detector.id }
}
