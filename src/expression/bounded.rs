//! Filters that could make much of little, with a bound on what they make.

use minijinja::value::Rest;
use minijinja::{Error, ErrorKind, Value};

/// The longest text that a filter or an expression may yield, in bytes.
pub(super) const LONGEST_TEXT: usize = 1 << 20;
/// The most items or entries that an expression may yield.
pub(super) const MOST_ITEMS: usize = 100_000;
/// How many multiplications an expression may hold, and the largest number beside one: text and lists can be multiplied too.
const MOST_PRODUCTS: usize = 8;
const LARGEST_FACTOR: u64 = 1_000_000;

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("the text would be longer than {LONGEST_TEXT} bytes"))
}

/// The items of a list as texts, with a separator between them.
pub(super) fn join(list: &Value, separator: Option<&str>) -> Result<String, Error> {
    let separator = separator.unwrap_or("");
    let mut out = String::new();
    for (index, item) in list.try_iter()?.enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        match item.as_str() {
            Some(text) => out.push_str(text),
            None => out.push_str(&item.to_string()),
        }
        if out.len() > LONGEST_TEXT {
            return Err(too_long());
        }
    }
    Ok(out)
}

/// Every occurrence of a text replaced by another.
pub(super) fn replace(text: &str, from: &str, to: &str) -> Result<String, Error> {
    let found = if from.is_empty() { text.len() + 1 } else { text.matches(from).count() };
    if text.len() + found.saturating_mul(to.len()) > LONGEST_TEXT {
        return Err(too_long());
    }
    Ok(text.replace(from, to))
}

/// Every line but the first moved to the right by some spaces.
pub(super) fn indent(text: &str, width: usize, _: Rest<Value>) -> Result<String, Error> {
    if text.len() + text.lines().count().saturating_mul(width) > LONGEST_TEXT {
        return Err(too_long());
    }
    Ok(text.replace('\n', &format!("\n{}", " ".repeat(width))))
}

/// Says what is wrong with an expression's multiplications, if anything is.
pub(super) fn check_products(source: &str) -> Result<(), String> {
    let code = without_quoted(source);
    let products = code.matches('*').count();
    if products == 0 {
        return Ok(());
    }
    if code.contains("**") {
        return Err("powers are not allowed".to_owned());
    }
    if products > MOST_PRODUCTS {
        return Err(format!("at most {MOST_PRODUCTS} multiplications are allowed"));
    }
    let beside = |text: &str, ends: &[char]| text.trim().chars().next_back().is_some_and(|c| ends.contains(&c));
    let starts = |text: &str, starts: &[char]| text.trim().chars().next().is_some_and(|c| starts.contains(&c));
    for (at, _) in code.match_indices('*') {
        if beside(&code[..at], &[']', '"']) || starts(&code[at + 1..], &['[', '"']) {
            return Err("text and lists cannot be multiplied".to_owned());
        }
    }
    let numbers = code.split(|c: char| !c.is_ascii_digit() && c != '_').filter(|digits| !digits.is_empty());
    for digits in numbers {
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        if digits.parse::<u64>().unwrap_or(u64::MAX) > LARGEST_FACTOR && !digits.is_empty() {
            return Err(format!("beside a multiplication, numbers are at most {LARGEST_FACTOR}"));
        }
    }
    Ok(())
}

/// The source with every quoted text replaced by `"`.
fn without_quoted(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut quote = None;
    let mut escaped = false;
    for c in source.chars() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => {
                quote = None;
                out.push('"');
            }
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => out.push(c),
        }
    }
    out
}
