use std::fmt;
use std::sync::LazyLock;

use ecow::EcoString;
use minijinja::{Environment, UndefinedBehavior};

use super::{TemplateFault, sliced};

/// Steps that one evaluation may take, so that a hostile expression ends.
const FUEL: u64 = 200_000;
/// The longest expression, in bytes.
const LONGEST: usize = 16 * 1024;

/// An expression in minijinja's grammar, compiled.
pub struct Expression {
    source: EcoString,
    pub(super) kind: ExpressionKind,
}

pub(super) enum ExpressionKind {
    /// Names joined by dots, the most frequent form; looked up without the machine.
    Path(Vec<EcoString>),
    /// Anything else.
    General {
        compiled: Box<minijinja::Expression<'static, 'static>>,
        /// The paths that it may read, shortest first, none below another.
        reads: Vec<Vec<EcoString>>,
        calls_image: bool,
    },
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source)
    }
}

/// The machine's settings: what an expression may call. Immutable, so that it is no state.
static MACHINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut machine = Environment::new();
    machine.set_undefined_behavior(UndefinedBehavior::Strict);
    machine.set_fuel(Some(FUEL));
    machine.set_debug(true);
    machine.remove_global("debug");
    machine.add_filter("env_name", env_name);
    machine.add_filter("join", super::bounded::join);
    machine.add_filter("replace", super::bounded::replace);
    machine.add_filter("indent", super::bounded::indent);
    machine.add_filter("subnets", super::network::subnets);
    machine.add_filter("overlaps", super::network::overlaps);
    machine.add_filter("outside", super::network::outside);
    for filter in ["format", "pprint", "batch", "slice"] {
        machine.remove_filter(filter);
    }
    machine
});

/// `my-db` → `MY_DB`: a name as environment variables have it.
fn env_name(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect()
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// Where it does not parse; the bytes count from the expression's first.
    pub fn compile(source: &str) -> Result<Self, TemplateFault> {
        let fault = |message: String, start: usize, end: usize| TemplateFault {
            message,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        };
        if source.len() > LONGEST {
            return Err(fault(format!("the expression is longer than {LONGEST} bytes"), 0, source.len()));
        }
        if source.trim().is_empty() {
            return Err(fault("the expression is empty".to_owned(), 0, source.len()));
        }
        if let Some(path) = dotted_path(source) {
            return Ok(Self { source: source.into(), kind: ExpressionKind::Path(path) });
        }
        super::bounded::check_products(source).map_err(|message| fault(message, 0, source.len()))?;
        let compiled = MACHINE.compile_expression_owned(source.to_owned()).map_err(|error| {
            let range = error.range().unwrap_or(0..source.len());
            fault(super::evaluate::describe(&error), range.start.min(source.len()), range.end.min(source.len()))
        })?;
        let (reads, calls_image) = reads_of(&compiled, source);
        Ok(Self {
            source: source.into(),
            kind: ExpressionKind::General { compiled: Box::new(compiled), reads, calls_image },
        })
    }

    /// The expression as written, without `${` and `}`.
    pub fn source(&self) -> &EcoString {
        &self.source
    }

    /// The first name of every path that it may read.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        let paths: &[Vec<EcoString>] = match &self.kind {
            ExpressionKind::Path(path) => std::slice::from_ref(path),
            ExpressionKind::General { reads, .. } => reads,
        };
        paths.iter().filter_map(|path| path.first()).map(EcoString::as_str)
    }

    /// Whether it calls `image(…)`.
    pub fn calls_image(&self) -> bool {
        matches!(self.kind, ExpressionKind::General { calls_image: true, .. })
    }
}

/// Words of the grammar that are no names.
const KEYWORDS: [&str; 14] =
    ["true", "false", "none", "null", "True", "False", "None", "not", "and", "or", "if", "else", "in", "is"];

fn dotted_path(source: &str) -> Option<Vec<EcoString>> {
    let is_name = |name: &str| {
        name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let path: Vec<EcoString> = source.trim().split('.').map(EcoString::from).collect();
    (path.iter().all(|name| is_name(name)) && !KEYWORDS.contains(&path[0].as_str())).then_some(path)
}

/// The paths that an expression may read, and whether it calls `image`.
fn reads_of(compiled: &minijinja::Expression<'_, '_>, source: &str) -> (Vec<Vec<EcoString>>, bool) {
    let mut names: Vec<String> = compiled.undeclared_variables(true).into_iter().collect();
    if sliced::may_slice(source) {
        names.extend(sliced::names(source).into_iter().filter(|name| !KEYWORDS.contains(&name.as_str())));
    }
    names.sort();
    names.dedup();
    let mut reads: Vec<Vec<EcoString>> = Vec::new();
    let mut calls_image = false;
    for name in names {
        let path: Vec<EcoString> = name.split('.').map(EcoString::from).collect();
        if path[0] == "image" {
            calls_image = true;
        } else if MACHINE.globals().any(|(global, _)| global == path[0].as_str()) {
            // A function of the machine, such as `range`.
        } else if !reads.iter().any(|known| path.starts_with(known)) {
            reads.retain(|known| !known.starts_with(&path));
            reads.push(path);
        }
    }
    (reads, calls_image)
}
