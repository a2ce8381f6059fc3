//! The tree that is written and read.

use std::borrow::Cow;

use super::text::is_identifier;

/// The content of a file or of a block.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Body {
    /// In the order in which they stand.
    pub items: Vec<Item>,
}

/// One thing in a [`Body`].
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// `key = value`.
    Attribute(Entry),
    /// `kind "label" { … }`; the writer sets blocks off by blank lines.
    Block(Block),
    /// An empty line between two others; never two of them, and none at the ends.
    Blank,
    /// A comment that stands by itself, one or several lines.
    Comment(String),
}

/// A block.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// Its type, an identifier.
    pub kind: String,
    /// Its labels, texts without `$` and `%`.
    pub labels: Vec<String>,
    /// What stands between its braces.
    pub body: Body,
}

/// An attribute of a body, or a field of an object.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The name; of an attribute an identifier, of a field any text.
    pub key: String,
    /// The value.
    pub value: Value,
    /// A comment on the lines above.
    pub above: Option<String>,
    /// A comment at the end of the line; stands above where the value takes several lines.
    pub beside: Option<String>,
}

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, written as it is.
    Number(Number),
    /// A text without references; `${` in it is two characters.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object; keys must differ from each other.
    Object(Vec<Entry>),
    /// What is evaluated when the file is read.
    Expression(Expression),
    /// A text with expressions in it.
    Template(Vec<Part>),
}

/// One part of a [`Value::Template`].
#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    /// Text as it is.
    Text(String),
    /// `${…}`.
    Expression(Expression),
}

/// What is evaluated when the file is read.
#[derive(Clone, PartialEq, Debug)]
pub enum Expression {
    /// `dependency.vpc.outputs.vpc_id`.
    Reference(Reference),
    /// `find_in_parent_folders("root.hcl")`.
    Call(Call),
}

/// A name and the way from it into its value.
#[derive(Clone, PartialEq, Debug)]
pub struct Reference {
    root: String,
    steps: Vec<ReferenceStep>,
}

/// One step of a [`Reference`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReferenceStep {
    /// `.name`, or `["name"]` where the name is no identifier.
    Key(String),
    /// `[0]`.
    Index(u64),
}

/// A call of a function.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    pub(crate) function: String,
    pub(crate) arguments: Vec<Value>,
}

/// A number, kept as its text so that no digit is lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number(Cow<'static, str>);

impl Body {
    /// Makes an empty body.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds `name = value`.
    ///
    /// # Panics
    /// Where the name is no identifier: names of attributes are ours, never the user's.
    pub fn attribute(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        self.entry(Entry::new(name, value))
    }

    /// Adds an attribute that has comments.
    ///
    /// # Panics
    /// Where the name is no identifier.
    pub fn entry(&mut self, entry: Entry) -> &mut Self {
        assert!(is_identifier(&entry.key), "an attribute is named by an identifier, not `{}`", entry.key);
        self.items.push(Item::Attribute(entry));
        self
    }

    /// Adds a block.
    pub fn block(&mut self, block: Block) -> &mut Self {
        self.items.push(Item::Block(block));
        self
    }

    /// Adds an empty line.
    pub fn blank(&mut self) -> &mut Self {
        self.items.push(Item::Blank);
        self
    }

    /// Adds a comment on lines of its own.
    pub fn comment(&mut self, text: impl Into<String>) -> &mut Self {
        self.items.push(Item::Comment(text.into()));
        self
    }

    /// Finds an attribute's value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.items.iter().find_map(|item| match item {
            Item::Attribute(entry) if entry.key == name => Some(&entry.value),
            _ => None,
        })
    }

    /// Iterates over the blocks of a kind.
    pub fn blocks(&self, kind: &str) -> impl Iterator<Item = &Block> {
        self.items.iter().filter_map(move |item| match item {
            Item::Block(block) if block.kind == kind => Some(block),
            _ => None,
        })
    }
}

impl Block {
    /// Makes a block.
    ///
    /// # Panics
    /// Where the kind is no identifier: kinds of blocks are ours, never the user's. Where a label has a `$` or a `%`, which
    /// `terraform fmt` has no lasting form for.
    #[must_use]
    pub fn new(kind: &str, labels: &[&str], body: Body) -> Self {
        assert!(is_identifier(kind), "a block's kind is an identifier, not `{kind}`");
        assert!(!labels.iter().any(|label| label.contains(['$', '%'])), "labels have no `$` and no `%`: {labels:?}");
        Self { kind: kind.to_owned(), labels: labels.iter().map(|label| (*label).to_owned()).collect(), body }
    }
}

impl Entry {
    /// Makes an entry without comments.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { key: key.into(), value: value.into(), above: None, beside: None }
    }

    /// Puts a comment above.
    #[must_use]
    pub fn above(self, comment: impl Into<String>) -> Self {
        Self { above: Some(comment.into()), ..self }
    }

    /// Puts a comment at the end of the line.
    #[must_use]
    pub fn beside(self, comment: impl Into<String>) -> Self {
        Self { beside: Some(comment.into()), ..self }
    }
}

impl Value {
    /// Finds a field of an object; none for other values.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Object(entries) => entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// Makes an object of keys and values.
    #[must_use]
    pub fn object<K: Into<String>, V: Into<Value>>(fields: impl IntoIterator<Item = (K, V)>) -> Self {
        Value::Object(fields.into_iter().map(|(key, value)| Entry::new(key, value)).collect())
    }

    /// Makes a list.
    #[must_use]
    pub fn list<V: Into<Value>>(items: impl IntoIterator<Item = V>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl Reference {
    /// Begins a reference at a name.
    ///
    /// # Panics
    /// Where the name is no identifier: roots are ours, never the user's.
    #[must_use]
    pub fn to(root: &str) -> Self {
        assert!(is_identifier(root), "a reference begins with an identifier, not `{root}`");
        Self { root: root.to_owned(), steps: Vec::new() }
    }

    /// Begins a reference at a name that was read.
    pub(super) fn to_any(root: &str) -> Self {
        Self { root: root.to_owned(), steps: Vec::new() }
    }

    /// Goes a step further.
    pub(super) fn step(mut self, step: ReferenceStep) -> Self {
        self.steps.push(step);
        self
    }

    /// Goes to the field of this name.
    #[must_use]
    pub fn key(mut self, name: impl Into<String>) -> Self {
        self.steps.push(ReferenceStep::Key(name.into()));
        self
    }

    /// Goes to the item at this place.
    #[must_use]
    pub fn index(mut self, place: u64) -> Self {
        self.steps.push(ReferenceStep::Index(place));
        self
    }

    /// The name that it begins with.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// The way from there.
    #[must_use]
    pub fn steps(&self) -> &[ReferenceStep] {
        &self.steps
    }
}

impl Call {
    /// Makes a call.
    ///
    /// # Panics
    /// Where the name is no identifier: functions are ours, never the user's.
    #[must_use]
    pub fn new<V: Into<Value>>(function: &str, arguments: impl IntoIterator<Item = V>) -> Self {
        assert!(is_identifier(function), "a function is named by an identifier, not `{function}`");
        Self { function: function.to_owned(), arguments: arguments.into_iter().map(Into::into).collect() }
    }

    /// The function's name.
    #[must_use]
    pub fn function(&self) -> &str {
        &self.function
    }

    /// What it is called with.
    #[must_use]
    pub fn arguments(&self) -> &[Value] {
        &self.arguments
    }
}

impl Number {
    /// Reads a number in decimal: digits, then a fraction, then an exponent, with a minus before all where it is negative.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_number(text).then(|| Self(Cow::Owned(text.to_owned())))
    }

    /// Takes a float; none where it is not finite.
    #[must_use]
    pub fn from_float(float: f64) -> Option<Self> {
        float.is_finite().then(|| Self(Cow::Owned(float.to_string())))
    }

    /// The number as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Tells whether a text is a number as [`Number::parse`] takes it.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let are_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && fraction.is_none_or(are_digits) && exponent.is_none_or(are_digits)
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Number(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Value::Number(value)
    }
}

impl From<Reference> for Value {
    fn from(value: Reference) -> Self {
        Value::Expression(Expression::Reference(value))
    }
}

impl From<Call> for Value {
    fn from(value: Call) -> Self {
        Value::Expression(Expression::Call(value))
    }
}

impl From<Expression> for Value {
    fn from(value: Expression) -> Self {
        Value::Expression(value)
    }
}

impl From<Reference> for Expression {
    fn from(value: Reference) -> Self {
        Expression::Reference(value)
    }
}

impl From<Call> for Expression {
    fn from(value: Call) -> Self {
        Expression::Call(value)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(Cow::Owned(value.to_string()))
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(Cow::Owned(value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decimal() {
        for text in ["0", "-1", "1.50", "1e3", "2.5E-7", "123456789012345678901234567890"] {
            assert_eq!(Number::parse(text).map(|number| number.as_str().to_owned()).as_deref(), Some(text));
        }
        for text in ["", "-", "1.", ".5", "+1", "1e", "0x1f", "1_000", "Inf", "1e5.0", "--1"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        assert_eq!(Number::from_float(f64::NAN), None);
        assert_eq!(Number::from_float(0.1).expect("finite").as_str(), "0.1");
    }

    #[test]
    #[should_panic(expected = "an attribute is named by an identifier")]
    fn attributes_are_identifiers() {
        Body::new().attribute("a b", true);
    }
}
