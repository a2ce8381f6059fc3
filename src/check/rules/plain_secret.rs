use crate::check::object::{Cursor, Object};
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;
use crate::secret::{decode, is_placeholder};

rule! {
    /// A Secret holds its values.
    ///
    /// Base64 hides nothing: whoever can read the repository, today or later, has them. Fetch them with an ExternalSecret, or commit
    /// them sealed. Left alone are Secrets without values, those that hold only certificates or public keys, values that a tool puts
    /// in later (`<path:…>`, `${…}`, `ref+…`, `ENC[…]`), and what Argo CD keeps of a repository or cluster that is no secret.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: mail, namespace: shop}
    /// stringData: {password: correct-horse}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: mail, namespace: shop}
    /// data: {password: Y29ycmVjdC1ob3JzZQ==}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Secret
    /// metadata:
    ///   name: api-token
    ///   namespace: shop
    ///   annotations: {kubernetes.io/service-account.name: api}
    /// type: kubernetes.io/service-account-token
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: webhook, namespace: shop}
    /// data: {tls.crt: "", tls.key: ""}
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: ca, namespace: shop}
    /// stringData:
    ///   ca.crt: |
    ///     -----BEGIN CERTIFICATE-----
    ///     bm90IGEgY2VydGlmaWNhdGU=
    ///     -----END CERTIFICATE-----
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: mail, namespace: shop}
    /// stringData: {password: "<path:kv/data/mail#password>"}
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: repository, namespace: argocd, labels: {argocd.argoproj.io/secret-type: repository}}
    /// stringData: {type: git, url: "https://git.example.com/shop/api.git"}
    /// ```
    "plain-secret" Error Judge::Object(judge)
}

/// What Argo CD keeps in Secrets of repositories and clusters that is no secret.
const ARGO_CD: [&str; 11] = [
    "type",
    "url",
    "name",
    "project",
    "server",
    "namespaces",
    "insecure",
    "enableOCI",
    "enableLfs",
    "shard",
    "clusterResources",
];

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    if !object.is("", "Secret") {
        return;
    }
    let root = object.root();
    let of_argo_cd = root.at(&["metadata", "labels", "argocd.argoproj.io/secret-type"]).is_some();
    let mut values = Vec::new();
    for (field, is_encoded) in [("data", true), ("stringData", false)] {
        let entries = root.get(field);
        let secrets = entries.iter().flat_map(|map| map.entries());
        let secrets = secrets.filter(|(key, _)| !(of_argo_cd && ARGO_CD.contains(&key.as_str())));
        values.extend(secrets.filter_map(|(key, at)| Some((key, secret_of(&at, is_encoded)?, at))));
    }
    let Some((first, _, at)) = values.first() else { return };
    let more = match values.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let message = format!("Secret `{}` holds `{first}`{more} in plain text", object.resource.name);
    let mut finding = object.finding(CODE, message, object.site(at));
    finding.help = Some("fetch it with an ExternalSecret, and replace what was committed".to_owned());
    for (_, decoded, at) in &values {
        let places = object.leaves(at);
        let written = at.text().cloned().unwrap_or_default();
        finding = finding.conceal(written, places.clone()).conceal(decoded.as_str(), places);
    }
    found.push(finding);
}

/// The value of an entry if it is one to keep secret.
fn secret_of(at: &Cursor<'_>, is_encoded: bool) -> Option<String> {
    let written = at.text()?;
    let decoded =
        if is_encoded { decode(written).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) } else { None };
    let value = decoded.unwrap_or_else(|| written.to_string());
    let trimmed = value.trim();
    (!trimmed.is_empty() && !is_reference(written) && !is_reference(trimmed) && !is_public(trimmed)).then_some(value)
}

/// Whether a tool puts the value in later; a word such as `changeme` is a value, if a bad one.
fn is_reference(value: &str) -> bool {
    is_placeholder(value) && value.contains(['$', '{', '<', '[', ':', '+'])
}

/// Whether a text is certificates or public keys and nothing else.
fn is_public(text: &str) -> bool {
    text.starts_with("-----BEGIN ") && !text.contains("PRIVATE KEY")
}
