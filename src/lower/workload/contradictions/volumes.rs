use super::{Check, Halves};
use crate::model::Workload;
use crate::node::Origin;

/// Something that the workload's own container sees at a path.
struct Seen<'a> {
    path: &'a str,
    what: &'static str,
    origin: Origin,
}

impl Check<'_> {
    /// What the workload's own container would see twice at one path, files in files, and volumes of one name.
    pub(super) fn volumes(&mut self) {
        let seen = seen(self.spec);
        for (index, later) in seen.iter().enumerate() {
            if let Some(first) = seen[..index].iter().find(|first| first.path == later.path) {
                self.seen_twice(first, later);
            }
        }
        self.files_in_files();
        for (name, volume) in self.spec.volumes.iter() {
            let Some(claim) = self.spec.claims.get(name) else { continue };
            let halves = Halves { primary: volume.origin, other: claim.origin, says: "the claim" };
            self.two_keys(
                format!("`{name}` is both a claim and a volume"),
                &halves,
                "give one of the two another name",
            );
        }
    }

    fn seen_twice(&mut self, first: &Seen<'_>, later: &Seen<'_>) {
        let path = later.path;
        let message = if first.what == later.what {
            let things = later.what.trim_start_matches("a ");
            format!("two {things}s are mounted at `{path}`")
        } else {
            format!("`{path}` is both {} and {}", first.what, later.what)
        };
        // A scratch folder may be platgen's own default, which the user finds in no file.
        let (primary, other, what) = match later.what {
            SCRATCH => (first.origin, later.origin, later.what),
            _ => (later.origin, first.origin, first.what),
        };
        let help = if [first.what, later.what].contains(&SCRATCH) {
            format!("mount it elsewhere, or remove the folder: `scratch: {{{path}: null}}`")
        } else {
            "mount one of the two elsewhere".to_owned()
        };
        let says = format!("here it is {what}");
        self.contradiction(message, &Halves { primary, other, says: &says }, help);
    }

    /// A file holds no files.
    fn files_in_files(&mut self) {
        let files = &self.spec.files;
        for (path, content) in files.iter() {
            let outer = files
                .iter()
                .find(|(outer, _)| path.strip_prefix(outer.as_str()).is_some_and(|rest| rest.starts_with('/')));
            let Some((outer, first)) = outer else { continue };
            let halves = Halves { primary: content.origin(), other: first.origin(), says: "the file" };
            self.two_keys(
                format!("`{path}` lies in `{outer}`, which is a file"),
                &halves,
                "give one of the two another path",
            );
        }
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
