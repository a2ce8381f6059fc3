variable "domain_name" {
  description = "The name that the certificate is for; `*.` in front of it takes the place of one label"
  type        = string
}

variable "subject_alternative_names" {
  description = "Further names that it is for"
  type        = list(string)
  default     = []
}

variable "zone_id" {
  description = "The public zone that proves who owns the names"
  type        = string
}

variable "key_algorithm" {
  description = "The kind of key: RSA_2048, EC_prime256v1 or EC_secp384r1"
  type        = string
  default     = "RSA_2048"
}

variable "tags" {
  description = "Tags of everything"
  type        = map(string)
  default     = {}
}
