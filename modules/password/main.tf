resource "random_password" "this" {
  length           = var.length
  override_special = var.special

  keepers = {
    generation = var.generation
  }
}
