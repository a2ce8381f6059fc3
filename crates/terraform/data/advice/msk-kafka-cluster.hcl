# terraform-aws-modules/msk-kafka-cluster/aws: variables.tf of 3.3.0.

must_set "name" {
  reason = "the module's default is a made-up word"
}

must_set "kafka_version" {
  reason = "the module has no default"
}

must_set "number_of_broker_nodes" {
  reason = "the module has no default"
}

must_set "broker_node_client_subnets" {
  reason = "the module has no default"
}

must_set "broker_node_instance_type" {
  reason = "the module has no default"
}

must_set "broker_node_security_groups" {
  reason = "the module has no default"
}
