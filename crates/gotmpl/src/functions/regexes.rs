//! Regular expressions.

use crate::context::Context;
use crate::error::Fault;
use crate::format;
use crate::function::{Functions, Int};
use crate::regex::{Amount, Regex, quote_meta};
use crate::value::{List, ListType, Text, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The patterns that were compiled, shared by the functions of one table.
#[derive(Clone, Default)]
struct Patterns(Arc<Mutex<BTreeMap<Text, Regex>>>);

/// Patterns that are kept. Charts have a few dozen; one that makes patterns pays for compiling them.
const MOST: usize = 256;

/// Steps that compiling takes, for each byte of the pattern.
const STEPS: u64 = 20;

/// How a function words a pattern that is not one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Must {
    /// As Go's `MustCompile`, which panics.
    Panic,
    /// As Go's `Compile`, which returns an error.
    Fail,
}

impl Patterns {
    fn find(&self, context: &mut Context<'_>, pattern: &Text, must: Must) -> Result<Regex, Fault> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(pattern).cloned();
        if let Some(regex) = found {
            return Ok(regex);
        }
        context.spend((pattern.len() as u64).saturating_mul(STEPS))?;
        let regex = Regex::new(pattern).map_err(|refusal| match must {
            Must::Fail => Fault::new(refusal.to_string()),
            Must::Panic => Fault::new(format!("regexp: Compile({}): {refusal}", shown(pattern))),
        })?;
        let mut patterns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if patterns.len() >= MOST {
            patterns.clear();
        }
        patterns.insert(pattern.clone(), regex.clone());
        Ok(regex)
    }
}

/// Writes a pattern between back quotes, or with escapes where it cannot stand there.
fn shown(pattern: &Text) -> String {
    match format::quote::can_back_quote(pattern) {
        true => format!("`{pattern}`"),
        false => format::quoted(pattern),
    }
}

pub(super) fn add(functions: &mut Functions) {
    let patterns = Patterns::default();
    functions.add("regexQuoteMeta", |_: &mut Context<'_>, text: Text| quote_meta(&text));
    let these = patterns.clone();
    functions.add("regexMatch", move |context: &mut Context<'_>, pattern: Text, text: Text| -> Result<bool, Fault> {
        match these.find(context, &pattern, Must::Fail) {
            Ok(regex) => searched(context, &text).map(|()| regex.is_match(&text)),
            Err(fault) if fault.passed_limit().is_some() => Err(fault),
            Err(_) => Ok(false),
        }
    });
    let these = patterns.clone();
    functions.add(
        "mustRegexMatch",
        move |context: &mut Context<'_>, pattern: Text, text: Text| -> Result<bool, Fault> {
            let regex = these.find(context, &pattern, Must::Fail)?;
            searched(context, &text).map(|()| regex.is_match(&text))
        },
    );
    add_both(functions, &patterns, ["regexFind", "mustRegexFind"], |patterns, must| {
        move |context: &mut Context<'_>, pattern: Text, text: Text| -> Result<Text, Fault> {
            let regex = patterns.find(context, &pattern, must)?;
            searched(context, &text)?;
            Ok(regex.find(&text).unwrap_or_default().into())
        }
    });
    add_both(functions, &patterns, ["regexFindAll", "mustRegexFindAll"], |patterns, must| {
        move |context: &mut Context<'_>, pattern: Text, text: Text, amount: Int| -> Result<List, Fault> {
            let regex = patterns.find(context, &pattern, must)?;
            searched(context, &text)?;
            let found = regex.find_all(&text, Amount::new(amount.0));
            // Go finds nothing as a nil list.
            texts(context, if found.is_empty() { None } else { Some(found) })
        }
    });
    add_both(functions, &patterns, ["regexSplit", "mustRegexSplit"], |patterns, must| {
        move |context: &mut Context<'_>, pattern: Text, text: Text, amount: Int| -> Result<List, Fault> {
            let regex = patterns.find(context, &pattern, must)?;
            searched(context, &text)?;
            texts(context, regex.split(&text, Amount::new(amount.0)))
        }
    });
    add_both(functions, &patterns, ["regexReplaceAll", "mustRegexReplaceAll"], |patterns, must| {
        move |context: &mut Context<'_>, pattern: Text, text: Text, replacement: Text| -> Result<Vec<u8>, Fault> {
            let regex = patterns.find(context, &pattern, must)?;
            searched(context, &text)?;
            regex.replace_all(&text, &replacement, |bytes| context.claim(bytes))
        }
    });
    add_both(functions, &patterns, ["regexReplaceAllLiteral", "mustRegexReplaceAllLiteral"], |patterns, must| {
        move |context: &mut Context<'_>, pattern: Text, text: Text, replacement: Text| -> Result<Vec<u8>, Fault> {
            let regex = patterns.find(context, &pattern, must)?;
            searched(context, &text)?;
            regex.replace_all_literal(&text, &replacement, |bytes| context.claim(bytes))
        }
    });
}

/// Adds a function that panics for a bad pattern and its twin that fails.
fn add_both<Arguments, B: crate::function::Body<Arguments>>(
    functions: &mut Functions,
    patterns: &Patterns,
    [panics, fails]: [&'static str; 2],
    make: impl Fn(Patterns, Must) -> B,
) {
    functions.add(panics, make(patterns.clone(), Must::Panic));
    functions.add(fails, make(patterns.clone(), Must::Fail));
}

/// Pays for searching a text.
fn searched(context: &mut Context<'_>, text: &[u8]) -> Result<(), Fault> {
    context.spend(text.len() as u64 / 16)
}

fn texts(context: &mut Context<'_>, found: Option<Vec<&[u8]>>) -> Result<List, Fault> {
    let Some(found) = found else { return Ok(List::nil(ListType::STRINGS)) };
    context.spend(found.len() as u64)?;
    context.claim(found.len().saturating_mul(48))?;
    Ok(List::of(ListType::STRINGS, found.into_iter().map(Value::string).collect()))
}
