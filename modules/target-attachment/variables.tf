variable "target_group_arns" {
  description = "Target groups, by a name"
  type        = map(string)
}

variable "autoscaling_group_names" {
  description = "Auto Scaling groups whose instances are targets of each"
  type        = list(string)
}

# Attachments have no tags; every unit is given some.
variable "tags" {
  description = "Not used: an attachment has no tags"
  type        = map(string)
  default     = {}
}
