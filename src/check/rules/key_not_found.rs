use ecow::EcoString;

use crate::check::cluster::Cluster;
use crate::check::fact::{Body, Fact, Reference};
use crate::check::object::Site;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::diagnostics::Finding;

rule! {
    /// A ConfigMap or Secret lacks the key that an object needs.
    ///
    /// The container that reads it is never started. Left alone are `optional: true`, what nobody knows the keys of, and a ConfigMap or
    /// Secret without any key, which somebody else fills.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colours: red}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: database, key: password}}}]}]}
    /// ---
    /// apiVersion: external-secrets.io/v1
    /// kind: ExternalSecret
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   secretStoreRef: {kind: ClusterSecretStore, name: vault}
    ///   data: [{secretKey: user, remoteRef: {key: shop/database}}]
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata: {name: settings, namespace: shop}
    /// data: {colour: red}
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: database, key: password}}}]}]}
    /// ---
    /// apiVersion: external-secrets.io/v1
    /// kind: ExternalSecret
    /// metadata: {name: database, namespace: shop}
    /// spec:
    ///   secretStoreRef: {kind: ClusterSecretStore, name: vault}
    ///   dataFrom: [{extract: {key: shop/database}}]
    /// ```
    /// ```yaml
    /// apiVersion: v1
    /// kind: Pod
    /// metadata: {name: api, namespace: shop}
    /// spec: {containers: [{name: api, image: "registry.example.com/api:1.4.0", env: [{name: PASSWORD, valueFrom: {secretKeyRef: {name: database, key: password}}}]}]}
    /// ---
    /// apiVersion: v1
    /// kind: Secret
    /// metadata: {name: database, namespace: shop}
    /// ```
    "key-not-found" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for fact in cluster.facts() {
        for reference in fact.references.iter().filter(|reference| !reference.optional) {
            let Some((key, site)) = &reference.key else { continue };
            let Some(holder) = holder_of(cluster, reference) else { continue };
            if !holder.keys.contains(&key) {
                verdicts.report(fact, lacking(fact, reference, (key, site), &holder));
            }
        }
    }
}

/// What holds keys, all of which are known.
struct Holder<'a> {
    fact: &'a Fact,
    keys: Vec<&'a EcoString>,
}

fn holder_of<'a>(cluster: &Cluster<'a>, reference: &Reference) -> Option<Holder<'a>> {
    let mut keys: Vec<&EcoString> = Vec::new();
    let rendered = cluster.rendered(reference);
    if let Some(Body::Config(written)) = rendered.map(|fact| &fact.body) {
        keys.extend(&written.0);
        if keys.is_empty() {
            return None;
        }
    }
    let products = cluster.products_for(reference);
    for (_, product) in &products {
        keys.extend(product.keys.as_ref()?);
    }
    let maker = || products.first().map(|(fact, _)| *fact);
    Some(Holder { fact: rendered.or_else(maker)?, keys })
}

fn lacking(fact: &Fact, reference: &Reference, (key, site): (&EcoString, &Site), holder: &Holder<'_>) -> Finding {
    let named = format!("{} `{}`", reference.target.kind, reference.name);
    let message = format!("{} needs key `{key}` of {named}, which does not have it", fact.title());
    let (spot, label) = holder.fact.other_half(&holder.fact.site);
    let known = holder.keys.iter().map(|key| key.as_str());
    fact.finding(CODE, message, site).with(spot, label).suggest(key, known)
}
