//! Plain manifests: any Kubernetes YAML, judged without a project.
//!
//! Takes files with the bytes that somebody gave; gives a [`Report`] whose findings point into those very files, and what could
//! not be judged. All files together are one cluster of which more may exist, see [`Extent::Given`]; the definitions among them
//! say what its custom resources look like.
//!
//! Law: a fault of one document is a finding about that document, and every other is judged all the same.

mod custom;
mod objects;
mod read;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use platgen_schema::Schemas;
use rayon::prelude::*;

use crate::check::{
    Checked, CheckedObjects, Cluster, Coverage, Extent, External, Fact, Home, Levels, Object, Standard,
    check_allowances, check_cluster, check_object,
};
use crate::diagnostics::{Finding, Report, Sink};
use crate::source::Sources;

use custom::{is_definition, with_custom_resources};
pub use objects::{Manifest, read_objects};
pub use read::{ManifestFile, Stream, read_streams};

/// What manifests are judged by.
#[derive(Clone, Debug)]
pub struct ManifestRequest {
    /// What the cluster serves.
    pub schemas: Schemas,
    /// What stands in the cluster and is not given.
    pub external: External,
    /// The levels of findings.
    pub levels: Levels,
    /// Files whose CustomResourceDefinitions join the schemas; what else is in them is not judged.
    pub definitions: Vec<ManifestFile>,
    /// The Pod Security Standard that is enforced in namespaces that are not given, or enforce nothing of their own.
    pub pod_security: Option<Standard>,
}

impl ManifestRequest {
    /// Judges by these schemas alone, every rule at its own level.
    pub fn new(schemas: Schemas) -> Self {
        Self {
            schemas,
            external: External::default(),
            definitions: Vec::new(),
            levels: Levels::default(),
            pod_security: None,
        }
    }
}

/// What was found in manifests.
#[derive(Debug, Default)]
pub struct ManifestCheck {
    /// The findings.
    pub report: Report,
    /// What could and could not be judged.
    pub coverage: Coverage,
    /// How many definitions of custom resources were in the files that were given for them.
    pub definitions: usize,
}

/// Judges manifests as an API server and an admission controller would, and their references to one another.
pub fn check_manifests(files: &[ManifestFile], request: &ManifestRequest) -> ManifestCheck {
    let mut sources = Sources::default();
    let mut sink = Sink::default();
    let definitions = read_all(&request.definitions, &mut sources, &mut sink);
    let manifests = read_all(files, &mut sources, &mut sink);
    let schemas = with_custom_resources(&request.schemas, &definitions, &manifests, &mut sink);
    let checked: Vec<CheckedFile> =
        manifests.into_par_iter().map(|manifest| check_file(manifest, &sources, &schemas)).collect();

    let mut coverage = Coverage::default();
    checked.iter().for_each(|file| coverage.absorb(&file.objects.coverage));
    let facts: Vec<&Fact> = checked.iter().flat_map(|file| &file.objects.facts).collect();
    coverage.unevaluated = count_unevaluated(&facts, &schemas);
    let found = checked.iter().flat_map(|file| file.objects.found());
    // What could not be read may be what others need.
    let extent = if sink.has_faulty_input() { Extent::Part } else { Extent::Given };
    let mut cluster = Cluster::new(facts, schemas.minor(), &request.external, extent);
    cluster.pod_security = request.pod_security;
    coverage.tally.absorb(check_cluster(&cluster, found, &mut sink));

    sink.extend(checked.iter().flat_map(|file| &file.findings).cloned());
    sink.extend(definitions.iter().flat_map(|file| &file.findings).cloned());
    sink.extend(check_allowances(&coverage.tally, &request.levels));
    let secrets = sink.take_secrets();
    let (findings, ignored) = request.levels.apply(sink.into_findings());
    coverage.ignored += ignored;
    let definitions = definitions.iter().flat_map(|file| &file.objects).filter(|object| is_definition(object)).count();
    ManifestCheck { report: Report::hiding(secrets, findings, &sources), coverage, definitions }
}

/// Reads the objects of files; a document that is not YAML is left out.
fn read_all(files: &[ManifestFile], sources: &mut Sources, sink: &mut Sink) -> Vec<Manifest> {
    let streams = read_streams(files, sources, sink);
    let sources = &*sources;
    streams.into_par_iter().map(|stream| read_objects(stream, sources)).collect()
}

/// Counts the rules that the schemas of the objects' kinds hold and that nothing evaluates.
fn count_unevaluated(facts: &[&Fact], schemas: &Schemas) -> BTreeMap<(EcoString, EcoString), usize> {
    let custom = facts.iter().filter(|fact| schemas.has_custom_group(fact.group()));
    let kinds: BTreeSet<(&EcoString, &EcoString)> = custom.map(|fact| (&fact.api_version, &fact.kind)).collect();
    let rules = |(api_version, kind): (&EcoString, &EcoString)| {
        let count = schemas.unchecked_rules(api_version, kind);
        (count > 0).then(|| ((api_version.clone(), kind.clone()), count))
    };
    kinds.into_iter().filter_map(rules).collect()
}

/// One file, its objects judged one by one.
#[derive(Default)]
struct CheckedFile {
    objects: CheckedObjects,
    /// What was found in documents that are no objects.
    findings: Vec<Finding>,
}

fn check_file(manifest: Manifest, sources: &Sources, schemas: &Schemas) -> CheckedFile {
    let Manifest { path, objects, origins, others, findings } = manifest;
    let mut file = CheckedFile { findings, ..CheckedFile::default() };
    file.objects.coverage.others = others;
    file.objects.coverage.empty_files = usize::from(objects.is_empty() && others == 0);
    let home = Home { app: path, occurrence: None, output: None, asked: None };
    let check = |resource| check_object(&Object { resource, origins: &origins, sources, schemas, home: &home });
    let checked: Vec<Checked> = objects.par_iter().map(check).collect();
    checked.into_iter().for_each(|object| file.objects.add(object));
    file
}
