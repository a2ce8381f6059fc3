use crate::check::rule::{Judge, rule};

rule! {
    /// A private key stands in plain text.
    ///
    /// Whoever can read the repository, today or later, can act in the name of its owner. Keys in PEM are found wherever they stand,
    /// those with a passphrase and those in base64 included. Certificates and public keys are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: signing, namespace: shop}
    /// data:
    ///   key.pem: |
    ///     -----BEGIN EC PRIVATE KEY-----
    ///     bm90IGEga2V5IGF0IGFsbCwgb25seSBhIHNhbXBsZSBvZiB3aGF0IG9uZSBsb29r
    ///     cyBsaWtlIGluIGEgbWFuaWZlc3Q6IGl0IHNpZ25zIG5vdGhpbmc0
    ///     -----END EC PRIVATE KEY-----
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: signing, namespace: shop}
    /// data:
    ///   key.pub: |
    ///     -----BEGIN PUBLIC KEY-----
    ///     bm90IGEga2V5IGF0IGFsbCwgb25seSBhIHNhbXBsZSBvZiB3aGF0IG9uZSBsb29r
    ///     cyBsaWtlIGluIGEgbWFuaWZlc3Q6IGl0IHNpZ25zIG5vdGhpbmc0
    ///     -----END PUBLIC KEY-----
    ///   pattern: "-----BEGIN (RSA )?PRIVATE KEY-----"
    /// ```
    "private-key" Error Judge::Secret
}
