use std::fmt::Write;

use clap::Args;
use serde_json::{Map, Value, json};

use super::arguments::DataFormat;
use super::failure::Failure;
use super::invocation::Invocation;
use super::status::ExitStatus;
use super::table::Table;
use crate::check::{Judge, code_named, codes, rules};
use crate::diagnostics::{Code, nearest};

/// List what platgen finds fault with, or explain one code
#[derive(Args, Debug)]
#[command(after_help = "\
A page says what a finding means and why it matters, and shows what is wrong and what is right.

Examples:
  platgen rules
  platgen rules service-selects-nothing
  platgen rules --format json")]
pub(super) struct Arguments {
    /// Print the page of this code
    code: Option<String>,
    /// The form of the list or the page
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: DataFormat,
}

/// What a code is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Family {
    Objects,
    PodSecurity,
    Input,
}

impl Family {
    const ALL: [Self; 3] = [Self::Objects, Self::PodSecurity, Self::Input];

    fn of(code: Code) -> Self {
        match rules().find(|rule| rule.code == code).map(|rule| rule.judge) {
            Some(Judge::Pod(..)) => Self::PodSecurity,
            Some(_) => Self::Objects,
            None => Self::Input,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Objects => "Rules of objects",
            Self::PodSecurity => "Pod Security",
            Self::Input => "The input",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Objects => "objects",
            Self::PodSecurity => "podSecurity",
            Self::Input => "input",
        }
    }
}

/// Prints the list of codes, or the page of one.
pub(super) fn run(invocation: &Invocation, arguments: &Arguments) -> Result<ExitStatus, Failure> {
    let text = match (&arguments.code, arguments.format) {
        (Some(name), DataFormat::Human) => explain(find(name)?),
        (Some(name), DataFormat::Json) => format!("{:#}\n", explain_as_json(find(name)?)),
        (None, DataFormat::Human) => list(),
        (None, DataFormat::Json) => format!("{:#}\n", list_as_json()),
    };
    invocation.print(&text)?;
    Ok(ExitStatus::Clean)
}

/// Finds a code by its name.
///
/// # Errors
/// Fails with the nearest known name.
pub(super) fn find(name: &str) -> Result<Code, Failure> {
    code_named(name).ok_or_else(|| {
        let failure = Failure::new(format!("there is no code `{name}`"));
        failure.help(match nearest(name, codes().map(Code::name)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`platgen rules` lists them".to_owned(),
        })
    })
}

fn explain(code: Code) -> String {
    let level = code.level().name();
    let changeable = if code.entry().adjustable { "may change it" } else { "cannot change it" };
    let mut text = format!("{} ({level}; a project {changeable})\n\n", code.name());
    for line in code.page() {
        writeln!(text, "{line}").expect("writing to a string cannot fail");
    }
    text
}

fn explain_as_json(code: Code) -> Value {
    let page: Vec<&str> = code.page().collect();
    json!({
        "code": code.name(),
        "level": code.level().name(),
        "adjustable": code.entry().adjustable,
        "family": Family::of(code).key(),
        "summary": code.summary(),
        "page": page.join("\n"),
    })
}

/// The codes of a family, sorted by name.
fn codes_of(family: Family) -> Vec<Code> {
    let mut members: Vec<Code> = codes().filter(|code| Family::of(*code) == family).collect();
    members.sort_unstable_by_key(|code| code.name());
    members
}

fn list() -> String {
    let families = Family::ALL.into_iter().map(|family| (family, codes_of(family)));
    let section = |(family, codes): (Family, Vec<Code>)| {
        let rows = codes.iter().map(|code| {
            let cells = [code.name(), code.level().name(), code.summary()];
            cells.into_iter().map(Value::from).collect()
        });
        let table = Table { name: family.key(), columns: &["code", "level", "summary"], rows: rows.collect() };
        format!("{}:\n{}", family.title(), table.to_text())
    };
    families.filter(|(_, codes)| !codes.is_empty()).map(section).collect::<Vec<_>>().join("\n")
}

fn list_as_json() -> Value {
    let form = |code: &Code| {
        json!({
            "code": code.name(),
            "level": code.level().name(),
            "adjustable": code.entry().adjustable,
            "summary": code.summary(),
        })
    };
    let families = Family::ALL.into_iter();
    let lists = families.map(|family| (family.key().to_owned(), codes_of(family).iter().map(form).collect()));
    Value::Object(lists.collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::input_codes;

    #[test]
    fn every_code_is_listed_once() {
        let listed: usize = Family::ALL.into_iter().map(|family| codes_of(family).len()).sum();
        assert_eq!(listed, codes().count());
        assert_eq!(codes_of(Family::Input).len(), input_codes().count());
    }

    #[test]
    fn a_page_is_shown_as_it_was_written() {
        let page = explain(find("service-selects-nothing").expect("the code is known"));
        let start = "service-selects-nothing (error; a project may change it)\n\nA Service selects no pods.\n\nIt gets";
        assert!(page.starts_with(start), "{page}");
        assert!(page.contains("\n# Wrong\n```yaml\napiVersion: v1\n"), "{page}");
        let page = explain(find("syntax").expect("the code is known"));
        assert!(page.starts_with("syntax (error; a project cannot change it)\n\nA file is not YAML.\n"), "{page}");
    }

    #[test]
    fn an_unknown_code_gets_the_nearest() {
        let refused = |name| find(name).expect_err("the code is not known").to_string();
        assert_eq!(
            refused("service-select-nothing"),
            "error: there is no code `service-select-nothing`\n  help: did you mean `service-selects-nothing`?"
        );
        assert_eq!(refused("x"), "error: there is no code `x`\n  help: `platgen rules` lists them");
    }
}
