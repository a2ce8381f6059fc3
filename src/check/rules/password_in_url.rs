use crate::check::rule::{Judge, rule};

rule! {
    /// The address of something holds a password.
    ///
    /// Whoever can read the repository has it, and addresses end up in logs. Put the whole address into a Secret, or the password
    /// into a variable that the address refers to. References such as `$(PASSWORD)` are left alone, and the values of a Secret.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: api, namespace: shop}
    /// data: {DATABASE_URL: "postgres://api:m4ple-syrup@db.shop.svc:5432/api"}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: api, namespace: shop}
    /// data:
    ///   DATABASE_URL: "postgres://api:$(DATABASE_PASSWORD)@db.shop.svc:5432/api"
    ///   REPOSITORY: ssh://git@git.example.com/shop/api.git
    ///   MIRROR: "http://mirror.example.com:8080/a@b"
    /// ```
    "password-in-url" Error Judge::Secret
}
