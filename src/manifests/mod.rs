//! Plain manifests: any Kubernetes YAML, judged without a project.
//!
//! Takes files with the bytes that somebody gave; gives a [`Report`] whose findings point into those very files, and what could
//! not be judged. All files together are one cluster of which more may exist, see [`Extent::Given`].
//!
//! Law: a fault of one document is a finding about that document, and every other is judged all the same.

mod objects;
mod read;

use ecow::EcoString;
use platgen_schema::Schemas;
use rayon::prelude::*;

use crate::check::{
    Checked, Cluster, Coverage, Extent, External, Fact, Home, Judged, Levels, Object, check_allowances, check_cluster,
    check_object,
};
use crate::diagnostics::{Finding, Report, Sink};
use crate::source::Sources;

pub use objects::{Manifest, read_objects};
pub use read::{ManifestFile, read_stream};

/// What manifests are judged by.
#[derive(Clone, Debug)]
pub struct ManifestRequest {
    /// What the cluster serves.
    pub schemas: Schemas,
    /// What stands in the cluster and is not given.
    pub external: External,
    /// The levels of findings.
    pub levels: Levels,
}

/// What was found in manifests.
#[derive(Debug, Default)]
pub struct ManifestCheck {
    /// The findings.
    pub report: Report,
    /// What could and could not be judged.
    pub coverage: Coverage,
}

/// Judges manifests as an API server and an admission controller would, and their references to one another.
pub fn check_manifests(files: &[ManifestFile], request: &ManifestRequest) -> ManifestCheck {
    let mut sources = Sources::default();
    let mut sink = Sink::default();
    let read: Vec<_> = files.iter().filter_map(|file| read_stream(file, &mut sources, &mut sink)).collect();
    let checked: Vec<CheckedFile> = read.par_iter().map(|file| check_file(*file, &sources, request)).collect();
    let mut coverage = Coverage::default();
    let mut found = Vec::new();
    for file in &checked {
        coverage.absorb(&file.coverage);
        sink.extend(file.findings.iter().cloned());
        found.extend(file.found.iter().map(|(index, finding)| (&file.facts[*index], finding.clone())));
    }
    let facts: Vec<&Fact> = checked.iter().flat_map(|file| &file.facts).collect();
    let cluster = Cluster::new(facts, request.schemas.minor(), &request.external, Extent::Given);
    coverage.clusters = 1;
    coverage.tally.absorb(check_cluster(&cluster, found, &mut sink));
    sink.extend(check_allowances(&coverage.tally, &request.levels));
    let secrets = sink.take_secrets();
    let findings = request.levels.apply(sink.into_findings());
    ManifestCheck { report: Report::hiding(secrets, findings, &sources), coverage }
}

/// One file, its objects judged one by one.
#[derive(Default)]
struct CheckedFile {
    facts: Vec<Fact>,
    /// What was found, by the place of the object among the facts.
    found: Vec<(usize, Finding)>,
    /// What was found in documents that are no objects.
    findings: Vec<Finding>,
    coverage: Coverage,
}

fn check_file(file: read::Stream, sources: &Sources, request: &ManifestRequest) -> CheckedFile {
    let mut sink = Sink::default();
    let Manifest { objects, origins, others } = read_objects(file, sources, &mut sink);
    let mut checked = CheckedFile { findings: sink.into_findings(), ..CheckedFile::default() };
    checked.coverage.others += others;
    let app: EcoString = sources.file(file.file).path.clone();
    let home = Home { app, occurrence: None, output: None, asked: None };
    for resource in &objects {
        let object = Object { resource, origins: &origins, sources, schemas: &request.schemas, home: &home };
        let Checked { fact, findings, judged } = check_object(&object);
        let index = checked.facts.len();
        checked.found.extend(findings.into_iter().map(|finding| (index, finding)));
        checked.facts.push(fact);
        match judged {
            Judged::Yes => checked.coverage.checked += 1,
            Judged::NoSchema => checked.coverage.leave_unchecked(&resource.api_version, &resource.kind),
        }
    }
    checked
}
