# Modules whose source is another one since a major version, from their upgrade notes.

moved = {
  "terraform-aws-modules/iam/aws//modules/iam-assumable-role"                = "terraform-aws-modules/iam/aws//modules/iam-role"
  "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-oidc"      = "terraform-aws-modules/iam/aws//modules/iam-role"
  "terraform-aws-modules/iam/aws//modules/iam-assumable-role-with-saml"      = "terraform-aws-modules/iam/aws//modules/iam-role"
  "terraform-aws-modules/iam/aws//modules/iam-assumable-roles"               = "terraform-aws-modules/iam/aws//modules/iam-role"
  "terraform-aws-modules/iam/aws//modules/iam-eks-role"                      = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  "terraform-aws-modules/iam/aws//modules/iam-github-oidc-role"              = "terraform-aws-modules/iam/aws//modules/iam-role"
  "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks" = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts"
  "terraform-aws-modules/route53/aws//modules/records"                       = "terraform-aws-modules/route53/aws"
  "terraform-aws-modules/route53/aws//modules/zones"                         = "terraform-aws-modules/route53/aws"
}
