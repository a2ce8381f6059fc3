variable "name" {
  description = "The secret's name in the store"
  type        = string
}

variable "description" {
  description = "What it is for"
  type        = string
  default     = null
}

variable "values" {
  description = "What it holds, as a JSON object"
  type        = map(string)
  sensitive   = true
}

variable "kms_key_id" {
  description = "The key that encrypts it; the account's own of the service where it is not set"
  type        = string
  default     = null
}

variable "recovery_window_in_days" {
  description = "How long it can be brought back after it was deleted; 0 for not at all"
  type        = number
  default     = 30
}

variable "replica_regions" {
  description = "Further regions that get a copy"
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags of the secret"
  type        = map(string)
  default     = {}
}
