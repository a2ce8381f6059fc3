variable "checks" {
  description = "What is asked from outside, by a name: Route 53 takes what does not answer out of its answers"
  type = map(object({
    fqdn              = string
    type              = optional(string, "HTTPS")
    port              = optional(number, 443)
    path              = optional(string)
    interval          = optional(number, 30)
    failure_threshold = optional(number, 3)
  }))
}

variable "name" {
  description = "What the checks are called: `<name>-<check>`"
  type        = string
}

variable "tags" {
  description = "Tags of everything"
  type        = map(string)
  default     = {}
}
