use super::{Check, Halves};
use crate::model::ExtraContainer;

impl Check<'_> {
    /// Containers of one pod have names of their own, and each path is seen once.
    pub(super) fn containers(&mut self) {
        let spec = self.spec;
        let help = "give the container another name";
        for (name, container) in spec.init.iter().chain(spec.sidecars.iter()) {
            if *name == self.plan.name {
                let halves =
                    Halves { primary: container.origin, other: spec.origin, says: "its own container is called so" };
                self.two_keys(format!("container `{name}` has the name of the workload"), &halves, help);
            }
            self.shared_paths(container);
        }
        for (name, container) in spec.sidecars.iter() {
            let Some(first) = spec.init.get(name) else { continue };
            let halves = Halves { primary: container.origin, other: first.origin, says: "the other container" };
            self.two_keys(format!("two containers of the pods are called `{name}`"), &halves, help);
        }
    }

    fn shared_paths(&mut self, container: &ExtraContainer) {
        for (path, size) in container.scratch.iter() {
            let Some(mount) = container.mounts.get(path) else { continue };
            let halves = Halves { primary: mount.origin, other: size.origin, says: "here it is a scratch folder" };
            let message = format!("`{path}` is both a mount and a scratch folder");
            self.contradiction(message, &halves, "mount it elsewhere, or remove the folder");
        }
    }
}
