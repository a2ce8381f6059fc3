use super::{Reader, Target};
use crate::check::fact::issuers;
use crate::check::object::Cursor;

const RBAC: &str = "rbac.authorization.k8s.io";
const STORES: &str = "external-secrets.io";

impl Reader<'_> {
    /// Notes what an object that makes no pods names.
    pub(super) fn object(&mut self) {
        let root = self.object.root();
        match (self.object.group(), self.object.resource.kind.as_str()) {
            ("", "ServiceAccount") => self.service_account(&root),
            ("", "PersistentVolumeClaim") => self.claim(&root),
            ("networking.k8s.io", "Ingress") => self.ingress(&root),
            ("gateway.networking.k8s.io", "Gateway") => self.gateway(&root),
            (RBAC, "RoleBinding" | "ClusterRoleBinding") => self.binding(&root),
            (STORES, "ExternalSecret") => self.external_secret(&root, &["spec"]),
            (STORES, "ClusterExternalSecret") => self.external_secret(&root, &["spec", "externalSecretSpec"]),
            ("cert-manager.io", "Certificate") => self.certificate(&root),
            _ => {}
        }
    }

    fn service_account(&mut self, root: &Cursor<'_>) {
        // Tokens that a control plane or OpenShift made, as they stand in what was exported from a cluster.
        let made = |name: &str| {
            let rest = name.strip_prefix(self.object.resource.name.as_str()).unwrap_or_default();
            rest.starts_with("-token-") || rest.starts_with("-dockercfg-")
        };
        let named = root.list("imagePullSecrets").chain(root.list("secrets"));
        let named: Vec<Cursor<'_>> = named.filter(|at| at.text_at("name").is_some_and(|name| !made(name))).collect();
        for secret in named {
            self.neighbour(&secret, "name", "", "Secret");
        }
    }

    fn ingress(&mut self, root: &Cursor<'_>) {
        for tls in root.get("spec").iter().flat_map(|spec| spec.list("tls")) {
            self.neighbour(&tls, "secretName", "", "Secret");
        }
        self.annotated_issuers(root);
    }

    fn gateway(&mut self, root: &Cursor<'_>) {
        for listener in root.get("spec").iter().flat_map(|spec| spec.list("listeners")) {
            for certificate in listener.get("tls").iter().flat_map(|tls| tls.list("certificateRefs")) {
                let is_secret = certificate.text_at("group").is_none_or(|group| group.is_empty())
                    && certificate.text_at("kind").is_none_or(|kind| kind == "Secret");
                if is_secret {
                    let namespace = certificate.text_at("namespace").or(self.object.resource.namespace.as_ref());
                    self.named(&certificate, "name", Target::new("", "Secret"), namespace.cloned());
                }
            }
        }
        self.annotated_issuers(root);
    }

    /// Notes the issuers that annotations ask for a certificate.
    fn annotated_issuers(&mut self, root: &Cursor<'_>) {
        let Some(annotations) = root.at(&["metadata", "annotations"]) else { return };
        if annotations.get(issuers::ISSUER_GROUP).is_some() {
            return;
        }
        match annotations.text_at(issuers::ISSUER_KIND).map_or("Issuer", |kind| kind) {
            "ClusterIssuer" => self.of_cluster(&annotations, issuers::ISSUER, issuers::GROUP, "ClusterIssuer"),
            "Issuer" => self.neighbour(&annotations, issuers::ISSUER, issuers::GROUP, "Issuer"),
            _ => {}
        }
        self.of_cluster(&annotations, issuers::CLUSTER_ISSUER, issuers::GROUP, "ClusterIssuer");
    }

    fn certificate(&mut self, root: &Cursor<'_>) {
        let Some(issuer) = root.at(&["spec", "issuerRef"]) else { return };
        if issuer.text_at("group").is_some_and(|group| !group.is_empty() && group != issuers::GROUP) {
            return;
        }
        match issuer.text_at("kind").map_or("Issuer", |kind| kind) {
            "ClusterIssuer" => self.of_cluster(&issuer, "name", issuers::GROUP, "ClusterIssuer"),
            "Issuer" | "" => self.neighbour(&issuer, "name", issuers::GROUP, "Issuer"),
            _ => {}
        }
    }

    fn external_secret(&mut self, root: &Cursor<'_>, spec: &[&str]) {
        let Some(spec) = root.at(spec) else { return };
        let sources = spec.list("data").chain(spec.list("dataFrom"));
        let of_entries = sources.filter_map(|entry| entry.at(&["sourceRef", "storeRef"]));
        for store in spec.get("secretStoreRef").into_iter().chain(of_entries) {
            match store.text_at("kind").map_or("SecretStore", |kind| kind) {
                "ClusterSecretStore" => self.of_cluster(&store, "name", STORES, "ClusterSecretStore"),
                // A cluster-wide object's stores are in the namespaces that it writes to.
                "SecretStore" if self.object.resource.kind == "ExternalSecret" => {
                    self.neighbour(&store, "name", STORES, "SecretStore");
                }
                _ => {}
            }
        }
    }

    fn binding(&mut self, root: &Cursor<'_>) {
        if let Some(role) = root.get("roleRef") {
            match role.text_at("kind").map_or("", |kind| kind) {
                "ClusterRole" => self.of_cluster(&role, "name", RBAC, "ClusterRole"),
                "Role" => self.neighbour(&role, "name", RBAC, "Role"),
                _ => {}
            }
        }
        for subject in root.list("subjects") {
            if subject.text_at("kind").is_some_and(|kind| kind == "ServiceAccount") {
                let namespace = subject.text_at("namespace").or(self.object.resource.namespace.as_ref());
                self.named(&subject, "name", Target::new("", "ServiceAccount"), namespace.cloned());
            }
        }
    }
}
