locals {
  text = jsonencode(var.values)
  # Another number has what is write-only written again; eight digits of a digest tell nothing of a long password.
  generation = nonsensitive(parseint(substr(sha256(local.text), 0, 8), 16))
}

resource "aws_secretsmanager_secret" "this" {
  name                    = var.name
  description             = var.description
  kms_key_id              = var.kms_key_id
  recovery_window_in_days = var.recovery_window_in_days
  tags                    = var.tags

  dynamic "replica" {
    for_each = toset(var.replica_regions)

    content {
      region = replica.value
    }
  }
}

resource "aws_secretsmanager_secret_version" "this" {
  secret_id                = aws_secretsmanager_secret.this.id
  secret_string_wo         = local.text
  secret_string_wo_version = local.generation
}
