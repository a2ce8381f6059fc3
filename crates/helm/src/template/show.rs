//! `--show-only`.

use crate::Compat;
use crate::manifest::split;
use crate::pattern::match_path;

/// Picks the documents whose template matches one of the patterns, pattern by pattern.
pub(super) fn only(patterns: &[String], text: &str, compat: Compat) -> Result<String, String> {
    let documents: Vec<&str> = split(text, compat).into_iter().map(|document| &text[document.text]).collect();
    let mut out = String::new();
    for pattern in patterns {
        let pattern = pattern.replace('\\', "/");
        let matching = documents
            .iter()
            .filter(|document| template_of(document).is_some_and(|path| match_path(&pattern, path) == Ok(true)));
        let before = out.len();
        for document in matching {
            out.push_str("---\n");
            out.push_str(document);
            out.push('\n');
        }
        if out.len() == before {
            return Err(format!("could not find template {pattern} in chart"));
        }
    }
    Ok(out)
}

/// Finds the path after the chart's name in the comment that tells the source.
fn template_of(document: &str) -> Option<&str> {
    let (_, rest) = document.split_once("# Source: ")?;
    let (chart, path) = rest.lines().next()?.split_once('/')?;
    (!chart.is_empty() && !path.is_empty()).then_some(path)
}
