# terraform-aws-modules/sqs/aws: what main.tf of 5.2.1 writes as JSON of inputs of type any, by the names that SQS knows.

reads "5.2.1" {
  dlq_redrive_allow_policy = object({ redrivePermission = optional(string), sourceQueueArns = optional(list(string)) })
  redrive_allow_policy     = object({ redrivePermission = optional(string), sourceQueueArns = optional(list(string)) })
  redrive_policy           = object({ deadLetterTargetArn = optional(string), maxReceiveCount = optional(number) })
}

must_set "name" {
  reason = "left out, the name is made up"
}
