use super::Reader;
use crate::check::object::Cursor;

/// Volumes of which a field names a Secret: the volume's field, and the path of the name below it.
const SECRETS_OF_VOLUMES: [(&str, &[&str], &str); 9] = [
    ("azureFile", &[], "secretName"),
    ("cephfs", &["secretRef"], "name"),
    ("cinder", &["secretRef"], "name"),
    ("csi", &["nodePublishSecretRef"], "name"),
    ("flexVolume", &["secretRef"], "name"),
    ("iscsi", &["secretRef"], "name"),
    ("rbd", &["secretRef"], "name"),
    ("scaleIO", &["secretRef"], "name"),
    ("storageos", &["secretRef"], "name"),
];

impl Reader<'_> {
    /// Notes what the pods of an object need.
    pub(super) fn pod(&mut self, spec: &Cursor<'_>) {
        let account = if spec.get("serviceAccountName").is_some() { "serviceAccountName" } else { "serviceAccount" };
        self.neighbour(spec, account, "", "ServiceAccount");
        self.of_cluster(spec, "priorityClassName", "scheduling.k8s.io", "PriorityClass");
        self.of_cluster(spec, "runtimeClassName", "node.k8s.io", "RuntimeClass");
        for secret in spec.list("imagePullSecrets") {
            self.neighbour(&secret, "name", "", "Secret");
        }
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            for container in spec.list(list) {
                self.container(&container);
            }
        }
        for volume in spec.list("volumes") {
            self.volume(&volume);
        }
        for template in self.object.root().at(&["spec"]).iter().flat_map(|spec| spec.list("volumeClaimTemplates")) {
            self.claim(&template);
        }
    }

    fn container(&mut self, container: &Cursor<'_>) {
        for source in container.list("envFrom") {
            self.config(&source, "configMapRef", "name", "ConfigMap");
            self.config(&source, "secretRef", "name", "Secret");
        }
        for variable in container.list("env") {
            let Some(source) = variable.get("valueFrom") else { continue };
            self.config(&source, "configMapKeyRef", "name", "ConfigMap");
            self.config(&source, "secretKeyRef", "name", "Secret");
        }
    }

    fn volume(&mut self, volume: &Cursor<'_>) {
        self.config(volume, "configMap", "name", "ConfigMap");
        self.config(volume, "secret", "secretName", "Secret");
        for source in volume.get("projected").iter().flat_map(|projected| projected.list("sources")) {
            self.config(&source, "configMap", "name", "ConfigMap");
            self.config(&source, "secret", "name", "Secret");
        }
        if let Some(claim) = volume.get("persistentVolumeClaim") {
            self.neighbour(&claim, "claimName", "", "PersistentVolumeClaim");
        }
        if let Some(template) = volume.at(&["ephemeral", "volumeClaimTemplate"]) {
            self.claim(&template);
        }
        for (field, path, name) in SECRETS_OF_VOLUMES {
            let Some(source) = volume.get(field) else { continue };
            let holder = if path.is_empty() { Some(source) } else { source.at(path) };
            if let Some(holder) = holder {
                self.neighbour(&holder, name, "", "Secret");
            }
        }
    }

    /// Notes the class that a claim asks for; one that is bound to a volume by name needs none.
    pub(super) fn claim(&mut self, claim: &Cursor<'_>) {
        let Some(spec) = claim.get("spec").filter(|spec| spec.get("volumeName").is_none()) else { return };
        self.of_cluster(&spec, "storageClassName", "storage.k8s.io", "StorageClass");
    }
}
