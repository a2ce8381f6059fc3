use std::sync::{Arc, Mutex};

use ecow::EcoString;
use rustc_hash::FxHashMap;

use super::Expression;

/// Text with expressions, in the order in which they stand.
#[derive(Debug)]
pub struct Template {
    /// Texts and expressions.
    pub parts: Vec<Part>,
}

/// One piece of a [`Template`].
#[derive(Debug)]
pub enum Part {
    /// Text as it stands, `$${` already written `${`.
    Text(EcoString),
    /// An expression with the byte at which it begins in the whole text.
    Expression(Expression, u32),
}

/// Why a text is no template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TemplateFault {
    /// One phrase.
    pub message: String,
    /// The bytes of the text at fault.
    pub start: u32,
    /// One past the last of them.
    pub end: u32,
}

impl Template {
    /// Whether a text holds `${` at all; other texts need no template.
    pub fn is_needed(text: &str) -> bool {
        text.contains("${")
    }

    /// Splits a text at its expressions and compiles them.
    ///
    /// `${` opens an expression that ends at the first `}` outside quotes and brackets; `$${` stands for `${`.
    ///
    /// # Errors
    /// The first expression that does not end or does not parse.
    pub fn parse(text: &str) -> Result<Self, TemplateFault> {
        let mut parts = Vec::new();
        let mut literal = EcoString::new();
        let mut at = 0;
        while let Some(found) = text[at..].find("${") {
            let open = at + found;
            if text[..open].ends_with('$') && open > at {
                literal.push_str(&text[at..open - 1]);
                literal.push_str("${");
                at = open + 2;
                continue;
            }
            literal.push_str(&text[at..open]);
            let start = open + 2;
            let length = expression_length(&text[start..]).ok_or_else(|| TemplateFault {
                message: "`${` is never closed by `}`".to_owned(),
                start: offset(open),
                end: offset(text.len()),
            })?;
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal)));
            }
            let expression = Expression::compile(&text[start..start + length]).map_err(|fault| {
                // Nothing can be pointed at in an empty expression but its braces.
                let (before, after) =
                    if fault.start == fault.end { (open, start + length + 1) } else { (start, start) };
                TemplateFault {
                    message: fault.message,
                    start: offset(before) + fault.start,
                    end: offset(after) + fault.end,
                }
            })?;
            parts.push(Part::Expression(expression, offset(start)));
            at = start + length + 1;
        }
        literal.push_str(&text[at..]);
        if !literal.is_empty() {
            parts.push(Part::Text(literal));
        }
        Ok(Self { parts })
    }

    /// The expression that the whole text is, if it is one: its value keeps its type.
    pub fn single(&self) -> Option<(&Expression, u32)> {
        match self.parts.as_slice() {
            [Part::Expression(expression, start)] => Some((expression, *start)),
            _ => None,
        }
    }
}

fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// How many bytes lie before the `}` that closes an expression.
fn expression_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        if let Some(open) = quote {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                _ if byte == open => quote = None,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' | b'\'' => quote = Some(byte),
            b'(' | b'[' | b'{' => depth += 1,
            b'}' if depth == 0 => return Some(index),
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Templates by their text: each is parsed once, whatever file it stands in.
#[derive(Debug, Default)]
pub struct Templates {
    known: Mutex<FxHashMap<EcoString, Parsed>>,
}

type Parsed = Arc<Result<Template, TemplateFault>>;

impl Templates {
    /// The template of a text.
    pub fn parse(&self, text: &EcoString) -> Parsed {
        let known = |templates: &Self| {
            let lock = templates.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            lock.get(text).cloned()
        };
        if let Some(template) = known(self) {
            return template;
        }
        let template = Arc::new(Template::parse(text));
        let mut lock = self.known.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        lock.entry(text.clone()).or_insert(template).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let template = Template::parse(text).expect("parses");
        template
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.to_string(),
                Part::Expression(expression, start) => format!("<{}@{start}>", expression.source()),
            })
            .collect()
    }

    #[test]
    fn splits_text_and_expressions() {
        assert_eq!(texts("api.${env.domain}"), ["api.", "<env.domain@6>"]);
        assert_eq!(texts("${a}-${b}"), ["<a@2>", "-", "<b@7>"]);
        assert_eq!(texts("plain"), ["plain"]);
    }

    #[test]
    fn two_dollars_write_one() {
        assert_eq!(texts("a $${HOME} ${b}"), ["a ${HOME} ", "<b@13>"]);
        assert_eq!(texts("$${x}"), ["${x}"]);
    }

    #[test]
    fn braces_inside_quotes_and_brackets_do_not_close() {
        assert_eq!(texts("${ {'a': '}'}['a'] }!"), ["< {'a': '}'}['a'] @2>", "!"]);
    }

    #[test]
    fn an_open_expression_is_a_fault() {
        let fault = Template::parse("a ${b").expect_err("never closed");
        assert_eq!((fault.start, fault.end), (2, 5));
    }
}
