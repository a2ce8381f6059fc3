use std::path::PathBuf;

use clap::{Args, ValueEnum};
use platgen_schema::{Catalog, Schemas};

use super::failure::Failure;
use super::invocation::Invocation;
use super::manifest_files::ManifestFiles;
use super::{progress, rules};
use crate::check::{Coverage, Levels, Standard};
use crate::diagnostics::Report;
use crate::manifests::{ManifestCheck, ManifestRequest, check_manifests};

/// Which manifests are judged in place of a project, and by what.
#[derive(Args, Debug)]
pub(super) struct ManifestArguments {
    /// Judge these manifests, and no project: files, folders, or `-` for standard input; may be repeated
    #[arg(
        short,
        long = "file",
        value_name = "PATH",
        num_args = 1..,
        conflicts_with_all = ["environments", "stacks"],
        help_heading = "Manifests without a project"
    )]
    pub(super) files: Vec<PathBuf>,
    /// The Kubernetes version whose API server judges, such as 1.34 [default: the newest known]
    #[arg(long, value_name = "VERSION", requires = "files", help_heading = "Manifests without a project")]
    kubernetes: Option<String>,
    /// Files and folders of CustomResourceDefinitions that custom resources are judged by; may be repeated
    #[arg(
        long,
        value_name = "PATH",
        num_args = 1..,
        requires = "files",
        help_heading = "Manifests without a project"
    )]
    crds: Vec<PathBuf>,
    /// The Pod Security Standard of namespaces that are not given, or whose labels say nothing
    #[arg(long, value_name = "LEVEL", requires = "files", help_heading = "Manifests without a project")]
    pod_security: Option<PodSecurity>,
    /// A file of findings that were there before; they are left out, and counted
    #[arg(long, value_name = "FILE", requires = "files", help_heading = "Manifests without a project")]
    pub(super) baseline: Option<PathBuf>,
    /// Leave the findings of this code out, and count them; may be repeated
    #[arg(long = "ignore", value_name = "CODE", requires = "files", help_heading = "Manifests without a project")]
    ignored: Vec<String>,
}

/// The Pod Security Standards, by their own names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum PodSecurity {
    Privileged,
    Baseline,
    Restricted,
}

impl PodSecurity {
    /// The standard, where it forbids anything.
    fn standard(self) -> Option<Standard> {
        match self {
            Self::Privileged => None,
            Self::Baseline => Some(Standard::Baseline),
            Self::Restricted => Some(Standard::Restricted),
        }
    }
}

/// Judges the manifests that were named; gives what was found, what was judged, and by which minor version of Kubernetes.
///
/// # Errors
/// Fails where a path does not exist, or where a version or a code is not known.
pub(super) fn check(
    invocation: &Invocation,
    arguments: &ManifestArguments,
) -> Result<(Report, Coverage, u32), Failure> {
    invocation.expect_no_project("leave --project out: `-f` judges files as they are")?;
    let schemas = schemas(arguments.kubernetes.as_deref())?;
    let minor = schemas.minor();
    let levels = levels(&arguments.ignored)?;
    let pod_security = arguments.pod_security.and_then(PodSecurity::standard);
    let files = ManifestFiles::read(&arguments.files)?;
    let definitions = ManifestFiles::read(&arguments.crds)?;
    let request =
        ManifestRequest { definitions: definitions.files, levels, pod_security, ..ManifestRequest::new(schemas) };
    let check = progress::during(invocation, "checking", || check_manifests(&files.files, &request));
    if check.definitions == 0 && !arguments.crds.is_empty() && definitions.unread.is_empty() {
        return Err(Failure::new("the paths of --crds hold no CustomResourceDefinition"));
    }
    let ManifestCheck { report, mut coverage, .. } = check;
    coverage.files = files.files.len();
    Ok((report.with(files.unread.into_iter().chain(definitions.unread)), coverage, minor))
}

/// The schemas of a version such as `1.34`, `v1.34` or `1.34.2`.
fn schemas(version: Option<&str>) -> Result<Schemas, Failure> {
    let catalog = Catalog::embedded();
    let minor = match version {
        None => *catalog.minors().end(),
        Some(version) => minor_of(version).ok_or_else(|| {
            Failure::new(format!("`{version}` is no version of Kubernetes")).help(format!("write it like `{EXAMPLE}`"))
        })?,
    };
    catalog.kubernetes(minor).map_err(Failure::of)
}

/// A version as help shows it.
const EXAMPLE: &str = "1.34";

fn minor_of(version: &str) -> Option<u32> {
    let mut parts = version.strip_prefix('v').unwrap_or(version).split('.');
    let (major, minor, patch) = (parts.next()?, parts.next()?, parts.next());
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_version = major == "1" && is_number(minor) && patch.is_none_or(is_number) && parts.next().is_none();
    if is_version { minor.parse().ok() } else { None }
}

/// Leaves out the codes of these names.
fn levels(ignored: &[String]) -> Result<Levels, Failure> {
    let mut levels = Levels::default();
    for name in ignored {
        rules::find(name)?;
        levels.set(name, None).map_err(|_| {
            Failure::new(format!("`{name}` cannot be ignored"))
                .help("what cannot be read cannot be judged; `platgen rules` lists the rules of objects")
        })?;
    }
    Ok(levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_with_and_without_a_patch() {
        assert_eq!(["1.34", "v1.34", "1.34.2"].map(minor_of), [Some(34); 3]);
        for wrong in ["", "1", "34", "2.0", "1.", "1.x", "1.34.", "1.34.1.1", "1.34-eks", "1.+4", "1.99999999999"] {
            assert_eq!(minor_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn versions_outside_the_known_ones_name_the_range() {
        let refused = |version| schemas(Some(version)).expect_err("the version is not known").to_string();
        assert_eq!(refused("1.9"), "error: Kubernetes `1.9` is not among the known releases `1.25` to `1.37`");
        assert_eq!(refused("latest"), "error: `latest` is no version of Kubernetes\n  help: write it like `1.34`");
        assert_eq!(schemas(None).expect("the newest is known").minor(), 37);
    }

    #[test]
    fn only_rules_of_objects_can_be_ignored() {
        let levels = |name: &str| levels(&[name.to_owned()]);
        assert!(levels("service-selects-nothing").is_ok());
        let refused = |name| levels(name).expect_err("the code stays").to_string();
        assert!(refused("syntax").starts_with("error: `syntax` cannot be ignored"));
        assert!(refused("service-selects-nothin").ends_with("did you mean `service-selects-nothing`?"));
    }
}
