use ecow::EcoString;

use crate::check::{LevelFault, Levels, codes};
use crate::diagnostics::{Code, Finding, Level, Poison, Sink, Spot};
use crate::expression::Templates;
use crate::inflate::Compat;
use crate::model::{CheckLevel, FilesLayout, HelmCompat, Label, Open, ProjectSpec, Reading, Shaped, Sourced, TextRule};
use crate::node::Origins;
use crate::parse::{Parsed, Project};
use crate::resolve::{Evaluator, Merged};
use crate::source::{Place, Sources};

/// What platgen.yaml says of the project as a whole.
pub(super) struct Settings {
    pub(super) layout: FilesLayout,
    pub(super) platform_team: EcoString,
    pub(super) levels: Levels,
    /// The release of Helm that is reproduced, and where that is said.
    pub(super) compat: Compat,
    pub(super) compat_place: Option<Place>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            layout: FilesLayout::PerResource,
            platform_team: "platform".into(),
            levels: Levels::default(),
            compat: Compat::default(),
            compat_place: None,
        }
    }
}

/// Reads platgen.yaml; where it has a fault, what it would say is left at its default.
pub(super) fn read(project: &Project, sources: &Sources, templates: &Templates, sink: &mut Sink) -> Settings {
    let settings = project.root.as_ref().and_then(|root| read_root(root, project, sources, templates, sink).ok());
    settings.unwrap_or_default()
}

fn read_root(
    root: &Parsed,
    project: &Project,
    sources: &Sources,
    templates: &Templates,
    sink: &mut Sink,
) -> Result<Settings, Poison> {
    let Some(spec) = root.spec else { return Ok(Settings::default()) };
    let mut origins = Origins::default();
    let merged = Merged::Source(spec).without(&["charts", "crds", "defaults", "deploy", "vendor"], sources);
    let tree = Evaluator::new(sources, templates, &mut origins, sink).evaluate(&merged, &ProjectSpec::SHAPE)?;
    let spec = ProjectSpec::read(&tree, &mut Reading { origins: &mut origins, sink })?;
    if let Some(wanted) = &spec.platgen {
        let spot = origins.first_leaf(wanted.origin).map_or(Spot::Value(root.name_place()), Spot::Value);
        check_version(&wanted.value.0, env!("CARGO_PKG_VERSION"), spot, sink);
    }
    let settings = Settings::default();
    if let Some(team) = &spec.platform_team {
        check_team(team, project, &origins, sink);
    }
    let levels = read_levels(&spec.checks, &origins, root, sink);
    let compat = spec.helm.and_then(|helm| helm.compat);
    let compat_place = compat.as_ref().and_then(|compat| origins.first_leaf(compat.origin));
    Ok(Settings {
        levels,
        compat: compat.map_or(settings.compat, |compat| match compat.value {
            HelmCompat::V317 => Compat::V3_17,
            HelmCompat::V41 => Compat::V4_1,
            HelmCompat::V42 => Compat::V4_2,
        }),
        compat_place,
        layout: spec.output.and_then(|output| output.files).map_or(settings.layout, |files| files.value),
        platform_team: spec.platform_team.map_or(settings.platform_team, |team| team.value.0),
    })
}

/// Reports a platform team that no document describes.
fn check_team(team: &Sourced<Label>, project: &Project, origins: &Origins, sink: &mut Sink) {
    let names = || project.teams.iter().filter(|known| known.kind.is_some()).map(|known| known.name().as_str());
    if project.incomplete || names().any(|known| known == team.value.0) {
        return;
    }
    let Some(place) = origins.first_leaf(team.origin) else { return };
    let message = format!("there is no team `{}`", team.value.0);
    sink.report(Finding::new(Code::UNKNOWN_NAME, message, Spot::Value(place)).suggest(&team.value.0, names()));
}

/// Reads the levels of findings; a code that does not exist, or whose level is fixed, is reported.
fn read_levels(
    checks: &Open<Sourced<CheckLevel>, { TextRule::LABEL }>,
    origins: &Origins,
    root: &Parsed,
    sink: &mut Sink,
) -> Levels {
    let mut levels = Levels::default();
    for (name, wanted) in checks.iter() {
        let level = match wanted.value {
            CheckLevel::Error => Some(Level::Error),
            CheckLevel::Warning => Some(Level::Warning),
            CheckLevel::Info => Some(Level::Info),
            CheckLevel::Ignore => None,
        };
        let spot = Spot::Key(origins.first_leaf(wanted.origin).unwrap_or(root.name_place()));
        match levels.set(name, level) {
            Ok(()) => {}
            Err(LevelFault::Unknown) => {
                let names = codes().filter(|code| code.entry().adjustable).map(Code::name);
                let finding = Finding::new(Code::UNKNOWN_NAME, format!("no rule is called `{name}`"), spot);
                sink.report(finding.suggest(name, names));
            }
            Err(LevelFault::Fixed) => {
                let message = format!("the level of `{name}` is fixed: nothing can be made of such a fault");
                sink.report(Finding::new(Code::INVALID_VALUE, message, spot));
            }
        }
    }
    levels
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
