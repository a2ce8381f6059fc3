//! The rendered output as it lies in the repository: objects by where they are applied.

use std::fs;
use std::path::Path;

use platgen_yaml::{Dialect, Document, Limits, NodeId, Value as Yaml};
use serde_json::Value;

/// One cluster's objects of one environment.
pub struct Rendered {
    environment: String,
    objects: Vec<Value>,
}

impl Rendered {
    /// Reads what is applied to one cluster.
    pub fn of(environment: &str, cluster: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("out/{environment}/manifests/{cluster}"));
        let mut objects = Vec::new();
        read_below(&folder, &mut objects);
        assert!(!objects.is_empty(), "{environment} renders something for {cluster}");
        Self { environment: format!("{environment}/{cluster}"), objects }
    }

    /// Reads what is applied to one cluster but what the platform's team runs there itself.
    pub fn of_teams(environment: &str, cluster: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("out").join(environment);
        let mut objects = Vec::new();
        for app in fs::read_dir(folder.join("manifests").join(cluster)).expect("readable") {
            let app = app.expect("readable").path();
            let name = app.file_name().expect("a name").to_string_lossy();
            let is_platform = folder.join(format!("apps/platform/{cluster}/{name}.yaml")).exists();
            if name == "namespaces" || !is_platform {
                read_below(&app, &mut objects);
            }
        }
        objects.retain(|object| object["metadata"]["labels"]["platgen.dev/team"] != "platform");
        assert!(!objects.is_empty(), "{environment} renders something of teams for {cluster}");
        Self { environment: format!("{environment}/{cluster}"), objects }
    }

    /// Reads what an environment tells Argo CD, what a person applies once included.
    pub fn told(environment: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("out").join(environment);
        let mut objects = Vec::new();
        let parts = ["argocd", "bootstrap"].map(|part| folder.join(part));
        parts.iter().filter(|part| part.exists()).for_each(|part| read_below(part, &mut objects));
        Self { environment: format!("what {environment} tells Argo CD"), objects }
    }

    /// The one object of a kind, namespace (empty for the cluster's own) and name.
    pub fn object(&self, kind: &str, namespace: &str, name: &str) -> &Value {
        let is_it = |object: &&Value| {
            let metadata = &object["metadata"];
            object["kind"] == kind
                && metadata["name"] == name
                && metadata["namespace"].as_str().unwrap_or_default() == namespace
        };
        let mut found = self.objects.iter().filter(is_it);
        let object = found.next().unwrap_or_else(|| panic!("{}: no {kind} {namespace}/{name}", self.environment));
        assert!(found.next().is_none(), "{}: one {kind} {namespace}/{name}", self.environment);
        object
    }

    /// Whether there is an object of a kind, namespace and name.
    pub fn has(&self, kind: &str, namespace: &str, name: &str) -> bool {
        self.all(kind).any(|object| object["metadata"]["name"] == name && object["metadata"]["namespace"] == namespace)
    }

    /// Every object of a kind.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.objects.iter().filter(move |object| object["kind"] == kind)
    }

    /// Every object.
    pub fn objects(&self) -> &[Value] {
        &self.objects
    }

    /// The pods' spec of a controller.
    pub fn pod(&self, kind: &str, namespace: &str, name: &str) -> &Value {
        pod_of(self.object(kind, namespace, name)).expect("a controller has pods")
    }

    /// The one container of a controller's pods that is called as the controller.
    pub fn container(&self, kind: &str, namespace: &str, name: &str) -> &Value {
        let containers = self.pod(kind, namespace, name)["containers"].as_array().expect("containers");
        containers.iter().find(|container| container["name"] == name).expect("the workload's own container")
    }
}

/// The spec of the pods that an object makes, if it makes any.
pub fn pod_of(object: &Value) -> Option<&Value> {
    let spec = match object["kind"].as_str()? {
        "Deployment" | "StatefulSet" | "DaemonSet" | "Job" => &object["spec"],
        "CronJob" => &object["spec"]["jobTemplate"]["spec"],
        _ => return None,
    };
    Some(&spec["template"]["spec"])
}

fn read_below(folder: &Path, objects: &mut Vec<Value>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            read_below(&path, objects);
            continue;
        }
        let bytes = fs::read(&path).expect("readable");
        let documents = platgen_yaml::read(&bytes, &Dialect::PLATGEN, &Limits::default());
        let documents = documents.unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        objects.extend(documents.iter().map(|document| json(document, document.root())));
    }
}

fn json(document: &Document, node: NodeId) -> Value {
    match document.value(node) {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => value.into(),
        Yaml::Int(value) => value.into(),
        Yaml::UInt(value) => value.into(),
        Yaml::Float(value) => value.into(),
        Yaml::Str(text) => text.into(),
        Yaml::Seq(items) => items.iter().map(|item| json(document, *item)).collect(),
        Yaml::Map(entries) => {
            entries.iter().map(|entry| (entry.key.to_string(), json(document, entry.value))).collect()
        }
    }
}
