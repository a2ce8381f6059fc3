locals {
  pairs = {
    for pair in setproduct(keys(var.target_group_arns), var.autoscaling_group_names) :
    "${pair[0]}/${pair[1]}" => { target_group = pair[0], group = pair[1] }
  }
}

resource "aws_autoscaling_attachment" "this" {
  for_each = local.pairs

  autoscaling_group_name = each.value.group
  lb_target_group_arn    = var.target_group_arns[each.value.target_group]
}
