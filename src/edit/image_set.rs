use std::collections::BTreeSet;
use std::str::FromStr;

use ecow::{EcoString, eco_format};

use super::{Edit, Found, Layers, Refusal};
use crate::diagnostics::nearest;
use crate::model::TextRule;

/// An image with the tag, digest or tag@digest that it gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImagePin {
    /// The image.
    pub name: EcoString,
    /// What it is pinned to.
    pub value: EcoString,
}

impl FromStr for ImagePin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write NAME=TAG, such as `api=1.4.0`")?;
        let (image, pin) = (&TextRule::ALL[TextRule::IMAGE], &TextRule::ALL[TextRule::PIN]);
        if !image.accepts(name) {
            return Err(format!("`{name}` is not {}", image.says));
        }
        if !pin.accepts(value) {
            return Err(format!("`{value}` is not {}", pin.says));
        }
        Ok(Self { name: name.into(), value: value.into() })
    }
}

/// Says what must be edited so that images have these pins: in the environments that are named, else where they are pinned.
///
/// An environment that is named gets a pin of its own, so that the others stay as they are. Where none is named there must be one
/// file alone that pins the image: a tag that is right for staging may be wrong for production.
///
/// # Errors
/// Everything that keeps an image from being set.
pub fn set_images(
    layers: &Layers<'_>,
    pins: &[ImagePin],
    environments: &[EcoString],
) -> Result<Vec<Edit>, Vec<Refusal>> {
    let mut edits = Vec::new();
    let mut refusals = Vec::new();
    let known = layers.known_images();
    for (index, pin) in pins.iter().enumerate() {
        if pins[..index].iter().any(|other| other.name == pin.name) {
            refusals.push(Refusal::new(format!("image `{}` is set twice", pin.name)));
            continue;
        }
        if !known.contains(pin.name.as_str()) {
            refusals.push(unknown(&pin.name, &known, "the project"));
            continue;
        }
        match homes(layers, pin, environments) {
            Err(refusal) => refusals.push(refusal),
            Ok(homes) => homes.iter().for_each(|home| match edit_pin(layers, home, &pin.name, &pin.value) {
                Ok(edit) => edits.extend(edit),
                Err(refusal) => refusals.push(refusal),
            }),
        }
    }
    if refusals.is_empty() { Ok(edits) } else { Err(refusals) }
}

/// Says that there is no such image, and which one may be meant.
pub(super) fn unknown(name: &str, known: &BTreeSet<&str>, whose: &str) -> Refusal {
    let refusal = Refusal::new(format!("{whose} has no image `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => refusal.help(format!("did you mean `{near}`?")),
        None if known.is_empty() => refusal,
        None => refusal.help(format!("it has {}", known.iter().copied().collect::<Vec<_>>().join(", "))),
    }
}

fn homes(layers: &Layers<'_>, pin: &ImagePin, named: &[EcoString]) -> Result<Vec<EcoString>, Refusal> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    let name = &pin.name;
    match layers.owners_of_pin(name).as_slice() {
        [owner] => Ok(vec![(*owner).clone()]),
        [] => Err(Refusal::new(format!("no environment pins image `{name}` yet"))
            .help("say which one shall: `--environment NAME`")),
        owners => {
            let owners: Vec<String> = owners.iter().map(|owner| format!("`{owner}`")).collect();
            Err(Refusal::new(format!("image `{name}` is pinned in {}", owners.join(", ")))
                .help("say which one is meant: `--environment NAME`, which may be repeated"))
        }
    }
}

/// The edit that gives an environment its own pin; none where the pin holds already.
pub(super) fn edit_pin(
    layers: &Layers<'_>,
    environment: &EcoString,
    image: &EcoString,
    value: &EcoString,
) -> Result<Option<Edit>, Refusal> {
    let holds = layers.pin(environment, image);
    if holds.as_ref().is_some_and(|found| found.value == *value) {
        return Ok(None);
    }
    if let Some(found) = &holds {
        check_digest(layers, environment, (image, value), found)?;
    }
    let Some(target) = layers.pin_target(environment, image) else {
        return Err(Refusal::new(format!("there is no environment `{environment}`")));
    };
    Ok(Some(Edit {
        what: eco_format!("image {image}"),
        environment: environment.clone(),
        path: target.path,
        keys: target.keys,
        from: holds.map(|found| found.value),
        to: value.clone(),
    }))
}

/// A digest says which bytes run, a tag does not: it does not take a digest's place by the way.
fn check_digest(
    layers: &Layers<'_>,
    environment: &str,
    (image, value): (&str, &str),
    found: &Found,
) -> Result<(), Refusal> {
    if !found.value.contains("sha256:") || value.contains("sha256:") {
        return Ok(());
    }
    let message = format!("image `{image}` is pinned by digest in `{environment}`, and `{value}` has none");
    let help = format!(
        "give the digest, too: `platgen image set {image}={value}@sha256:… --environment {environment}`; to give digests up, edit the pin by hand"
    );
    Err(layers.point(Refusal::new(message), found).help(help))
}
