variable "name" {
  description = "The log group's name"
  type        = string
}

variable "retention_in_days" {
  description = "How long logs are kept; 0 for ever"
  type        = number
}

variable "log_group_class" {
  description = "STANDARD, or INFREQUENT_ACCESS for logs that are searched now and then"
  type        = string
  default     = "STANDARD"
}

variable "kms_key_arn" {
  description = "The key that encrypts it; that of CloudWatch where it is not set"
  type        = string
  default     = null
}

variable "skip_destroy" {
  description = "Whether the logs stay when the log group leaves Terraform"
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of everything"
  type        = map(string)
  default     = {}
}
