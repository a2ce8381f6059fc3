variable "length" {
  description = "How many characters the password has"
  type        = number
  default     = 40
}

variable "special" {
  description = "Which characters it may have beside letters and digits"
  type        = string
  default     = "-_"
}

variable "generation" {
  description = "Another number makes another password"
  type        = number
  default     = 1
}
