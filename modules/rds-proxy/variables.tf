variable "name" {
  description = "The proxy's name"
  type        = string
}

variable "role_name" {
  description = "The name of the role with which the proxy reads the secret"
  type        = string
}

variable "secret_arn" {
  description = "The secret with the `username` and `password` that the proxy logs in with"
  type        = string
}

variable "db_instance_identifier" {
  description = "The database that it stands in front of"
  type        = string
  default     = null
}

variable "db_cluster_identifier" {
  description = "The cluster of databases that it stands in front of, in place of one database"
  type        = string
  default     = null
}

variable "subnet_ids" {
  description = "Where it stands"
  type        = list(string)
}

variable "vpc_security_group_ids" {
  description = "Who reaches it, and what it reaches"
  type        = list(string)
}

variable "max_connections_percent" {
  description = "How much of the database's connections it may take"
  type        = number
  default     = 90
}

variable "idle_client_timeout" {
  description = "After how many idle seconds a client is hung up on"
  type        = number
  default     = 1800
}

variable "tags" {
  description = "Tags of the proxy and its role"
  type        = map(string)
  default     = {}
}
