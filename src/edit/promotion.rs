use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};

use super::image_set::{edit_pin, unknown};
use super::{Edit, Found, ImageUse, Layers, Refusal};
use crate::diagnostics::nearest;

/// What of an environment is promoted; everything where nothing is named.
#[derive(Clone, Default, Debug)]
pub struct Selection {
    /// These stacks: their revisions, and the images that they use.
    pub stacks: Vec<EcoString>,
    /// These images, and revisions only of stacks that are named, too.
    pub images: Vec<EcoString>,
    /// What stacks are read from that have no revision where they come from.
    pub revision: Option<EcoString>,
}

/// What a promotion asks for.
#[derive(Clone, Default, Debug)]
pub struct Promotion {
    /// What must be edited.
    pub edits: Vec<Edit>,
    /// What keeps it from being carried out.
    pub refusals: Vec<Refusal>,
    /// What else of the target follows an image that is promoted for one stack: the image and the other stack.
    pub followers: Vec<(EcoString, EcoString)>,
}

/// Says what must be edited so that `to` runs what `from` runs: pins of the images that stacks of both use, and the revisions of
/// those stacks. What only one of the two runs is left alone.
pub fn promote(layers: &Layers<'_>, usage: &ImageUse, from: &EcoString, to: &EcoString, what: &Selection) -> Promotion {
    let mut promoting = Promoting { layers, usage, from, to, promotion: Promotion::default() };
    let stacks = promoting.stacks(&what.stacks);
    for image in promoting.images(&stacks, &what.images) {
        promoting.image(&image);
        promoting.note_followers(&image, &stacks);
    }
    if what.images.is_empty() || !what.stacks.is_empty() {
        stacks.iter().for_each(|stack| promoting.revision(stack, what.revision.as_ref()));
    }
    promoting.promotion
}

struct Promoting<'a> {
    layers: &'a Layers<'a>,
    usage: &'a ImageUse,
    from: &'a EcoString,
    to: &'a EcoString,
    promotion: Promotion,
}

impl Promoting<'_> {
    /// The stacks that both run; those alone that were named, where any were.
    fn stacks(&mut self, named: &[EcoString]) -> Vec<EcoString> {
        let (from, to) = (self.usage.stacks(self.from), self.usage.stacks(self.to));
        for name in named {
            for (environment, known) in [(self.from, &from), (self.to, &to)] {
                if !known.contains(name) {
                    let refusal = Refusal::new(format!("environment `{environment}` runs no stack `{name}`"));
                    let near = nearest(name, known.iter().map(|name| name.as_str()));
                    self.promotion.refusals.push(match near {
                        Some(near) => refusal.help(format!("did you mean `{near}`?")),
                        None => refusal,
                    });
                }
            }
        }
        let is_named = |stack: &EcoString| named.is_empty() || named.contains(stack);
        from.intersection(&to).filter(|stack| is_named(stack)).map(|stack| (*stack).clone()).collect()
    }

    /// The images that are promoted: those that were named, else those that the stacks use where they come from.
    fn images(&mut self, stacks: &[EcoString], named: &[EcoString]) -> BTreeSet<EcoString> {
        if named.is_empty() {
            return stacks.iter().flat_map(|stack| self.usage.images(self.from, stack)).cloned().collect();
        }
        let pinned = self.layers.pinned(self.from);
        let mut images = BTreeSet::new();
        for name in named {
            if pinned.contains(name.as_str()) {
                images.insert(name.clone());
            } else {
                self.promotion.refusals.push(unknown(name, &pinned, &format!("environment `{}`", self.from)));
            }
        }
        images
    }

    fn image(&mut self, image: &EcoString) {
        let Some(pin) = self.layers.pin(self.from, image) else { return };
        let edit = match self.check_literal(&pin, &format!("the pin of image `{image}`")) {
            Ok(()) => edit_pin(self.layers, self.to, image, &pin.value),
            Err(refusal) => Err(refusal
                .help(format!("say what it is there: `platgen image set {image}=TAG --environment {}`", self.to))),
        };
        match edit {
            Ok(edit) => self.promotion.edits.extend(edit),
            Err(refusal) => self.promotion.refusals.push(refusal),
        }
    }

    /// What an expression makes in one environment it may not make in another.
    fn check_literal(&self, found: &Found, what: &str) -> Result<(), Refusal> {
        if !found.value.contains("${") {
            return Ok(());
        }
        Err(self.layers.point(Refusal::new(format!("{what} is an expression in `{}`", self.from)), found))
    }

    /// Other stacks of the target that are rendered with an image of which only some stacks are promoted.
    fn note_followers(&mut self, image: &EcoString, stacks: &[EcoString]) {
        let is_edited = self.promotion.edits.last().is_some_and(|edit| edit.what == eco_format!("image {image}"));
        if !is_edited {
            return;
        }
        for stack in self.usage.stacks(self.to) {
            let is_used = self.usage.images(self.to, stack).any(|known| known == image);
            if is_used && !stacks.contains(stack) {
                self.promotion.followers.push((image.clone(), stack.clone()));
            }
        }
    }

    fn revision(&mut self, stack: &EcoString, named: Option<&EcoString>) {
        let (from, to) = (self.layers.revision(self.from, stack), self.layers.revision(self.to, stack));
        let revision = match (from, named) {
            (Some(found), Some(_)) => {
                let message = format!("stack `{stack}` is read at `{}` in `{}`", found.value, self.from);
                Err(self
                    .layers
                    .point(Refusal::new(message), &found)
                    .help("leave `--revision` out: this one is promoted"))
            }
            (Some(found), None) => Ok(found.value),
            (None, Some(named)) => Ok(named.clone()),
            (None, None) => match &to {
                None => return,
                Some(found) => Err(self.without_revision(stack, found)),
            },
        };
        match revision {
            Err(refusal) => self.promotion.refusals.push(refusal),
            Ok(revision) if to.as_ref().is_some_and(|found| found.value == revision) => {}
            Ok(revision) => self.move_revision(stack, to, revision),
        }
    }

    fn without_revision(&self, stack: &str, to: &Found) -> Refusal {
        let (from, target) = (self.from, self.to);
        let message =
            format!("stack `{stack}` is read from today's files in `{from}`, and at `{}` in `{target}`", to.value);
        let help = format!(
            "name a tag or a full commit id of what `{from}` runs: `platgen promote {from} {target} --stack {stack} --revision REVISION`"
        );
        self.layers.point(Refusal::new(message), to).help(help)
    }

    fn move_revision(&mut self, stack: &EcoString, to: Option<Found>, revision: EcoString) {
        let Some(target) = self.layers.revision_target(self.to, stack) else { return };
        self.promotion.edits.push(Edit {
            what: eco_format!("stack {stack}"),
            environment: self.to.clone(),
            path: target.path,
            keys: target.keys,
            from: to.map(|found| found.value),
            to: revision,
        });
    }
}
