use serde_json::{Map, Value, json};

use super::patch::merge_patch;
use super::template::Templates;
use super::{Application, ExpansionFault, fault, parse, read};
use crate::emit::{Tree, TreeFile};

/// What Argo CD gives an Application that it shall delete together with what it consists of.
const FINALIZER: &str = "resources-finalizer.argocd.argoproj.io";

/// The Applications that an ApplicationSet makes of the files that its generators choose.
pub(super) fn expand(tree: &Tree, file: &TreeFile, set: &Value) -> Result<Vec<Application>, ExpansionFault> {
    let spec = set.get("spec").unwrap_or(&Value::Null);
    if spec.get("goTemplate") != Some(&Value::Bool(true)) {
        return Err(fault(&file.path, "it is not of Go's templates"));
    }
    let generators = spec.get("generators").and_then(Value::as_array);
    let mut applications = Vec::new();
    for generator in generators.into_iter().flatten() {
        let globs = generator.pointer("/git/files").and_then(Value::as_array);
        let globs = globs.ok_or_else(|| fault(&file.path, "a generator is not one of files in git"))?;
        for glob in globs.iter().filter_map(|glob| glob.get("path")?.as_str()) {
            let chosen = tree.files().map(|(_, file)| file).filter(|file| matches(glob, &file.path));
            for parameters in chosen {
                let body = Expansion { file, set, spec }.expand(parameters)?;
                let parameters = Some(parameters.path.clone());
                applications.push(Application { from: file.path.clone(), parameters, body });
            }
        }
    }
    applications.sort_by(|a, b| a.parameters.cmp(&b.parameters));
    Ok(applications)
}

/// Whether a glob means a path: `*` stands for anything within one part of it.
fn matches(glob: &str, path: &str) -> bool {
    let (mut globs, mut parts) = (glob.split('/'), path.split('/'));
    loop {
        match (globs.next(), parts.next()) {
            (None, None) => return true,
            (Some(glob), Some(part)) if crate::model::matches_glob(glob, part) => {}
            _ => return false,
        }
    }
}

struct Expansion<'a> {
    file: &'a TreeFile,
    set: &'a Value,
    spec: &'a Value,
}

impl Expansion<'_> {
    fn expand(&self, parameters: &TreeFile) -> Result<Value, ExpansionFault> {
        let values = with_path(read(parameters)?.unwrap_or(Value::Null), &parameters.path)?;
        let mut templates = Templates::new(&self.file.path, &parameters.path, values);
        let template = self.spec.get("template").unwrap_or(&Value::Null);
        let mut application = templates.render(template)?;
        if let Some(patch) = self.spec.get("templatePatch").and_then(Value::as_str) {
            let project = application.pointer("/spec/project").cloned();
            let text = templates.render_text(patch)?;
            merge_patch(&mut application, parse(&parameters.path, text.as_bytes())?);
            // A patch does not move an app into another project.
            if let (Some(project), Some(spec)) = (project, application.get_mut("spec")) {
                spec["project"] = project;
            }
        }
        Ok(self.finish(application))
    }

    /// What Argo CD adds: what it is, where it stands, and what deletes its objects with it.
    fn finish(&self, application: Value) -> Value {
        let mut metadata = application.get("metadata").cloned().unwrap_or_else(|| json!({}));
        metadata["namespace"] = self.set.pointer("/metadata/namespace").cloned().unwrap_or_default();
        let preserves = self.spec.pointer("/syncPolicy/preserveResourcesOnDeletion") == Some(&Value::Bool(true));
        if metadata.get("finalizers").is_none() && !preserves {
            metadata["finalizers"] = json!([FINALIZER]);
        }
        json!({
            "apiVersion": self.set.get("apiVersion").cloned().unwrap_or_default(),
            "kind": "Application",
            "metadata": metadata,
            "spec": application.get("spec").cloned().unwrap_or_default(),
        })
    }
}

/// The parameters of a file with those that the generator adds: where the file lies.
fn with_path(values: Value, file: &str) -> Result<Value, ExpansionFault> {
    let Value::Object(mut values) = values else { return Err(fault(file, "the parameters are no map")) };
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let mut path = Map::new();
    path.insert("path".into(), folder.into());
    path.insert("basename".into(), folder.rsplit('/').next().unwrap_or_default().into());
    path.insert("filename".into(), name.into());
    path.insert("segments".into(), folder.split('/').collect());
    if values.insert("path".into(), Value::Object(path)).is_some() {
        return Err(fault(file, "a parameter is called `path`, which is the generator's own"));
    }
    Ok(Value::Object(values))
}
