//! Arguments as Helm reads them, which are not read as ours are: `-n=x`, `--no-hooks=false`, `-f a,b`, and its own words for what
//! is wrong.

use std::collections::BTreeMap;
use std::ffi::OsString;

use super::flags::{Does, Flag, Takes};

/// Arguments that were read.
#[derive(Debug, Default)]
pub(super) struct CommandLine {
    /// What is no flag, nor belongs to one.
    pub(super) operands: Vec<String>,
    values: BTreeMap<&'static str, Vec<String>>,
    remarks: Vec<String>,
}

impl CommandLine {
    /// Reads the arguments after `helm template`.
    ///
    /// # Errors
    /// Fails in Helm's words where a flag is unknown or its value is wrong, and in ours where a flag is refused.
    pub(super) fn read(arguments: &[OsString]) -> Result<Self, String> {
        let mut line = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let argument = text(argument)?;
            let mut next = || arguments.next().map(text).transpose();
            if argument == "--" {
                line.operands
                    .extend(arguments.map(text).collect::<Result<Vec<_>, _>>()?.into_iter().map(str::to_owned));
                break;
            } else if let Some(long) = argument.strip_prefix("--") {
                line.read_long(argument, long, &mut next)?;
            } else if argument.len() > 1 && argument.starts_with('-') {
                line.read_letters(&argument[1..], &mut next)?;
            } else {
                line.operands.push(argument.to_owned());
            }
        }
        Ok(line)
    }

    fn read_long<'a>(
        &mut self,
        argument: &str,
        long: &str,
        next: &mut dyn FnMut() -> Result<Option<&'a str>, String>,
    ) -> Result<(), String> {
        if long.starts_with(['-', '=']) {
            return Err(format!("bad flag syntax: {argument}"));
        }
        let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
        let flag = Flag::named(name).ok_or_else(|| format!("unknown flag: --{name}"))?;
        match value {
            Some(value) => self.set(flag, value),
            None if flag.needs_argument() => {
                let value = next()?.ok_or_else(|| format!("flag needs an argument: --{name}"))?;
                self.set(flag, value)
            }
            None => self.set(flag, without_value(flag)),
        }
    }

    /// Reads flags of one letter, the last of which may have its value behind it.
    fn read_letters<'a>(
        &mut self,
        letters: &str,
        next: &mut dyn FnMut() -> Result<Option<&'a str>, String>,
    ) -> Result<(), String> {
        let mut rest = letters;
        while let Some(letter) = rest.chars().next() {
            let flag =
                Flag::lettered(letter).ok_or_else(|| format!("unknown shorthand flag: {letter:?} in -{rest}"))?;
            let shown = rest;
            rest = &rest[letter.len_utf8()..];
            if let Some(value) = rest.strip_prefix('=').filter(|value| !value.is_empty()) {
                return self.set(flag, value);
            }
            if !flag.needs_argument() {
                self.set(flag, without_value(flag))?;
            } else if rest.is_empty() {
                let value = next()?.ok_or_else(|| format!("flag needs an argument: {letter:?} in -{shown}"))?;
                return self.set(flag, value);
            } else {
                return self.set(flag, rest);
            }
        }
        Ok(())
    }

    fn set(&mut self, flag: &'static Flag, value: &str) -> Result<(), String> {
        let wrong = |reason: String| format!("invalid argument {value:?} for {:?} flag: {reason}", flag.shown());
        let is_on = match flag.takes {
            Takes::Switch => {
                truth(value).ok_or_else(|| wrong(format!("strconv.ParseBool: parsing {value:?}: invalid syntax")))?
            }
            _ => true,
        };
        match flag.does {
            Does::Refused(why) if is_on => return Err(format!("--{} is not offered: {why}", flag.name)),
            Does::Deprecated(instead) => {
                self.remarks.push(format!("Flag --{} has been deprecated, {instead}", flag.name));
            }
            _ => {}
        }
        let known = self.values.entry(flag.name).or_default();
        match flag.takes {
            Takes::Switch => *known = vec![is_on.to_string()],
            Takes::Text | Takes::Optional(_) => *known = vec![value.to_owned()],
            Takes::Texts => known.push(value.to_owned()),
            Takes::Commas => known.extend(fields(value).map_err(wrong)?),
        }
        Ok(())
    }

    /// Tells whether a switch is on.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.text(name).is_some_and(|value| value == "true")
    }

    /// Gives a text, if the flag was given.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.last().map(String::as_str)
    }

    /// Gives all texts of a flag.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn asks_for_help(&self) -> bool {
        self.is_on("help")
    }

    /// What is to be said of the flags.
    pub(super) fn remarks(&self) -> &[String] {
        &self.remarks
    }
}

fn text(argument: &OsString) -> Result<&str, String> {
    argument.to_str().ok_or_else(|| format!("an argument is no UTF-8: {argument:?}"))
}

fn without_value(flag: &Flag) -> &'static str {
    match flag.takes {
        Takes::Optional(value) => value,
        _ => "true",
    }
}

/// Reads a truth as Go does.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// Cuts at commas as Go's reader of CSV does; only the first line counts.
fn fields(text: &str) -> Result<Vec<String>, String> {
    let line = text.trim_start_matches('\n').lines().next().unwrap_or_default();
    if line.is_empty() {
        return Ok(Vec::new());
    }
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let column = |rest: &str| line.len() - rest.len() + 1;
        let field = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (field, after) = unquoted(quoted).ok_or_else(|| {
                    format!(
                        "parse error on line 1, column {}: extraneous or missing \" in quoted-field",
                        line.len() + 1
                    )
                })?;
                rest = after;
                if !(rest.is_empty() || rest.starts_with(',')) {
                    let at = column(rest) - 1;
                    return Err(format!(
                        "parse error on line 1, column {at}: extraneous or missing \" in quoted-field"
                    ));
                }
                field
            }
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (field, after) = rest.split_at(end);
                if let Some(at) = field.find('"') {
                    let at = column(rest) + at;
                    return Err(format!("parse error on line 1, column {at}: bare \" in non-quoted-field"));
                }
                rest = after;
                field.to_owned()
            }
        };
        fields.push(field);
        match rest.strip_prefix(',') {
            Some(after) => rest = after,
            None => return Ok(fields),
        }
    }
}

/// Reads to the quote that ends a field; two of them stand for one.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let at = rest.find('"')?;
        field += &rest[..at];
        rest = &rest[at + 1..];
        match rest.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None => return Some((field, rest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Result<CommandLine, String> {
        CommandLine::read(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn every_way_to_write_a_flag() {
        let line = read(&[
            "rel",
            "-n=x",
            "-fa,b",
            "--values",
            "\"c,d\",e",
            "-gs",
            "t",
            "--set",
            "-a=1",
            "--no-hooks=F",
            "--wait",
            "chart",
            "--",
            "--debug",
        ])
        .expect("the arguments are right");
        assert_eq!(line.operands, ["rel", "chart", "--debug"]);
        assert_eq!(line.text("namespace"), Some("x"));
        assert_eq!(line.texts("values"), ["a", "b", "c,d", "e"]);
        assert_eq!((line.texts("show-only"), line.texts("set")), (vec!["t".to_owned()], vec!["-a=1".to_owned()]));
        assert!(line.is_on("generate-name") && !line.is_on("no-hooks") && !line.is_on("debug"));
    }

    #[test]
    fn what_is_refused_says_what_to_do_instead() {
        for flag in ["--repo=x", "--username=x", "--dependency-update", "--validate", "--post-renderer=x"] {
            let error = read(&["chart", flag]).expect_err(flag);
            let name = flag.split('=').next().expect("a name");
            assert!(error.starts_with(&format!("{name} is not offered: ")), "{error}");
        }
        assert!(read(&["chart", "--validate=false"]).is_ok());
    }
}
