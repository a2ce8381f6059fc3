use crate::check::rule::{Judge, rule};

rule! {
    /// A token of a well-known service stands in plain text.
    ///
    /// Whoever can read the repository, today or later, can use it until it is replaced. Tokens are known by their shapes, wherever
    /// they stand, in base64 values of Secrets and ConfigMaps too. Samples that repeat a character or say `example` are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: uploads, namespace: shop}
    /// data:
    ///   config.ini: |
    ///     [uploads]
    ///     access_key = AKIAQ5TZ7WM3K2NHX4PB
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: uploads, namespace: shop}
    /// data:
    ///   config.ini: |
    ///     [uploads]
    ///     # such as AKIAIOSFODNN7EXAMPLE
    ///     access_key = ${ACCESS_KEY}
    /// ```
    "known-token" Error Judge::Secret
}
