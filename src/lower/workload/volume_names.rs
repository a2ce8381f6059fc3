use ecow::EcoString;

use crate::model::Workload;

/// The volume of the files.
const FILES: &str = "files";
/// The longest name of a volume, as of any DNS label.
const LONGEST: usize = 63;

/// What the volumes of a workload's pods are called. Claims and volumes have the names that users gave them; the others are
/// called so that nothing has two names.
pub(super) struct VolumeNames {
    /// The volume of all files.
    pub(super) files: EcoString,
    /// The volume of each writable folder, in their order.
    pub(super) scratch: Vec<EcoString>,
    /// The volumes of the writable folders of each container beside the workload's own, by container in the order of `init` and
    /// then `sidecars`.
    pub(super) of_containers: Vec<(EcoString, Vec<EcoString>)>,
}

impl VolumeNames {
    /// Names the volumes of a workload.
    pub(super) fn of(spec: &Workload) -> Self {
        let mut taken: Vec<EcoString> = spec.claims.keys().chain(spec.volumes.keys()).map(EcoString::from).collect();
        let files = take(FILES, &mut taken);
        let scratch = spec.scratch.keys().map(|path| take(&folder("", path), &mut taken)).collect();
        let containers = spec.init.iter().chain(spec.sidecars.iter());
        let of_containers = containers.map(|(name, container)| {
            let paths = container.scratch.keys();
            (name.clone(), paths.map(|path| take(&folder(name, path), &mut taken)).collect())
        });
        Self { files, scratch, of_containers: of_containers.collect() }
    }

    /// The volumes of the writable folders of one container beside the workload's own.
    pub(super) fn of_container(&self, container: &str) -> &[EcoString] {
        let found = self.of_containers.iter().find(|(name, _)| name == container);
        found.map_or(&[], |(_, names)| names)
    }
}

/// `scratch`, the container and the path, as far as a DNS label can say it.
fn folder(container: &str, path: &str) -> String {
    let separator = if container.is_empty() { "" } else { "-" };
    let label = path.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let name: String = format!("scratch{separator}{container}").chars().chain(label).collect();
    name.trim_end_matches('-').to_owned()
}

fn take(name: &str, taken: &mut Vec<EcoString>) -> EcoString {
    let name = distinct(name, taken, LONGEST);
    taken.push(name.clone());
    name
}

/// A name that is none of the taken ones and not too long, with a number at its end where it must be told apart.
pub(super) fn distinct(name: &str, taken: &[EcoString], longest: usize) -> EcoString {
    if name.len() <= longest && taken.iter().all(|other| other != name) {
        return name.into();
    }
    // Names are ASCII, and cut so that any number fits behind them.
    let stem = &name[..name.len().min(longest - 8)];
    (2..)
        .map(|number| ecow::eco_format!("{stem}-{number}"))
        .find(|candidate| !taken.contains(candidate))
        .expect("fewer names are taken than there are numbers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_names_apart_and_cuts_long_ones() {
        assert_eq!(distinct("tmp", &[], 63), "tmp");
        assert_eq!(distinct("tmp", &["tmp".into(), "tmp-2".into()], 63), "tmp-3");
        let long = "x".repeat(80);
        let first = distinct(&long, &[], 63);
        assert!(first.len() <= 63);
        assert_ne!(distinct(&long, std::slice::from_ref(&first), 63), first);
    }
}
