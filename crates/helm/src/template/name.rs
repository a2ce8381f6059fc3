//! The name of the release.

use super::TemplateFlags;
use crate::Compat;
use platgen_gotmpl::{Context, Program, Value};

/// Finds the name: the one given, or what `--name-template` makes.
pub(super) fn of(flags: &TemplateFlags) -> Result<String, String> {
    match (&flags.name, &flags.name_template) {
        (Some(_), Some(_)) => Err("cannot set --name-template and also specify a name".to_owned()),
        (Some(name), None) => Ok(name.clone()),
        (None, Some(template)) if !template.is_empty() => made(template, flags.compat),
        _ => Ok("release-name".to_owned()),
    }
}

fn made(template: &str, compat: Compat) -> Result<String, String> {
    const NAME: &str = "name-template";
    let mut program = Program::new(NAME, crate::render::functions(compat));
    program.add(NAME, template.as_bytes()).map_err(|fault| fault.to_string())?;
    let text = Context::new(&program).render(NAME, Value::Nil).map_err(|fault| fault.to_string())?;
    Ok(text.to_string())
}

/// Checks that a release may have the name.
pub(super) fn check(name: &str, compat: Compat) -> Result<(), String> {
    let problem = if name.is_empty() {
        "no name provided"
    } else if name.len() > 53 || !name.split('.').all(is_label) {
        "invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the \
         length must not be longer than 53"
    } else {
        return Ok(());
    };
    let context = if compat == Compat::V3_17 { "" } else { "release name check failed: " };
    Err(format!("{context}release name {name:?}: {problem}"))
}

fn is_label(label: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !label.is_empty() && label.bytes().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
}
