use ecow::EcoString;

use super::definition::entries;
use super::template::TreeTemplate;
use crate::diagnostics::Poison;
use crate::model::{DefinitionScope, Uniqueness};
use crate::source::{Document, FileId, NodeId, Place, Value};

/// The key of a map that stands for what another unit gives once it is applied.
pub const OUTPUT: &str = "$output";

/// How many characters a name in the cloud may have where a definition says nothing: as many as a DNS label.
const NAME_LIMIT: usize = 63;

/// What makes a unit of a definition.
#[derive(Debug)]
pub struct UnitTemplate {
    /// How often it exists.
    pub scope: DefinitionScope,
    /// Its region, where that is not its cluster's.
    pub region: Option<TreeTemplate>,
    /// How many characters its name in the cloud may have.
    pub name_limit: usize,
    /// Within what its name in the cloud is unique.
    pub unique: Uniqueness,
    /// The units that it reads outputs of: [`DependencyReference`](crate::model::DependencyReference)s by name.
    pub dependencies: Vec<(EcoString, TreeTemplate)>,
    /// The modules that make it, its own first, which has no name; none of a service outside.
    pub modules: Vec<ModuleTemplate>,
    /// What a workload that uses it receives.
    pub uses: Option<UsesTemplate>,
    /// What stands for it where there is no cloud.
    pub local: Option<LocalTemplate>,
}

/// A Terraform module with its inputs.
#[derive(Debug)]
pub struct ModuleTemplate {
    /// The companion's name; empty for the unit's own module.
    pub name: EcoString,
    /// Where it was written.
    pub place: Place,
    /// Whether it is there.
    pub condition: Option<TreeTemplate>,
    /// The `source`: a [`ModuleSource`](crate::model::ModuleSource).
    pub source: Place,
    /// Its inputs.
    pub inputs: Option<TreeTemplate>,
}

/// What a workload that uses a unit receives.
#[derive(Debug)]
pub struct UsesTemplate {
    /// Where it was written.
    pub place: Place,
    /// The resources that what is granted applies to.
    pub arn: Option<TreeTemplate>,
    /// What a workload may ask to do.
    pub access: Vec<AccessTemplate>,
    /// What a workload may do that asks for nothing in particular.
    pub default: Option<(EcoString, Place)>,
    /// Variables.
    pub variables: Option<TreeTemplate>,
    /// Variables from the secret store.
    pub secrets: Option<TreeTemplate>,
    /// What the network policy opens.
    pub egress: Option<TreeTemplate>,
}

/// What a workload may do with a unit.
#[derive(Debug)]
pub struct AccessTemplate {
    /// What it is called.
    pub name: EcoString,
    /// The actions that are granted.
    pub iam: Option<TreeTemplate>,
}

/// What stands for a unit where there is no cloud.
#[derive(Debug)]
pub struct LocalTemplate {
    /// Where it was written.
    pub place: Place,
    /// The component, where one does what the unit does.
    pub component: Option<(EcoString, Place)>,
    /// Its parameters.
    pub parameters: Option<TreeTemplate>,
    /// The TCP ports that are opened to it, each with where it was written.
    pub ports: Vec<(i32, Place)>,
    /// What a workload that uses it receives.
    pub uses: Option<UsesTemplate>,
}

/// Compiles the template at a node.
type Compile<'a> = &'a mut dyn FnMut(NodeId) -> Result<TreeTemplate, Poison>;

/// A definition's document.
#[derive(Clone, Copy)]
struct Written<'a> {
    document: &'a Document,
    file: FileId,
}

impl UnitTemplate {
    /// Compiles what the `spec` of a definition says of units; its form was checked when the file was read.
    ///
    /// # Errors
    /// Poison when a part of it cannot be compiled.
    pub(super) fn compile(
        document: &Document,
        file: FileId,
        spec: NodeId,
        compile: Compile<'_>,
    ) -> Result<Option<Self>, Poison> {
        let written = Written { document, file };
        let text = |node, key| written.text(node, key).map(|(text, _)| text);
        let scope = text(spec, "scope").and_then(|word| DefinitionScope::of_word(&word));
        let names = document.get(spec, "cloudName");
        let limit = names.and_then(|names| document.get(names, "max")).map(|max| document.value(max));
        let unique = names.and_then(|names| text(names, "unique")).and_then(|word| Uniqueness::of_word(&word));
        let region = written.template(spec, "region", compile);
        let dependencies =
            entries(document.get(spec, "dependencies").map(|node| document.value(node)), &mut |node| compile(node));
        let modules = written.modules(spec, compile);
        let uses = written.uses(spec, compile);
        let local = document.get(spec, "local").map(|local| written.local(local, compile)).transpose();
        Ok(Some(Self {
            scope: scope.unwrap_or(DefinitionScope::Region),
            region: region?,
            name_limit: match limit {
                Some(Value::Int(limit)) => usize::try_from(limit).unwrap_or(NAME_LIMIT),
                _ => NAME_LIMIT,
            },
            unique: unique.unwrap_or(Uniqueness::Region),
            dependencies: dependencies?,
            modules: modules?,
            uses: uses?,
            local: local?,
        }))
    }

    /// Whether Terraform makes anything of it: a service outside is only known.
    pub fn is_made(&self) -> bool {
        !self.modules.is_empty()
    }
}

impl UsesTemplate {
    /// The accesses that a word means: itself, or both parts of `read-write`; `None` where there is no such access.
    pub fn access(&self, word: &str) -> Option<Vec<&AccessTemplate>> {
        let find = |name: &str| self.access.iter().find(|access| access.name == name);
        match find(word) {
            Some(access) => Some(vec![access]),
            None if word == READ_WRITE => Some(vec![find("read")?, find("write")?]),
            None => None,
        }
    }

    /// The words that name an access.
    pub fn known(&self) -> Vec<&str> {
        let mut known: Vec<&str> = self.access.iter().map(|access| access.name.as_str()).collect();
        if self.access(READ_WRITE).is_some() && !known.contains(&READ_WRITE) {
            known.push(READ_WRITE);
        }
        known
    }
}

/// The access that is both `read` and `write`.
const READ_WRITE: &str = "read-write";

impl Written<'_> {
    fn text(self, node: NodeId, key: &str) -> Option<(EcoString, Place)> {
        let at = self.document.get(node, key)?;
        matches!(self.document.value(at), Value::Str(_))
            .then(|| (self.document.text_shared(at), Place::new(self.file, at)))
    }

    fn template(self, node: NodeId, key: &str, compile: Compile<'_>) -> Result<Option<TreeTemplate>, Poison> {
        self.document.get(node, key).map(compile).transpose()
    }

    fn modules(self, spec: NodeId, compile: Compile<'_>) -> Result<Vec<ModuleTemplate>, Poison> {
        let own = self.document.get(spec, "terragrunt").map(|node| (EcoString::new(), node));
        let companions = match self.document.get(spec, "companions").map(|node| self.document.value(node)) {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        };
        let companions = companions.iter().map(|entry| (entry.key.clone(), entry.value));
        let modules = own.into_iter().chain(companions).filter_map(|(name, node)| {
            let source = Place::new(self.file, self.document.get(node, "source")?);
            let condition = self.template(node, "if", compile);
            let inputs = self.template(node, "inputs", compile);
            let place = Place::new(self.file, node);
            let module = || Ok(ModuleTemplate { name, place, condition: condition?, source, inputs: inputs? });
            Some(module())
        });
        modules.collect()
    }

    fn uses(self, node: NodeId, compile: Compile<'_>) -> Result<Option<UsesTemplate>, Poison> {
        let Some(uses) = self.document.get(node, "uses") else { return Ok(None) };
        let access = match self.document.get(uses, "access").map(|node| self.document.value(node)) {
            Some(Value::Map(entries)) => entries,
            _ => &[],
        };
        let access: Result<Vec<AccessTemplate>, Poison> = access
            .iter()
            .map(|entry| {
                let iam = self.template(entry.value, "iam", compile)?;
                Ok(AccessTemplate { name: entry.key.clone(), iam })
            })
            .collect();
        Ok(Some(UsesTemplate {
            place: Place::new(self.file, uses),
            arn: self.template(uses, "arn", compile)?,
            access: access?,
            default: self.text(uses, "default"),
            variables: self.template(uses, "variables", compile)?,
            secrets: self.template(uses, "secrets", compile)?,
            egress: self.template(uses, "egress", compile)?,
        }))
    }

    fn local(self, local: NodeId, compile: Compile<'_>) -> Result<LocalTemplate, Poison> {
        let ports = match self.document.get(local, "ports").map(|node| self.document.value(node)) {
            Some(Value::Seq(items)) => items,
            _ => &[],
        };
        let port = |node: &NodeId| match self.document.value(*node) {
            Value::Int(port) => i32::try_from(port).ok().map(|port| (port, Place::new(self.file, *node))),
            _ => None,
        };
        Ok(LocalTemplate {
            ports: ports.iter().filter_map(port).collect(),
            place: Place::new(self.file, local),
            component: self.text(local, "component"),
            parameters: self.template(local, "parameters", compile)?,
            uses: self.uses(local, compile)?,
        })
    }
}
