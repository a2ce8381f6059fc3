//! What the API server asks of a Pod and not of a template: an image for each container.

use crate::fault::FaultKind;
use crate::tree::{Tree, View, field};
use crate::walk::{Trail, Walker};
use std::borrow::Cow;

pub(crate) fn check<'t, N: Tree>(walker: &mut Walker<'_, 't, N>, api_version: &str, kind: &str, root: &'t N) {
    if (api_version, kind) != ("v1", "Pod") {
        return;
    }
    let root_trail = Trail::root();
    let spec_trail = root_trail.key("spec");
    for list in ["initContainers", "containers"] {
        let list_trail = spec_trail.key(list);
        let Some(View::Seq(containers)) = field(root, "spec").and_then(|spec| field(spec, list)).map(Tree::view) else {
            continue;
        };
        for (index, container) in containers.enumerate() {
            let is_map = matches!(container.view(), View::Map(_));
            let absent =
                field(container, "image").is_none_or(|image| matches!(image.view(), View::Null | View::Str("")));
            if is_map && absent {
                let trail = list_trail.index(index);
                let fault =
                    walker.report(FaultKind::MissingField, &trail, container, "missing field `image`".to_owned());
                fault.key = Some(Cow::Borrowed("image"));
            }
        }
    }
}
