use smallvec::SmallVec;

use super::object::{Cursor, Object, Site};
use super::rules::{known_token, likely_secret, password_in_url, private_key};
use crate::diagnostics::{Code, Finding, Spot};
use crate::node::{Entry, Node, Payload};
use crate::secret::{
    Sighting, What, decode, in_arguments, in_lines, is_random, is_secret_like, says_public, says_secret, sightings,
};

/// Looks for secrets in every text of an object.
///
/// The values of a Secret are another rule's; here only keys and tokens are reported that are secrets whatever the Secret is for.
pub(super) fn check_secrets(object: &Object<'_>, found: &mut Vec<Finding>) {
    // The texts of a definition of kinds describe fields, at length and with examples.
    if object.is("apiextensions.k8s.io", "CustomResourceDefinition") {
        return;
    }
    let mut search =
        Search { object, found, is_secret: object.is("", "Secret"), is_config: object.is("", "ConfigMap") };
    search.node(&object.resource.body, &Trail::Root, "", Area::Other);
}

struct Search<'a, 'o, 'f> {
    object: &'o Object<'a>,
    found: &'f mut Vec<Finding>,
    is_secret: bool,
    is_config: bool,
}

/// What a text is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Area {
    /// Whatever its field says.
    Other,
    /// The value of a variable of a container.
    Variable,
    /// A word of a command line.
    Argument,
    /// An entry of a ConfigMap: a value, or a file.
    Config,
    /// The value of an annotation, or one that is encrypted: only what is a secret by its shape.
    Opaque,
    /// A value of a Secret.
    Secret,
    /// A value in base64.
    Encoded,
}

/// The way to a node, from it to the root: only what is found needs more.
enum Trail<'t> {
    Root,
    Key(&'t Trail<'t>, &'t str),
    Index(&'t Trail<'t>, usize),
}

impl<'a> Search<'a, '_, '_> {
    fn node(&mut self, node: &Node, trail: &Trail<'_>, name: &str, area: Area) {
        match &node.payload {
            Payload::Map(entries) => self.map(entries, trail, name, area),
            Payload::Seq(items) => self.list(items, trail, name, area),
            Payload::Str(text) => self.text(text, trail, name, area),
            _ => {}
        }
    }

    fn map(&mut self, entries: &[Entry], trail: &Trail<'_>, name: &str, area: Area) {
        for Entry { key, value } in entries {
            let below = Trail::Key(trail, key);
            if key == "value" && matches!(value.payload, Payload::Str(_)) {
                let named = entries.iter().find(|entry| entry.key == "name").and_then(|entry| entry.value.as_str());
                let area = if name == "env" { Area::Variable } else { area };
                self.node(value, &below, named.unwrap_or(key), area);
            } else {
                self.node(value, &below, key, self.area_below(trail, key, area));
            }
        }
    }

    fn area_below(&self, trail: &Trail<'_>, key: &str, area: Area) -> Area {
        match (trail, key) {
            (Trail::Root, "data") if self.is_config => Area::Config,
            (Trail::Root, "stringData") if self.is_secret => Area::Secret,
            (Trail::Root, "binaryData") if self.is_config => Area::Encoded,
            (Trail::Root, "data") if self.is_secret => Area::Encoded,
            (_, "annotations" | "encryptedData") if area == Area::Other => Area::Opaque,
            _ => area,
        }
    }

    fn list(&mut self, items: &[Node], trail: &Trail<'_>, name: &str, area: Area) {
        let is_command = matches!(name, "args" | "command");
        let area = if is_command { Area::Argument } else { area };
        let mut before = "";
        for (index, item) in items.iter().enumerate() {
            let flag = if is_command && before.starts_with('-') && !before.contains('=') { before } else { name };
            self.node(item, &Trail::Index(trail, index), flag, area);
            before = item.as_str().unwrap_or_default();
        }
    }

    fn text(&mut self, text: &str, trail: &Trail<'_>, name: &str, area: Area) {
        if area == Area::Encoded {
            return self.encoded(text, trail);
        }
        let seen = sightings(text);
        let is_certain = seen.iter().any(|sighting| code_of(sighting.what, self.is_secret).is_some());
        self.report_seen(text, trail, seen);
        if !is_certain {
            self.likely(text, trail, name, area);
        }
    }

    fn encoded(&mut self, text: &str, trail: &Trail<'_>) {
        let Some(decoded) = decode(text).and_then(|bytes| String::from_utf8(bytes).ok()) else { return };
        let seen = sightings(&decoded);
        let mut seen = seen.iter().filter_map(|seen| Some((code_of(seen.what, self.is_secret)?, seen)));
        if let Some((code, sighting)) = seen.next() {
            let at = self.cursor(trail);
            let finding = self.object.finding(code, message_of(&decoded, sighting), self.object.site(&at));
            let places = self.object.leaves(&at);
            let finding = finding.conceal(text, places.clone()).conceal(decoded.as_str(), places);
            self.found.push(advised(finding));
        }
    }

    /// Reports what has a known shape: of one code once, with all the secrets.
    fn report_seen(&mut self, text: &str, trail: &Trail<'_>, seen: Vec<Sighting>) {
        let first = self.found.len();
        for sighting in seen {
            let Some(code) = code_of(sighting.what, self.is_secret) else { continue };
            let at = self.cursor(trail);
            let hidden = text.get(sighting.range.start + sighting.public..sighting.range.end).unwrap_or_default();
            let places = self.object.leaves(&at);
            match self.found.iter().skip(first).position(|finding| finding.code == code) {
                Some(known) => {
                    let hidden = crate::diagnostics::Concealed { text: hidden.into(), places };
                    self.found[first + known].secrets.push(hidden);
                }
                None => {
                    let site = self.site_within(&at, text, &sighting.range);
                    let finding = self.object.finding(code, message_of(text, &sighting), site).conceal(hidden, places);
                    self.found.push(advised(finding));
                }
            }
        }
    }

    /// Weighs a text by its name and looks.
    fn likely(&mut self, text: &str, trail: &Trail<'_>, name: &str, area: Area) {
        if text.len() < 8 || matches!(area, Area::Secret | Area::Opaque) {
            return;
        }
        let whole = || 0..text.len();
        if says_secret(name) && is_secret_like(text) {
            return self.report_likely(
                text,
                trail,
                &[whole()],
                &format!("`{name}` is named like a secret, and its value looks like one"),
            );
        }
        let is_file = area == Area::Config && text.contains('\n');
        let parts: SmallVec<[_; 1]> = match area {
            Area::Argument => in_arguments(text).into_iter().collect(),
            Area::Config if is_file => in_lines(text).collect(),
            _ => SmallVec::new(),
        };
        if !parts.is_empty() {
            return self.report_likely(text, trail, &parts, "a value that is named like a secret looks like one");
        }
        let has_name_of_its_own = matches!(area, Area::Variable | Area::Config | Area::Argument) && !is_file;
        if has_name_of_its_own && is_random(text) && !says_public(name) {
            self.report_likely(text, trail, &[whole()], "a value is as random as a secret");
        }
    }

    fn report_likely(&mut self, text: &str, trail: &Trail<'_>, parts: &[std::ops::Range<usize>], message: &str) {
        let Some(first) = parts.first() else { return };
        let at = self.cursor(trail);
        let site = self.site_within(&at, text, first);
        let mut finding = self.object.finding(likely_secret::CODE, message, site);
        for part in parts {
            finding = finding.conceal(text.get(part.clone()).unwrap_or_default(), self.object.leaves(&at));
        }
        self.found.push(advised(finding));
    }

    /// Where a part of a text is written; the whole text where it was made of others.
    fn site_within(&self, at: &Cursor<'_>, text: &str, part: &std::ops::Range<usize>) -> Site {
        let mut site = self.object.site(at);
        if let Spot::Value(place) = site.spot
            && *part != (0..text.len())
            && self.object.sources.text(place) == text
        {
            site.spot = Spot::Within(place, part.start as u32, part.end as u32);
        }
        site
    }

    fn cursor(&self, trail: &Trail<'_>) -> Cursor<'a> {
        match trail {
            Trail::Root => self.object.root(),
            Trail::Key(above, key) => {
                let above = self.cursor(above);
                above.child(key).unwrap_or(above)
            }
            Trail::Index(above, index) => {
                let above = self.cursor(above);
                above.item(*index).unwrap_or(above)
            }
        }
    }
}

/// The code for a kind of secret; in a Secret, passwords and signed tokens are where they belong.
fn code_of(what: What, in_secret: bool) -> Option<Code> {
    match what {
        What::PrivateKey => Some(private_key::CODE),
        What::Token(_) => Some(known_token::CODE),
        What::SignedToken => (!in_secret).then_some(likely_secret::CODE),
        What::PasswordInUrl => (!in_secret).then_some(password_in_url::CODE),
    }
}

/// Says what was seen, and at most what is public of it.
fn message_of(text: &str, sighting: &Sighting) -> String {
    let public = text.get(sighting.range.start..sighting.range.start + sighting.public).unwrap_or_default();
    match sighting.what {
        What::PrivateKey => "a private key stands in plain text".to_owned(),
        What::SignedToken => "a signed token stands in plain text".to_owned(),
        What::PasswordInUrl => "a password stands in a URL in plain text".to_owned(),
        What::Token(what) if public.is_empty() => format!("{what} stands in plain text"),
        What::Token(what) => format!("{what} (`{public}…`) stands in plain text"),
    }
}

fn advised(finding: Finding) -> Finding {
    finding.help("keep it in a store of secrets, and replace it there: whoever can read the repository has it")
}
