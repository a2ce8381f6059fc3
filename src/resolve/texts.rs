use ecow::EcoString;

use super::environments::Inputs;
use super::workloads::spot_of;
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot, nearest};
use crate::model::{FileContent, Open, Sourced, Text, TextRule};
use crate::node::Origins;
use crate::parse::ProjectTexts;
use crate::source::Place;

/// Gives the text of each file that a workload mounts; one that stands in a file of the project is taken as it stands there.
pub(super) fn resolve_texts(
    files: &Open<FileContent, { TextRule::FILE_PATH }>,
    otherwise: Place,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Vec<Sourced<EcoString>>, Poison> {
    let texts: Vec<Result<Sourced<EcoString>, Poison>> = files
        .iter()
        .map(|(_, content)| match content {
            FileContent::Text(text) | FileContent::Template(text) => {
                Ok(Sourced { value: text.value.0.clone(), origin: text.origin })
            }
            FileContent::From(path) => read_from(path, otherwise, inputs, origins, sink),
        })
        .collect();
    texts.into_iter().collect()
}

fn read_from(
    path: &Sourced<Text>,
    otherwise: Place,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Sourced<EcoString>, Poison> {
    let place = origins.first_leaf(path.origin).unwrap_or(otherwise);
    let known = inputs.revisions.texts(place.file).unwrap_or(&inputs.project.texts);
    let spot = spot_of(path.origin, otherwise, origins);
    match known.find(&path.value.0) {
        Some(Ok(file)) => {
            let root = inputs.sources.document(*file).root();
            let written = Place::new(*file, root);
            let own = origins.leaf(written);
            Ok(Sourced { value: inputs.sources.text(written), origin: origins.join(&[own, path.origin]) })
        }
        Some(Err(finding)) => {
            let mut finding = Finding::clone(finding);
            finding.primary.spot = spot;
            Err(sink.report(finding))
        }
        None => Err(sink.report(missing_file(&path.value.0, spot, known))),
    }
}

/// Says that no file stands at a path, and what may have been meant.
fn missing_file(path: &str, spot: Spot, known: &ProjectTexts) -> Finding {
    let finding = Finding::new(Code::UNKNOWN_NAME, format!("there is no file `{path}`"), spot);
    let below = format!("files/{}", path.trim_start_matches("./").trim_start_matches('/'));
    let near = known.paths().find(|known| *known == below).or_else(|| nearest(path, known.paths()));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if path.starts_with("files/") => finding.suggest(path, known.paths()),
        None => finding.help("contents of mounted files lie in the project's folder `files/`"),
    }
}
