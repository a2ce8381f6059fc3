use ecow::EcoString;

use super::pods::pod_of;
use super::references::Target;
use super::{config, issuers};
use crate::check::object::{Cursor, Object};

/// Another object that comes to be because this one is there: an operator makes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Product {
    /// What kind of object it is.
    pub target: Target,
    /// Its namespace; `None` for one of the cluster, and for one that may be in any namespace.
    pub namespace: Option<EcoString>,
    /// Its name; a last part `*` stands for a number.
    pub name: EcoString,
    /// Its keys; `None` where they are not known.
    pub keys: Option<Vec<EcoString>>,
}

/// Annotations that have a ConfigMap or Secret copied to other namespaces under its own name.
const COPIES: [&str; 4] = [
    "reflector.v1.k8s.emberstack.com/reflection-auto-enabled",
    "replicator.v1.mittwald.de/replicate-to",
    "replicator.v1.mittwald.de/replicate-to-matching",
    "kubed.appscode.com/sync",
];

/// Finds what operators make of an object.
pub(super) fn read(object: &Object<'_>) -> Vec<Product> {
    let root = object.root();
    let mut reader = Reader { object, products: Vec::new() };
    match (object.group(), object.resource.kind.as_str()) {
        ("", "ConfigMap" | "Secret") => reader.copies(&root),
        ("", "PersistentVolume") => reader.volume(&root),
        ("rbac.authorization.k8s.io", "Role") => reader.role(&root),
        ("apps", "StatefulSet") => reader.claims(&root),
        ("networking.k8s.io", "Ingress") => reader.ingress(&root),
        ("gateway.networking.k8s.io", "Gateway") => reader.gateway(&root),
        (issuers::GROUP, "Certificate") => reader.certificate(&root),
        ("external-secrets.io", "ExternalSecret") => reader.external_secret(&root),
        ("external-secrets.io", "ClusterExternalSecret") => reader.cluster_external_secret(&root),
        ("bitnami.com", "SealedSecret") => reader.sealed_secret(&root),
        ("secrets.hashicorp.com", _) => reader.vault_secret(&root),
        ("secrets-store.csi.x-k8s.io", "SecretProviderClass") => reader.provider_class(&root),
        ("trust.cert-manager.io", "Bundle") => reader.bundle(&root),
        _ => {}
    }
    reader.told_by_arguments();
    reader.products
}

/// The argument that tells a program which Secret it writes its certificate to.
const SECRET_ARGUMENT: &str = "--secret-name";

struct Reader<'a> {
    object: &'a Object<'a>,
    products: Vec<Product>,
}

impl Reader<'_> {
    fn makes(&mut self, kind: &str, namespace: Option<EcoString>, name: EcoString, keys: Option<Vec<EcoString>>) {
        self.products.push(Product { target: Target::new("", kind), namespace, name, keys });
    }

    fn makes_secret(&mut self, name: &EcoString, keys: Option<Vec<EcoString>>) {
        self.makes("Secret", self.object.resource.namespace.clone(), name.clone(), keys);
    }

    fn own_name(&self) -> &EcoString {
        &self.object.resource.name
    }

    fn copies(&mut self, root: &Cursor<'_>) {
        let Some(annotations) = root.at(&["metadata", "annotations"]) else { return };
        if COPIES.iter().any(|copy| annotations.get(copy).is_some()) {
            let keys = config::read(self.object).map(|keys| keys.0).filter(|keys| !keys.is_empty());
            self.makes(&self.object.resource.kind, None, self.own_name().clone(), keys);
        }
    }

    /// A volume may belong to a class that exists in name only.
    fn volume(&mut self, root: &Cursor<'_>) {
        if let Some(class) = root.get("spec").and_then(|spec| spec.text_at("storageClassName")) {
            let target = Target::new("storage.k8s.io", "StorageClass");
            self.products.push(Product { target, namespace: None, name: class.clone(), keys: None });
        }
    }

    fn claims(&mut self, root: &Cursor<'_>) {
        for template in root.get("spec").iter().flat_map(|spec| spec.list("volumeClaimTemplates")) {
            if let Some(name) = template.get("metadata").and_then(|metadata| metadata.text_at("name")) {
                let claims = ecow::eco_format!("{name}-{}-*", self.own_name());
                self.makes("PersistentVolumeClaim", self.object.resource.namespace.clone(), claims, None);
            }
        }
    }

    /// A role that may create Secrets, and names those that it may read or change, is of a program that makes them.
    fn role(&mut self, root: &Cursor<'_>) {
        let holds = |rule: &Cursor<'_>, field: &str, word: &str| {
            rule.list(field).any(|item| item.text().is_some_and(|text| text == word))
        };
        for (resource, kind) in [("secrets", "Secret"), ("configmaps", "ConfigMap")] {
            let rules =
                || root.list("rules").filter(|rule| holds(rule, "apiGroups", "") && holds(rule, "resources", resource));
            if !rules().any(|rule| holds(&rule, "verbs", "create")) {
                continue;
            }
            for name in rules().flat_map(|rule| rule.list("resourceNames")) {
                if let Some(name) = name.text() {
                    self.makes(kind, self.object.resource.namespace.clone(), name.clone(), None);
                }
            }
        }
    }

    /// A program that makes a certificate is told by an argument how its Secret is called.
    fn told_by_arguments(&mut self) {
        let Some(spec) = pod_of(self.object).and_then(|pod| pod.get("spec")) else { return };
        for container in spec.list("initContainers").chain(spec.list("containers")) {
            let mut is_next = false;
            for argument in container.list("command").chain(container.list("args")) {
                let Some(text) = argument.text() else { continue };
                let rest = text.strip_prefix(SECRET_ARGUMENT);
                match rest.and_then(|rest| rest.strip_prefix('=')) {
                    Some(name) => self.makes_secret(&name.into(), None),
                    None if is_next => self.makes_secret(text, None),
                    None => {}
                }
                is_next = rest == Some("");
            }
        }
    }

    fn ingress(&mut self, root: &Cursor<'_>) {
        if issuers::asks_for_certificates(root) {
            for tls in root.get("spec").iter().flat_map(|spec| spec.list("tls")) {
                if let Some(name) = tls.text_at("secretName") {
                    self.makes_secret(name, Some(certificate_keys()));
                }
            }
        }
    }

    fn gateway(&mut self, root: &Cursor<'_>) {
        if issuers::asks_for_certificates(root) {
            for listener in root.get("spec").iter().flat_map(|spec| spec.list("listeners")) {
                for certificate in listener.get("tls").iter().flat_map(|tls| tls.list("certificateRefs")) {
                    if let Some(name) = certificate.text_at("name") {
                        self.makes_secret(name, Some(certificate_keys()));
                    }
                }
            }
        }
    }

    fn certificate(&mut self, root: &Cursor<'_>) {
        let Some(spec) = root.get("spec") else { return };
        let Some(name) = spec.text_at("secretName") else { return };
        let has_more = spec.get("keystores").is_some() || spec.get("additionalOutputFormats").is_some();
        let keys = (!has_more).then(certificate_keys);
        self.makes_secret(name, keys.clone());
        let annotations = spec.at(&["secretTemplate", "annotations"]);
        if annotations.is_some_and(|annotations| COPIES.iter().any(|copy| annotations.get(copy).is_some())) {
            self.makes("Secret", None, name.clone(), keys);
        }
    }

    fn external_secret(&mut self, root: &Cursor<'_>) {
        let Some(spec) = root.get("spec") else { return };
        let namespace = self.object.resource.namespace.clone();
        self.external_target(&spec, namespace, self.own_name().clone());
    }

    fn cluster_external_secret(&mut self, root: &Cursor<'_>) {
        let Some(spec) = root.get("spec") else { return };
        let Some(template) = spec.get("externalSecretSpec") else { return };
        let name = spec.text_at("externalSecretName").unwrap_or(self.own_name()).clone();
        self.external_target(&template, None, name);
    }

    fn external_target(&mut self, spec: &Cursor<'_>, namespace: Option<EcoString>, own_name: EcoString) {
        let target = spec.get("target");
        let text = |field: &str| target.as_ref()?.text_at(field).cloned();
        if text("creationPolicy").is_some_and(|policy| policy == "None") {
            return;
        }
        let manifest = target.as_ref().and_then(|target| target.get("manifest"));
        let kind = manifest.and_then(|manifest| manifest.text_at("kind").cloned()).unwrap_or_else(|| "Secret".into());
        self.makes(&kind, namespace, text("name").unwrap_or(own_name), external_keys(spec));
    }

    fn sealed_secret(&mut self, root: &Cursor<'_>) {
        let Some(spec) = root.get("spec") else { return };
        let name = spec.at(&["template", "metadata"]).and_then(|metadata| metadata.text_at("name"));
        let name = name.unwrap_or(self.own_name()).clone();
        let sealed = spec.get("encryptedData").map(|data| keys_of(&data));
        let keys = sealed.map(|mut keys| {
            keys.extend(spec.at(&["template", "data"]).iter().flat_map(keys_of));
            keys
        });
        self.makes_secret(&name, keys);
    }

    fn vault_secret(&mut self, root: &Cursor<'_>) {
        let Some(destination) = root.at(&["spec", "destination"]) else { return };
        if destination.get("create").and_then(|create| create.bool()) == Some(true)
            && let Some(name) = destination.text_at("name")
        {
            self.makes_secret(name, None);
        }
    }

    fn provider_class(&mut self, root: &Cursor<'_>) {
        for secret in root.get("spec").iter().flat_map(|spec| spec.list("secretObjects")) {
            if let Some(name) = secret.text_at("secretName") {
                let keys = secret.list("data").filter_map(|item| item.text_at("key").cloned());
                self.makes_secret(name, Some(keys.collect()));
            }
        }
    }

    fn bundle(&mut self, root: &Cursor<'_>) {
        let Some(target) = root.at(&["spec", "target"]) else { return };
        for (field, kind) in [("configMap", "ConfigMap"), ("secret", "Secret")] {
            if target.get(field).is_some() {
                self.makes(kind, None, self.own_name().clone(), None);
            }
        }
    }
}

fn certificate_keys() -> Vec<EcoString> {
    ["tls.crt", "tls.key", "ca.crt"].map(EcoString::from).to_vec()
}

fn keys_of(map: &Cursor<'_>) -> Vec<EcoString> {
    map.entries().map(|(key, _)| key.clone()).collect()
}

/// The keys that an ExternalSecret writes; `None` where its store, or a template elsewhere, decides them.
fn external_keys(spec: &Cursor<'_>) -> Option<Vec<EcoString>> {
    let target = spec.get("target");
    let template = target.as_ref().and_then(|target| target.get("template"));
    let written = template.as_ref().and_then(|template| template.get("data"));
    let is_open = template.as_ref().is_some_and(|template| template.get("templateFrom").is_some())
        || target.is_some_and(|target| target.text_at("creationPolicy").is_some_and(|policy| policy == "Merge"));
    let replaces = template.is_some_and(|template| template.text_at("mergePolicy").is_none_or(|how| how != "Merge"));
    match written {
        _ if is_open => None,
        Some(written) if replaces => Some(keys_of(&written)),
        _ if spec.list("dataFrom").next().is_some() => None,
        written => {
            let data = spec.list("data").filter_map(|item| item.text_at("secretKey").cloned());
            Some(data.chain(written.iter().flat_map(keys_of)).collect())
        }
    }
}
