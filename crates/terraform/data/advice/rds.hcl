# terraform-aws-modules/rds/aws: variables.tf of 7.2.0 and the upgrade notes of 7.0.

renamed "7.0.0" {
  password = "password_wo"
}

must_set "engine" {
  reason = "the module has no default"
}

must_set "engine_version" {
  reason = "left out, the instance gets what is the default on the day it is made"
}

must_set "family" {
  reason = "the parameter group needs it"
}

must_set "instance_class" {
  reason = "the module has no default"
}

must_set "allocated_storage" {
  reason = "the module has no default"
}

must_set "deletion_protection" {
  reason = "left out, the instance can be deleted"
}
