use ecow::EcoString;

use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::expression::Templates;
use crate::model::{FilesLayout, ProjectSpec, Reading, Shaped};
use crate::node::Origins;
use crate::parse::{Parsed, Project};
use crate::resolve::{Evaluator, Merged};
use crate::source::Sources;

/// What platgen.yaml says of the project as a whole.
pub(super) struct Settings {
    pub(super) layout: FilesLayout,
    pub(super) platform_team: EcoString,
}

impl Default for Settings {
    fn default() -> Self {
        Self { layout: FilesLayout::PerResource, platform_team: "platform".into() }
    }
}

/// Reads platgen.yaml; where it has a fault, what it would say is left at its default.
pub(super) fn read(project: &Project, sources: &Sources, templates: &Templates, sink: &mut Sink) -> Settings {
    let settings = project.root.as_ref().and_then(|root| read_root(root, sources, templates, sink).ok());
    settings.unwrap_or_default()
}

fn read_root(root: &Parsed, sources: &Sources, templates: &Templates, sink: &mut Sink) -> Result<Settings, Poison> {
    let Some(spec) = root.spec else { return Ok(Settings::default()) };
    let mut origins = Origins::default();
    let merged = Merged::Source(spec).without(&["defaults"], sources);
    let tree = Evaluator::new(sources, templates, &mut origins, sink).evaluate(&merged, &ProjectSpec::SHAPE)?;
    let spec = ProjectSpec::read(&tree, &mut Reading { origins: &mut origins, sink })?;
    if let Some(wanted) = &spec.platgen {
        let spot = origins.first_leaf(wanted.origin).map_or(Spot::Value(root.name_place()), Spot::Value);
        check_version(&wanted.value.0, env!("CARGO_PKG_VERSION"), spot, sink);
    }
    let settings = Settings::default();
    Ok(Settings {
        layout: spec.output.and_then(|output| output.files).map_or(settings.layout, |files| files.value),
        platform_team: spec.platform_team.map_or(settings.platform_team, |team| team.value.0),
    })
}

/// Reports a project that asks for another version of platgen.
fn check_version(wanted: &str, own: &str, spot: Spot, sink: &mut Sink) {
    let own_version = semver::Version::parse(own).expect("the package has a version");
    match semver::VersionReq::parse(wanted) {
        Ok(requirement) if requirement.matches(&own_version) => {}
        Ok(_) => {
            let message = format!("this project asks for platgen `{wanted}`, this is `{own}`");
            let help = format!("install a platgen that is `{wanted}`");
            sink.report(Finding::new(Code::BINARY_TOO_OLD, message, spot).help(help));
        }
        Err(_) => {
            let message = format!("`{wanted}` is not a range of versions");
            sink.report(Finding::new(Code::INVALID_VALUE, message, spot).help("write it like `>=0.1`"));
        }
    }
}
