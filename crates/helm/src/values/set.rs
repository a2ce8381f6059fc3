//! The language of `--set`: `a.b[0]=x,c={1,2}`.

use super::{Fields, json};
use platgen_gotmpl::Text;
use platgen_gotmpl::value::Plain;

const DEEPEST: usize = 30;
const LARGEST_INDEX: usize = 65536;

/// Makes the value of a text; what `--set-file` does with a path.
type ReadText<'r> = &'r dyn Fn(&str) -> Result<Plain, String>;

/// How values are read.
#[derive(Clone, Copy)]
pub(super) enum Reading<'r> {
    /// `true`, `null` and integers have types.
    Typed,
    /// Everything is text.
    Strings,
    /// Every value names a file.
    Files(ReadText<'r>),
    /// Every value is JSON.
    Json,
    /// The rest of the text is the value, and nothing is escaped.
    Literal,
}

/// Reads one text of assignments.
pub(super) struct Setter<'t> {
    rest: &'t str,
    reading: Reading<'t>,
}

/// A step from a value to one inside it.
#[derive(Debug)]
enum Step {
    Name(String),
    Index(usize),
}

/// What an assignment gives its place.
enum Given {
    Value(Plain),
    /// `a[0]` at the end: only the list comes to be.
    Nothing,
}

impl<'t> Setter<'t> {
    pub(super) const fn new(text: &'t str, reading: Reading<'t>) -> Self {
        Self { rest: text, reading }
    }

    /// Carries out all assignments.
    pub(super) fn set_all(mut self, values: &mut Fields) -> Result<(), String> {
        while let Some((steps, given)) = self.assignment()? {
            set_field(values, &steps, given)?;
        }
        Ok(())
    }

    fn assignment(&mut self) -> Result<Option<(Vec<Step>, Given)>, String> {
        let mut steps = Vec::new();
        let mut level = 0;
        let stops: &[char] = if self.is_literal() { &['=', '[', '.'] } else { &['=', '[', ',', '.'] };
        loop {
            let (name, stop) = self.until(stops);
            match stop {
                None if name.is_empty() => return Ok(None),
                None => return Err(format!("key {name:?} has no value")),
                Some(',') => return Err(format!("key {name:?} has no value (cannot end with ,)")),
                Some('.') => {
                    steps.push(Step::Name(name));
                    level += 1;
                    if level > DEEPEST {
                        return Err(format!(
                            "value name nested level is greater than maximum supported nested level of {DEEPEST}"
                        ));
                    }
                }
                Some('=') => {
                    steps.push(Step::Name(name));
                    return Ok(Some((steps, Given::Value(self.value()?))));
                }
                _ => {
                    steps.push(Step::Name(name));
                    if let Some(given) = self.indices(&mut steps)? {
                        return Ok(Some((steps, given)));
                    }
                }
            }
        }
    }

    /// Reads `0]`, and what follows up to a value; nothing where names follow.
    fn indices(&mut self, steps: &mut Vec<Step>) -> Result<Option<Given>, String> {
        loop {
            let (number, stop) = self.until(&[']']);
            if stop.is_none() {
                return Err("error parsing index: EOF".to_owned());
            }
            steps.push(Step::Index(index(&number)?));
            let (extra, stop) = self.until(&['[', '.', '=']);
            if !extra.is_empty() {
                return Err(format!("unexpected data at end of array index: {extra:?}"));
            }
            match stop {
                None => return Ok(Some(Given::Nothing)),
                Some('=') => return self.value().map(|value| Some(Given::Value(value))),
                Some('.') => return Ok(None),
                _ => {}
            }
        }
    }

    fn value(&mut self) -> Result<Plain, String> {
        match self.reading {
            Reading::Literal => Ok(Plain::String(std::mem::take(&mut self.rest).into())),
            Reading::Json => self.json(),
            _ if self.rest.starts_with('{') => self.list(),
            _ if self.rest.is_empty() => Ok(Plain::String("".into())),
            _ => {
                let (text, _) = self.until(&[',']);
                self.read(&text)
            }
        }
    }

    fn json(&mut self) -> Result<Plain, String> {
        if self.skips_blanks_and_comma() {
            return Ok(Plain::Null);
        }
        let (value, end) = json::parse_start(self.rest).ok_or("invalid JSON")?;
        self.rest = &self.rest[end..];
        self.skips_blanks_and_comma();
        Ok(value)
    }

    /// Passes over spaces and one comma, and tells whether that was all there is of a value.
    fn skips_blanks_and_comma(&mut self) -> bool {
        let rest = self.rest.trim_start();
        let Some(after) = rest.strip_prefix(',') else {
            self.rest = rest;
            return rest.is_empty();
        };
        self.rest = after;
        true
    }

    fn list(&mut self) -> Result<Plain, String> {
        self.rest = &self.rest[1..];
        let mut items = Vec::new();
        loop {
            let (text, stop) = self.until(&[',', '}']);
            if stop.is_none() {
                return Err("list must terminate with '}'".to_owned());
            }
            items.push(self.read(&text)?);
            if stop == Some('}') {
                self.rest = self.rest.strip_prefix(',').unwrap_or(self.rest);
                return Ok(Plain::List(items));
            }
        }
    }

    fn read(&self, text: &str) -> Result<Plain, String> {
        match self.reading {
            Reading::Typed => Ok(typed(text)),
            Reading::Files(read) => read(text),
            _ => Ok(Plain::String(text.into())),
        }
    }

    const fn is_literal(&self) -> bool {
        matches!(self.reading, Reading::Literal)
    }

    /// Takes the text up to one of the characters, which is taken too; a backslash makes the next character a plain one.
    fn until(&mut self, stops: &[char]) -> (String, Option<char>) {
        let mut text = String::new();
        let mut characters = self.rest.chars();
        while let Some(character) = characters.next() {
            if stops.contains(&character) {
                self.rest = characters.as_str();
                return (text, Some(character));
            }
            match character {
                '\\' if !self.is_literal() => text.extend(characters.next()),
                other => text.push(other),
            }
        }
        self.rest = "";
        (text, None)
    }
}

fn index(text: &str) -> Result<usize, String> {
    let number: i64 =
        text.parse().map_err(|_| format!("error parsing index: strconv.Atoi: parsing {text:?}: invalid syntax"))?;
    let index = usize::try_from(number).map_err(|_| format!("negative {number} index not allowed"))?;
    match index > LARGEST_INDEX {
        true => Err(format!("index of {index} is greater than maximum supported index of {LARGEST_INDEX}")),
        false => Ok(index),
    }
}

/// Types a text: booleans and null in any case, decimal integers without leading zeros.
fn typed(text: &str) -> Plain {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    match text {
        _ if is("true") => Plain::Bool(true),
        _ if is("false") => Plain::Bool(false),
        _ if is("null") => Plain::Null,
        "0" => Plain::Int(0),
        _ if text.starts_with('0') => Plain::String(text.into()),
        _ => text.parse().map_or_else(|_| Plain::String(text.into()), Plain::Int),
    }
}

/// Gives a field, or something inside it, a value. A field without a name is passed over.
fn set_field(fields: &mut Fields, steps: &[Step], given: Given) -> Result<(), String> {
    let [Step::Name(name), rest @ ..] = steps else { return Ok(()) };
    let key = Text::from(name.as_str());
    let value = match (rest, given) {
        ([], Given::Value(value)) => value,
        ([], Given::Nothing) => return Ok(()),
        ([Step::Index(_), ..], given) => {
            let mut list = match fields.remove(&key) {
                None => Vec::new(),
                Some(Plain::List(items)) => items,
                Some(other) => return Err(conversion(&other, "[]interface {}")),
            };
            set_item(&mut list, rest, given)?;
            Plain::List(list)
        }
        ([Step::Name(_), ..], given) => {
            let mut inner = match fields.remove(&key) {
                None => Fields::new(),
                Some(Plain::Map(fields)) => fields,
                Some(other) => return Err(conversion(&other, "map[string]interface {}")),
            };
            set_field(&mut inner, rest, given)?;
            if inner.is_empty() {
                return Err(format!("key map {name:?} has no value"));
            }
            Plain::Map(inner)
        }
    };
    if !name.is_empty() {
        fields.insert(key, value);
    }
    Ok(())
}

/// Gives an item of a list, or something inside it, a value; items before it come to be as nulls.
fn set_item(items: &mut Vec<Plain>, steps: &[Step], given: Given) -> Result<(), String> {
    let [Step::Index(index), rest @ ..] = steps else { return Ok(()) };
    if matches!((rest, &given), ([], Given::Nothing)) {
        return Ok(());
    }
    let present = items.get_mut(*index).map(std::mem::take);
    let value = match (rest, given) {
        ([], Given::Value(value)) => value,
        ([Step::Index(_), ..], given) => {
            let mut list = match present {
                None | Some(Plain::Null) => Vec::new(),
                Some(Plain::List(items)) => items,
                Some(other) => return Err(conversion(&other, "[]interface {}")),
            };
            set_item(&mut list, rest, given)?;
            Plain::List(list)
        }
        (_, given) => {
            let mut inner = match present {
                Some(Plain::Map(fields)) => fields,
                _ => Fields::new(),
            };
            set_field(&mut inner, rest, given)?;
            Plain::Map(inner)
        }
    };
    if items.len() <= *index {
        items.resize(*index + 1, Plain::Null);
    }
    items[*index] = value;
    Ok(())
}

/// Words a value that stands where a list or a map is to be filled.
fn conversion(found: &Plain, wanted: &str) -> String {
    let found = match found {
        Plain::Null => "nil",
        Plain::Bool(_) => "bool",
        Plain::Int(_) => "int64",
        Plain::Float(_) => "float64",
        Plain::String(_) => "string",
        Plain::List(_) => "[]interface {}",
        Plain::Map(_) => "map[string]interface {}",
    };
    format!("unable to parse key: interface conversion: interface {{}} is {found}, not {wanted}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, reading: Reading<'_>) -> Result<String, String> {
        let mut fields = Fields::new();
        Setter::new(text, reading).set_all(&mut fields)?;
        Ok(json::json(&Plain::Map(fields)).to_string())
    }

    #[test]
    fn assignments() {
        for (text, json) in [
            ("a=1,b=x", r#"{"a":1,"b":"x"}"#),
            ("a.b.c=true", r#"{"a":{"b":{"c":true}}}"#),
            ("a[2]=x", r#"{"a":[null,null,"x"]}"#),
            ("a[0].b=1,a[0].c=2", r#"{"a":[{"b":1,"c":2}]}"#),
            ("a[1][0]=1", r#"{"a":[null,[1]]}"#),
            ("a={1,two,3.5},b=c", r#"{"a":[1,"two","3.5"],"b":"c"}"#),
            ("a={}", r#"{"a":[""]}"#),
            (r"a\.b=c\,d", r#"{"a.b":"c,d"}"#),
            ("a=007,b=0,c=1e5,d=-5,e=+5", r#"{"a":"007","b":0,"c":"1e5","d":-5,"e":5}"#),
            ("a=", r#"{"a":""}"#),
            ("a=,b=NULL", r#"{"a":"","b":null}"#),
            ("a=b=c", r#"{"a":"b=c"}"#),
            ("a[0]", r#"{"a":[]}"#),
            (".b=1", "{}"),
            ("", "{}"),
        ] {
            assert_eq!(set(text, Reading::Typed).as_deref(), Ok(json), "{text}");
        }
        for bad in ["a", "a,b=1", "a={1", "a[-1]=1", "a[x]=1", "a[70000]=1", "a=1,a.b=2", "a..b=1", "a[0]x=1"] {
            assert!(set(bad, Reading::Typed).is_err(), "{bad}");
        }
    }

    #[test]
    fn other_readings() {
        assert_eq!(set("a=1", Reading::Strings).as_deref(), Ok(r#"{"a":"1"}"#));
        assert_eq!(set("a.b=x,y=\\z", Reading::Literal).as_deref(), Ok(r#"{"a":{"b":"x,y=\\z"}}"#));
        assert_eq!(
            set("a=[1,{\"b\":2}],c=null,d= ,e=3", Reading::Json).as_deref(),
            Ok(r#"{"a":[1,{"b":2}],"c":null,"d":null,"e":3}"#)
        );
        assert!(set("a={x", Reading::Json).is_err());
        let read = |path: &str| Ok(Plain::String(format!("<{path}>").as_str().into()));
        assert_eq!(set("a=f,b=g", Reading::Files(&read)).as_deref(), Ok(r#"{"a":"<f>","b":"<g>"}"#));
    }
}
