use super::{cover, sightings};

/// Covers the values of Secrets in rendered YAML, and what is a secret by its shape; `None` where there is nothing to cover.
///
/// Of a Secret everything below `data` and `stringData` is covered, but for the keys.
pub fn covered_lines(text: &str) -> Option<Vec<String>> {
    let seen = sightings(text);
    let has_secret = text.lines().any(|line| line == "kind: Secret");
    if seen.is_empty() && !has_secret {
        return None;
    }
    let mut bytes = text.as_bytes().to_vec();
    cover(&mut bytes, seen.into_iter().map(|seen| seen.range.start + seen.public..seen.range.end));
    let covered = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines: Vec<String> = covered.lines().map(str::to_owned).collect();
    for document in
        lines.split_mut(|line| line == "---").filter(|document| document.iter().any(|line| line == "kind: Secret"))
    {
        cover_secret(document);
    }
    Some(lines)
}

fn cover_secret(lines: &mut [String]) {
    let mut is_inside = false;
    // How deep the keys stand; what stands deeper belongs to a value.
    let mut keys_at = None;
    for line in lines {
        let depth = line.len() - line.trim_start().len();
        if depth == 0 && !line.is_empty() {
            is_inside = line.starts_with("data:") || line.starts_with("stringData:");
            keys_at = None;
        }
        if !is_inside || line.trim().is_empty() {
            continue;
        }
        let is_key = depth == 0 || *keys_at.get_or_insert(depth) == depth;
        let value_at = if is_key { line.find(": ").map_or(line.len(), |at| at + 2) } else { depth };
        let (before, value) = line.split_at(value_at);
        if !matches!(value, "|" | "|-" | "|+" | ">" | ">-" | ">+" | "{}") {
            let stars = value.chars().map(|c| if c.is_whitespace() { c } else { '*' });
            *line = before.chars().chain(stars).collect();
        }
    }
}
