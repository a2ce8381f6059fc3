//! `.Capabilities`.

use super::record::Record;
use crate::{Capabilities, Compat, KubeVersion};
use platgen_gotmpl::function::Signature;
use platgen_gotmpl::value::{Kind, Type};
use platgen_gotmpl::{Context, Fault, Object, Text, Value};

/// Makes the object of what a cluster can do.
pub(crate) fn capabilities(capabilities: &Capabilities, compat: Compat) -> Value {
    let kube_version = KubeVersionObject { version: capabilities.kube_version.clone(), compat };
    Value::object(Record {
        type_name: if compat.chart_is_struct() { "*chartutil.Capabilities" } else { "*common.Capabilities" },
        kind: Kind::Pointer,
        json: None,
        fields: vec![
            ("KubeVersion", Value::object(kube_version)),
            ("APIVersions", Value::object(VersionSet { compat, versions: capabilities.api_versions.clone() })),
            ("HelmVersion", Value::object(BuildInfo(compat))),
        ],
    })
}

struct KubeVersionObject {
    version: KubeVersion,
    compat: Compat,
}

impl Object for KubeVersionObject {
    fn type_name(&self) -> &'static str {
        if self.compat.chart_is_struct() { "chartutil.KubeVersion" } else { "common.KubeVersion" }
    }

    fn field(&self, name: &str) -> Option<Value> {
        let text = match name {
            "Version" => &self.version.version,
            "Major" => &self.version.major,
            "Minor" => &self.version.minor,
            _ => return None,
        };
        Some(Value::string(text.as_str()))
    }

    fn method(&self, name: &str) -> Option<Signature> {
        matches!(name, "GitVersion" | "String").then(Signature::default)
    }

    fn call(&self, _: &mut Context<'_>, name: &str, _: Vec<Value>) -> Result<Value, Fault> {
        let text = if name == "String" { &self.version.bare } else { &self.version.version };
        Ok(Value::string(text.as_str()))
    }

    /// The method belongs to the pointer: a copy prints as the struct that it is.
    fn string(&self) -> Option<Text> {
        None
    }

    fn string_at_address(&self) -> Option<Text> {
        Some(self.version.bare.as_str().into())
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let KubeVersion { version, bare, major, minor } = &self.version;
        let mut fields = vec![("Version", version), ("normalizedVersion", bare), ("Major", major), ("Minor", minor)];
        if !self.compat.kube_version_has_two_forms() {
            fields.remove(1);
        }
        fields.into_iter().map(|(name, text)| (name, Value::string(text.as_str()))).collect()
    }

    fn json(&self) -> Option<Value> {
        Some(Record::json(self.fields().into_iter().filter(|(name, _)| *name != "normalizedVersion").collect()))
    }
}

/// A list of strings with a method `Has`.
struct VersionSet {
    compat: Compat,
    versions: Vec<String>,
}

impl Object for VersionSet {
    fn type_name(&self) -> &'static str {
        if self.compat.chart_is_struct() { "chartutil.VersionSet" } else { "common.VersionSet" }
    }

    fn kind(&self) -> Kind {
        Kind::Slice
    }

    fn method(&self, name: &str) -> Option<Signature> {
        (name == "Has").then(|| Signature::fixed(&[Type::String]))
    }

    fn call(&self, _: &mut Context<'_>, _: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        let [Value::String(wanted)] = arguments.as_slice() else { return Ok(Value::Bool(false)) };
        Ok(Value::Bool(self.versions.iter().any(|version| version.as_bytes() == wanted.as_bytes())))
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::strings(self.versions.iter().map(String::as_str)))
    }
}

/// What Helm says of itself.
struct BuildInfo(Compat);

impl BuildInfo {
    fn texts(&self) -> Vec<(&'static str, String)> {
        let build = self.0.build();
        let (major, minor) = build.kube;
        let mut texts = vec![
            ("Version", build.version.to_owned()),
            ("GitCommit", build.commit.to_owned()),
            ("GitTreeState", "clean".to_owned()),
            ("GoVersion", build.go.to_owned()),
        ];
        if !self.0.chart_is_struct() {
            texts.push(("KubeClientVersion", format!("v{major}.{minor}")));
        }
        texts
    }
}

impl Object for BuildInfo {
    fn type_name(&self) -> &'static str {
        "version.BuildInfo"
    }

    fn field(&self, name: &str) -> Option<Value> {
        self.fields().into_iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        self.texts().into_iter().map(|(name, text)| (name, Value::string(text))).collect()
    }

    fn json(&self) -> Option<Value> {
        let names = ["version", "git_commit", "git_tree_state", "go_version", "kube_client_version"];
        Some(Record::json(
            names.into_iter().zip(self.texts()).map(|(name, (_, text))| (name, Value::string(text))).collect(),
        ))
    }
}
