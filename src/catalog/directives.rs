use ecow::EcoString;

use super::OUTPUT;
use super::template::{Condition, KeyTemplate, MapTemplate, Repeat, RepeatBody, TreeTemplate, compile, report_fault};
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot, nearest};
use crate::expression::{Expression, Template, Templates};
use crate::source::{Document, FileId, NodeId, Place, Value};

/// What a `$for` runs over.
#[derive(Debug)]
pub struct Loop {
    /// One name for items or keys, two for keys and values.
    pub names: Vec<EcoString>,
    /// What it runs over.
    pub expression: Expression,
    /// The byte of the scalar's text at which the expression begins.
    pub start: u32,
}

const DIRECTIVES: [&str; 6] = ["$if", "$for", "$do", "$key", "$value", "$merge"];

struct Compiler<'a, 'b> {
    document: &'a Document,
    file: FileId,
    templates: &'a Templates,
    sink: &'b mut Sink,
}

/// Compiles a map with its directives.
pub(super) fn compile_map(
    document: &Document,
    file: FileId,
    node: NodeId,
    templates: &Templates,
    sink: &mut Sink,
) -> Result<MapTemplate, Poison> {
    Compiler { document, file, templates, sink }.map(node)
}

impl Compiler<'_, '_> {
    fn map(&mut self, node: NodeId) -> Result<MapTemplate, Poison> {
        let place = Place::new(self.file, node);
        let Value::Map(entries) = self.document.value(node) else { return Err(Poison) };
        let mut own = Vec::with_capacity(entries.len());
        let mut poison = None;
        for entry in entries.iter().filter(|entry| !DIRECTIVES.contains(&entry.key.as_str())) {
            let key = self.key(&entry.key, entry.value);
            match (key, self.tree(entry.value)) {
                (Ok(key), Ok(value)) => own.push((key, value)),
                _ => poison = Some(Poison),
            }
        }
        let condition = self.directive(node, "$if").map(|at| self.condition(at)).transpose();
        let repeat = self.directive(node, "$for").map(|at| self.repeat(node, at)).transpose();
        let merge = self.directive(node, "$merge").map(|at| self.merge(at)).transpose();
        self.check_lonely(node)?;
        if let Some(poison) = poison {
            return Err(poison);
        }
        let map = MapTemplate {
            place,
            condition: condition?,
            repeat: repeat?,
            merge: merge?.unwrap_or_default(),
            entries: own,
        };
        self.check_items(&map)?;
        Ok(map)
    }

    fn directive(&self, node: NodeId, name: &str) -> Option<NodeId> {
        self.document.get(node, name)
    }

    fn tree(&mut self, node: NodeId) -> Result<TreeTemplate, Poison> {
        compile(self.document, self.file, node, self.templates, self.sink)
    }

    fn fault(&mut self, node: NodeId, message: impl Into<String>) -> Poison {
        let spot = Spot::Value(Place::new(self.file, node));
        self.sink.report(Finding::new(Code::INVALID_DEFINITION, message, spot))
    }

    /// A key as it stands, `$$x` for `$x`, or with expressions; a directive that does not exist is a fault.
    fn key(&mut self, key: &EcoString, value: NodeId) -> Result<KeyTemplate, Poison> {
        if let Some(rest) = key.strip_prefix("$$") {
            return Ok(KeyTemplate::Literal(ecow::eco_format!("${rest}")));
        }
        let place = Place::new(self.file, value);
        if Template::is_needed(key) {
            let template = self.templates.parse(key);
            if let Err(fault) = template.as_ref() {
                let finding = Finding::new(Code::EXPRESSION_ERROR, fault.message.clone(), Spot::Key(place));
                return Err(self.sink.report(finding));
            }
            return Ok(KeyTemplate::Text(template, place));
        }
        if key == OUTPUT {
            return Ok(KeyTemplate::Literal(key.clone()));
        }
        if key.starts_with('$') {
            let message = format!("there is no directive `{key}`");
            let help = match nearest(key, DIRECTIVES) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("for a key that begins with `$`, write `${key}`"),
            };
            let finding = Finding::new(Code::INVALID_DEFINITION, message, Spot::Key(place));
            return Err(self.sink.report(finding.help(help)));
        }
        Ok(KeyTemplate::Literal(key.clone()))
    }

    fn condition(&mut self, at: NodeId) -> Result<Condition, Poison> {
        let (expression, _) = self.expression(at, 0)?;
        Ok(Condition { expression, place: Place::new(self.file, at) })
    }

    /// The expression of a directive: bare, or wrapped in `${…}`; `skip` bytes of the text come before it.
    fn expression(&mut self, at: NodeId, skip: usize) -> Result<(Expression, u32), Poison> {
        let text = match self.document.value(at) {
            Value::Str(text) => text.to_owned(),
            Value::Bool(value) => value.to_string(),
            _ => return Err(self.fault(at, "expected an expression")),
        };
        let bare = &text[skip..];
        let trimmed = bare.trim_start();
        let mut start = skip + (bare.len() - trimmed.len());
        let mut source = trimmed.trim_end();
        if let Some(inner) = source.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            start += 2;
            source = inner;
        }
        let offset = u32::try_from(start).unwrap_or(0);
        Expression::compile(source).map(|expression| (expression, offset)).map_err(|mut fault| {
            fault.start += offset;
            fault.end += offset;
            match report_fault(&Err(fault), Place::new(self.file, at), self.sink) {
                Ok(()) => Poison,
                Err(poison) => poison,
            }
        })
    }

    fn repeat(&mut self, node: NodeId, at: NodeId) -> Result<Repeat, Poison> {
        let over = self.over(at)?;
        let body = match (self.directive(node, "$do"), self.directive(node, "$key"), self.directive(node, "$value")) {
            (Some(body), None, None) => RepeatBody::Items(self.tree(body)?),
            (None, Some(key), Some(value)) => {
                let key = self.tree(key)?;
                RepeatBody::Entries(key, self.tree(value)?)
            }
            _ => return Err(self.fault(at, "`$for` needs `$do`, or both `$key` and `$value`")),
        };
        Ok(Repeat { over, place: Place::new(self.file, at), body })
    }

    /// `name in expression` or `key, value in expression`.
    fn over(&mut self, at: NodeId) -> Result<Loop, Poison> {
        let text = match self.document.value(at) {
            Value::Str(text) => text.to_owned(),
            _ => return Err(self.fault(at, "expected `name in expression`")),
        };
        let Some(found) = text.find(" in ") else {
            return Err(self.fault(at, "expected `name in expression`"));
        };
        let names: Vec<EcoString> = text[..found].split(',').map(|name| name.trim().into()).collect();
        let is_name = |name: &EcoString| {
            name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if names.len() > 2 || !names.iter().all(is_name) {
            return Err(self.fault(at, format!("`{}` is not one name, or two with a comma", &text[..found])));
        }
        let (expression, start) = self.expression(at, found + 4)?;
        Ok(Loop { names, expression, start })
    }

    fn merge(&mut self, at: NodeId) -> Result<Vec<TreeTemplate>, Poison> {
        match self.tree(at)? {
            TreeTemplate::Seq(items, _) => Ok(items),
            _ => Err(self.fault(at, "expected a list of maps")),
        }
    }

    /// `$do`, `$key` and `$value` mean something only beside `$for`.
    fn check_lonely(&mut self, node: NodeId) -> Result<(), Poison> {
        if self.directive(node, "$for").is_some() {
            return Ok(());
        }
        for name in ["$do", "$key", "$value"] {
            if let Some(at) = self.directive(node, name) {
                let spot = Spot::Key(Place::new(self.file, at));
                let message = format!("`{name}` stands without `$for`");
                return Err(self.sink.report(Finding::new(Code::INVALID_DEFINITION, message, spot)));
            }
        }
        Ok(())
    }

    /// A map that yields list items has no keys of its own.
    fn check_items(&mut self, map: &MapTemplate) -> Result<(), Poison> {
        let yields_items = matches!(&map.repeat, Some(Repeat { body: RepeatBody::Items(_), .. }));
        if yields_items && !(map.entries.is_empty() && map.merge.is_empty()) {
            return Err(self.fault(map.place.node, "a map with `$do` has no keys of its own"));
        }
        Ok(())
    }
}
