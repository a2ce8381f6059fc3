//! Paths with slashes. Those of the operating system are the same here.

use crate::context::Context;
use crate::function::Functions;
use crate::value::Text;

pub(super) fn add(functions: &mut Functions) {
    for name in ["base", "osBase"] {
        functions.add(name, |_: &mut Context<'_>, path: Text| Text::from(base(&path)));
    }
    for name in ["dir", "osDir"] {
        functions.add(name, |_: &mut Context<'_>, path: Text| {
            let end = path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1);
            clean(&path[..end])
        });
    }
    for name in ["ext", "osExt"] {
        functions.add(name, |_: &mut Context<'_>, path: Text| Text::from(extension(&path)));
    }
    for name in ["clean", "osClean"] {
        functions.add(name, |_: &mut Context<'_>, path: Text| clean(&path));
    }
    for name in ["isAbs", "osIsAbs"] {
        functions.add(name, |_: &mut Context<'_>, path: Text| path.starts_with(b"/"));
    }
}

/// Gives the last part.
fn base(path: &[u8]) -> &[u8] {
    let Some(last) = path.iter().rposition(|byte| *byte != b'/') else {
        return if path.is_empty() { b"." } else { b"/" };
    };
    let path = &path[..=last];
    &path[path.iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)..]
}

/// Gives what the last part has from its last dot on.
fn extension(path: &[u8]) -> &[u8] {
    match path.iter().rposition(|byte| matches!(byte, b'.' | b'/')) {
        Some(at) if path[at] == b'.' => &path[at..],
        _ => b"",
    }
}

/// Gives the shortest path to the same place.
fn clean(path: &[u8]) -> Vec<u8> {
    let is_absolute = path.starts_with(b"/");
    let mut parts: Vec<&[u8]> = Vec::new();
    for part in path.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." if parts.last().is_some_and(|last| *last != b"..") => {
                parts.pop();
            }
            b".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    let root: &[u8] = if is_absolute { b"/" } else { b"" };
    let cleaned = [root, &parts.join(&b'/')].concat();
    if cleaned.is_empty() { b".".to_vec() } else { cleaned }
}
