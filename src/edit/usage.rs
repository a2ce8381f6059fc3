use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::compile::Compilation;
use crate::node::{Cause, Node, Origins};
use crate::source::{Place, Sources, Step};

/// Which images the stacks of each environment are rendered with.
#[derive(Clone, Default, Debug)]
pub struct ImageUse {
    stacks: BTreeMap<(EcoString, EcoString), BTreeSet<EcoString>>,
}

impl ImageUse {
    /// The stacks that an environment runs, sorted.
    pub fn stacks(&self, environment: &str) -> BTreeSet<&EcoString> {
        self.stacks.keys().filter(|(known, _)| known == environment).map(|(_, stack)| stack).collect()
    }

    /// The images that a stack is rendered with in an environment.
    pub fn images<'a>(&'a self, environment: &str, stack: &str) -> impl Iterator<Item = &'a EcoString> {
        let of_stack = self.stacks.get(&(environment.into(), stack.into()));
        of_stack.into_iter().flatten()
    }
}

/// Finds the images that stacks use from the origins of what was rendered: whatever a pin decides has it among its causes.
pub fn images_in_use(compilation: &Compilation, sources: &Sources) -> ImageUse {
    let mut found = ImageUse::default();
    let mut pins: BTreeMap<Place, Option<EcoString>> = BTreeMap::new();
    for app in &compilation.resources {
        let (Some(stack), Some((resources, origins))) = (&app.id.stack, &app.kept) else { continue };
        let images = found.stacks.entry((app.id.environment.clone(), stack.clone())).or_default();
        for resource in resources {
            collect(&resource.body, origins, &mut |place| {
                let pin = pins.entry(place).or_insert_with(|| pin_at(place, sources));
                images.extend(pin.clone());
            });
        }
    }
    found
}

fn collect(node: &Node, origins: &Origins, take: &mut impl FnMut(Place)) {
    origins.causes(node.origin).filter_map(Cause::leaf).for_each(&mut *take);
    node.entries().iter().for_each(|entry| collect(&entry.value, origins, take));
    node.items().iter().for_each(|item| collect(item, origins, take));
}

/// The image whose pin a leaf is.
fn pin_at(place: Place, sources: &Sources) -> Option<EcoString> {
    let document = sources.file(place.file).document.as_ref()?;
    match document.path(place.node).as_slice() {
        [Step::Key(spec), Step::Key(images), Step::Key(pins), Step::Key(name)]
            if spec == "spec" && images == "images" && pins == "pins" =>
        {
            Some(name.clone())
        }
        _ => None,
    }
}
