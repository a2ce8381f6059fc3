use crate::check::rule::{Judge, rule};

rule! {
    /// A value looks like a secret, or is named like one and does not look like a word.
    ///
    /// Whoever can read the repository has it. Names such as `API_KEY` count where the value is random; without such a name only
    /// long values of variables, arguments and ConfigMaps that are random through and through, and signed tokens. Names of
    /// other things, paths, hashes, UUIDs, certificates and references are left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: registry.example.com/api:1.4.0
    ///     env: [{name: MAIL_PASSWORD, value: x7Gq2-Lw9rTz4}]
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: registry.example.com/api:1.4.0
    ///     args: [serve, --admin-token, Wd83jKs02LmQ]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec:
    ///   containers:
    ///   - name: api
    ///     image: registry.example.com/api:1.4.0
    ///     args: ["--password-file=/run/secrets/mail", "--token=$(TOKEN)"]
    ///     env:
    ///     - name: MAIL_PASSWORD
    ///       valueFrom: {secretKeyRef: {name: mail, key: password}}
    ///     - {name: MAIL_PASSWORD_SECRET, value: mail-credentials-v2}
    ///     - {name: BUILD, value: sha256:0f3c5f1e2a8d4b6c7e9f0a1b2c3d4e5f60718293a4b5c6d7e8f901234567890a}
    ///     - {name: TENANT, value: 3f2504e0-4f89-41d3-9a0c-0305e82c3301}
    /// ```
    /// ```yaml
    /// apiVersion: bitnami.com/v1alpha1
    /// kind: SealedSecret
    /// metadata: {name: mail, namespace: shop}
    /// spec: {encryptedData: {password: AgBy3i4OJSWK2PiTySYZZA9rO43cGDEq5q2Kx7}}
    /// ```
    "likely-secret" Warning Judge::Secret
}
