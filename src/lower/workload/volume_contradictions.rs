use super::spot;
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::Workload;
use crate::node::{Origin, Origins};

/// Something that the workload's own container sees at a path.
struct Seen<'a> {
    path: &'a str,
    what: &'static str,
    origin: Origin,
}

/// Reports what the workload's own container would see twice at one path, and volumes of one name.
pub(super) fn check(spec: &Workload, origins: &Origins, sink: &mut Sink) {
    let seen = seen(spec);
    for (index, later) in seen.iter().enumerate() {
        let Some(first) = seen[..index].iter().find(|first| first.path == later.path) else { continue };
        let message = format!("`{}` is both {} and {}", later.path, first.what, later.what);
        // A scratch folder may be platgen's own default, which the user finds in no file.
        let (primary, other, what) = match later.what {
            SCRATCH => (first.origin, later.origin, later.what),
            _ => (later.origin, first.origin, first.what),
        };
        let help = if [first.what, later.what].contains(&SCRATCH) {
            format!("mount it elsewhere, or remove the folder: `scratch: {{{}: null}}`", later.path)
        } else {
            "mount one of the two elsewhere".to_owned()
        };
        let finding = Finding::new(Code::CONTRADICTION, message, spot::value(origins, primary));
        sink.report(finding.with(spot::value(origins, other), format!("here it is {what}")).help(help));
    }
    for (name, volume) in spec.volumes.iter() {
        let Some(claim) = spec.claims.get(name) else { continue };
        let message = format!("`{name}` is both a claim and a volume");
        let finding = Finding::new(Code::CONTRADICTION, message, spot::key(origins, volume.origin));
        sink.report(
            finding.with(spot::key(origins, claim.origin), "the claim").help("give one of the two another name"),
        );
    }
}

const SCRATCH: &str = "a scratch folder";

fn seen(spec: &Workload) -> Vec<Seen<'_>> {
    let files = spec.files.iter().map(|(path, content)| Seen { path, what: "a file", origin: content.origin() });
    let scratch = spec.scratch.iter().map(|(path, size)| Seen { path, what: SCRATCH, origin: size.origin });
    let claims = spec.claims.iter().map(|(_, claim)| Seen {
        path: &claim.path.value.0,
        what: "a claim",
        origin: claim.path.origin,
    });
    let volumes = spec.volumes.iter().map(|(_, volume)| Seen {
        path: &volume.path.value.0,
        what: "a volume",
        origin: volume.path.origin,
    });
    files.chain(scratch).chain(claims).chain(volumes).collect()
}
