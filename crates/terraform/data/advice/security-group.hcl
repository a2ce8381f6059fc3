# terraform-aws-modules/security-group/aws: variables.tf of 5.3.1, and what its main.tf reads of inputs with any in them: the ports, protocol and
# description of each kind of rule.

reads "5.3.1" {
  rules = map(tuple([number, number, string, string]))
}

must_set "name" {
  reason = "the module has no default"
}

must_set "vpc_id" {
  reason = "left out, the group stands in the default VPC"
}
