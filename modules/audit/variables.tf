variable "name" {
  description = "What the trail and its key are called"
  type        = string
}

variable "bucket" {
  description = "The bucket that holds the trail"
  type        = string
}

variable "account" {
  description = "The account that is audited"
  type        = string
}

variable "region" {
  description = "The region of the trail and its bucket, in which findings of all regions are seen"
  type        = string
}

variable "regions" {
  description = "The regions that GuardDuty and Security Hub watch"
  type        = list(string)
}

variable "retention_days" {
  description = "How long the trail is kept"
  type        = number
}

variable "guardduty_features" {
  description = "What GuardDuty watches beyond the account's events, flow logs and DNS, by its own names"
  type        = list(string)
  default     = []
}

variable "security_hub_standards" {
  description = "The standards that Security Hub checks, such as `aws-foundational-security-best-practices/v/1.0.0`"
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags of everything"
  type        = map(string)
  default     = {}
}
