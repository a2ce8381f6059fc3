//! The name of the release.

use super::TemplateFlags;
use crate::Compat;
use platgen_gotmpl::context::Chance;
use platgen_gotmpl::functions::sprig;
use platgen_gotmpl::{Context, Program, Value};
use std::fmt::Write as _;

/// Finds the name: the one given, or what `--name-template` makes.
pub(super) fn of(flags: &TemplateFlags, chance: Option<&mut (dyn Chance + Send)>) -> Result<String, String> {
    let template = flags.name_template.as_deref().filter(|template| !template.is_empty());
    match (&flags.name, template) {
        (Some(_), _) if flags.generate_name => Err("cannot set --generate-name and also specify a name".to_owned()),
        (Some(_), Some(_)) => Err("cannot set --name-template and also specify a name".to_owned()),
        (Some(name), None) => Ok(name.clone()),
        (None, Some(template)) => made(template, chance),
        (None, None) => Ok("release-name".to_owned()),
    }
}

/// Executes a template that knows sprig's functions and none of Helm's.
fn made(template: &str, chance: Option<&mut (dyn Chance + Send)>) -> Result<String, String> {
    const NAME: &str = "name-template";
    let mut program = Program::new(NAME, sprig());
    program.add(NAME, template.as_bytes()).map_err(|fault| fault.to_string())?;
    let mut context = Context::new(&program);
    if let Some(chance) = chance {
        context = context.with_chance(chance);
    }
    let text = context.render(NAME, Value::Nil).map_err(|fault| fault.to_string())?;
    Ok(text.to_string())
}

/// Checks that a release may have the name. Helm 4 says twice what is wrong.
pub(super) fn check(name: &str, compat: Compat, stderr: &mut String) -> Result<(), String> {
    let problem = if name.is_empty() {
        "no name provided"
    } else if name.len() > 53 || !name.split('.').all(is_label) {
        "invalid release name, must match regex ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the \
         length must not be longer than 53"
    } else {
        return Ok(());
    };
    let error = format!("release name {name:?}: {problem}");
    if compat == Compat::V3_17 {
        return Err(error);
    }
    let _ = writeln!(stderr, "level=ERROR msg=\"release name check failed\" error={error:?}");
    Err(format!("release name check failed: {error}"))
}

fn is_label(label: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !label.is_empty() && label.bytes().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
}
