//! Chart.yaml.

use super::ChartError;
use crate::yaml::{Target, Unread, read_target};
use platgen_gotmpl::semver::Version;
use platgen_gotmpl::value::Plain;
use platgen_yaml::Value;
use std::collections::BTreeSet;

/// What a chart is for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum ChartType {
    /// To be installed.
    #[default]
    Application,
    /// To be used by other charts; only its partials count.
    Library,
}

/// What Chart.yaml says.
#[derive(Clone, PartialEq, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of Chart.yaml")]
pub struct Metadata {
    pub name: String,
    pub home: String,
    pub sources: Vec<String>,
    pub version: String,
    pub description: String,
    pub keywords: Vec<String>,
    pub maintainers: Vec<Maintainer>,
    pub icon: String,
    pub api_version: String,
    pub condition: String,
    pub tags: String,
    pub app_version: String,
    pub deprecated: bool,
    pub annotations: Vec<(String, String)>,
    pub kube_version: String,
    pub dependencies: Vec<Dependency>,
    /// The type as written; see [`Metadata::chart_type`].
    pub kind: String,
}

/// Who keeps a chart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of Chart.yaml")]
pub struct Maintainer {
    pub name: String,
    pub email: String,
    pub url: String,
}

/// A chart that another one depends on.
#[derive(Clone, PartialEq, Debug, Default)]
#[expect(missing_docs, reason = "the fields are those of Chart.yaml")]
pub struct Dependency {
    pub name: String,
    /// A version or a range of versions.
    pub version: String,
    pub repository: String,
    /// Paths into the values, by commas, of which the first boolean decides.
    pub condition: String,
    pub tags: Vec<String>,
    pub enabled: bool,
    pub import_values: Vec<Plain>,
    pub alias: String,
}

const OWNER: &str = "Metadata";

impl Metadata {
    /// Reads a Chart.yaml. What it says is taken as it is written; whether Helm would take the chart, [`Chart::load`] tells.
    ///
    /// [`Chart::load`]: super::Chart::load
    ///
    /// # Errors
    ///
    /// Helm's words for what is not YAML or of another type.
    pub fn read(bytes: &[u8]) -> Result<Self, ChartError> {
        let mut metadata = Self::default();
        if let Some(document) = read_target(bytes)? {
            let root = Target::root(&document);
            match root.value() {
                Value::Map(_) => metadata.fill(root)?,
                Value::Null => {}
                _ => return Err(Unread::mistyped(root.json_type(), "Go value of type v2.Metadata").into()),
            }
        }
        if metadata.api_version.is_empty() {
            metadata.api_version = "v1".to_owned();
        }
        Ok(metadata)
    }

    fn fill(&mut self, root: Target<'_>) -> Result<(), Unread> {
        let text = |name| root.string(OWNER, name);
        *self = Self {
            name: text("name")?,
            home: text("home")?,
            sources: strings(root, OWNER, "sources")?,
            version: text("version")?,
            description: text("description")?,
            keywords: strings(root, OWNER, "keywords")?,
            maintainers: root
                .items(OWNER, "maintainers", "[]*v2.Maintainer")?
                .into_iter()
                .map(Maintainer::read)
                .collect::<Result<_, _>>()?,
            icon: text("icon")?,
            api_version: text("apiVersion")?,
            condition: text("condition")?,
            tags: text("tags")?,
            app_version: text("appVersion")?,
            deprecated: boolean(root, OWNER, "deprecated")?,
            annotations: root.string_map(OWNER, "annotations")?,
            kube_version: text("kubeVersion")?,
            dependencies: dependencies(root)?,
            kind: text("type")?,
        };
        Ok(())
    }

    /// Reads the requirements.yaml of an older chart, or a lock, both of which have dependencies as Chart.yaml has them: they take
    /// the place of those that are known, unless the file names none.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_dependencies(&mut self, bytes: &[u8]) -> Result<(), ChartError> {
        let Some(document) = read_target(bytes)? else { return Ok(()) };
        let root = Target::root(&document);
        if root.field("dependencies").is_some() {
            self.dependencies = dependencies(root)?;
        }
        Ok(())
    }

    /// Tells what the chart is for.
    #[must_use]
    pub fn chart_type(&self) -> ChartType {
        if self.kind == "library" { ChartType::Library } else { ChartType::Application }
    }

    pub(super) fn is_v1(&self) -> bool {
        self.api_version == "v1"
    }

    /// Checks what Helm asks of a chart, and cleans its texts.
    pub(super) fn check(&mut self) -> Result<(), String> {
        self.clean();
        let invalid = |sentence: String| Err(format!("validation: {sentence}"));
        for (field, value) in [("apiVersion", &self.api_version), ("name", &self.name)] {
            if value.is_empty() {
                return invalid(format!("chart.metadata.{field} is required"));
            }
        }
        if self.name == "." || self.name == ".." {
            return invalid(format!("chart.metadata.name {:?} is not allowed", self.name));
        }
        if self.name.contains('/') {
            return invalid(format!("chart.metadata.name {:?} is invalid", self.name));
        }
        if self.version.is_empty() {
            return invalid("chart.metadata.version is required".to_owned());
        }
        if Version::new(&self.version).is_err() {
            return invalid(format!("chart.metadata.version {:?} is invalid", self.version));
        }
        if !matches!(self.kind.as_str(), "" | "application" | "library") {
            return invalid("chart.metadata.type must be application or library".to_owned());
        }
        let mut names = BTreeSet::new();
        for dependency in &self.dependencies {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            if !dependency.alias.bytes().all(is_plain) {
                return invalid(format!("dependency {:?} has disallowed characters in the alias", dependency.name));
            }
            let name = if dependency.alias.is_empty() { &dependency.name } else { &dependency.alias };
            if !names.insert(name) {
                return invalid(format!("more than one dependency with name or alias {name:?}"));
            }
        }
        Ok(())
    }

    fn clean(&mut self) {
        let texts = [
            &mut self.name,
            &mut self.description,
            &mut self.home,
            &mut self.icon,
            &mut self.condition,
            &mut self.tags,
            &mut self.app_version,
            &mut self.kube_version,
        ];
        let people = self.maintainers.iter_mut().flat_map(|who| [&mut who.name, &mut who.email, &mut who.url]);
        let needs = self.dependencies.iter_mut().flat_map(|need| {
            let texts = [&mut need.name, &mut need.version, &mut need.repository, &mut need.condition];
            texts.into_iter().chain(need.tags.iter_mut())
        });
        let lists = self.sources.iter_mut().chain(self.keywords.iter_mut());
        texts.into_iter().chain(people).chain(needs).chain(lists).for_each(clean);
    }
}

/// Turns white space into spaces and drops what cannot be seen.
fn clean(text: &mut String) {
    let is_odd = |c: char| c != ' ' && (c.is_whitespace() || c.is_control() || is_invisible(c));
    if text.contains(is_odd) {
        let kept = text.chars().filter(|c| c.is_whitespace() || !(c.is_control() || is_invisible(*c)));
        *text = kept.map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    }
}

/// Characters of format and for private use, which Go does not print.
const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{E000}'..='\u{F8FF}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}'..='\u{FFFF}' | '\u{E0000}'..='\u{10FFFF}')
}

impl Maintainer {
    fn read(target: Target<'_>) -> Result<Self, Unread> {
        let text = |name| target.string("Maintainer", name);
        Ok(Self { name: text("name")?, email: text("email")?, url: text("url")? })
    }
}

impl Dependency {
    fn read(target: Target<'_>) -> Result<Self, Unread> {
        const OWNER: &str = "Dependency";
        let text = |name| target.string(OWNER, name);
        Ok(Self {
            name: text("name")?,
            version: text("version")?,
            repository: text("repository")?,
            condition: text("condition")?,
            tags: strings(target, OWNER, "tags")?,
            enabled: boolean(target, OWNER, "enabled")?,
            import_values: target
                .items(OWNER, "import-values", "[]interface {}")?
                .into_iter()
                .map(Target::plain)
                .collect(),
            alias: text("alias")?,
        })
    }
}

fn dependencies(root: Target<'_>) -> Result<Vec<Dependency>, Unread> {
    let items = root.items(OWNER, "dependencies", "[]*v2.Dependency")?;
    items.into_iter().map(Dependency::read).collect()
}

fn strings(target: Target<'_>, owner: &str, name: &str) -> Result<Vec<String>, Unread> {
    let items = target.items(owner, name, "[]string")?;
    items.into_iter().map(|item| item.text().ok_or_else(|| item.mistyped(owner, name, "string"))).collect()
}

fn boolean(target: Target<'_>, owner: &str, name: &str) -> Result<bool, Unread> {
    match target.field(name).map(|field| (field, field.value())) {
        None => Ok(false),
        Some((_, Value::Bool(value))) => Ok(value),
        Some((field, _)) => Err(field.mistyped(owner, name, "bool")),
    }
}
