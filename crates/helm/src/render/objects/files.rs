//! `.Files`.

use crate::glob::Glob;
use crate::source::ChartFile;
use crate::yaml::{Flavour, json_node, write};
use platgen_gotmpl::function::Signature;
use platgen_gotmpl::value::{Kind, MapType, Type};
use platgen_gotmpl::{Context, Fault, Map, Object, Text, Value};
use std::collections::BTreeMap;

/// The files of a chart that are neither templates nor Helm's own, by path.
pub(crate) struct Files(Map);

impl Files {
    /// Makes the object over a map of files.
    pub(crate) const fn new(files: Map) -> Self {
        Self(files)
    }

    fn bytes(&self, path: &Text) -> Text {
        match self.0.get(path) {
            Some(Value::Bytes(bytes)) => bytes,
            _ => Text::default(),
        }
    }

    fn glob(&self, pattern: &Text) -> Value {
        let glob = Glob::parse(&pattern.to_str_lossy());
        let matches = |path: &Text| glob.as_ref().is_none_or(|glob| glob.matches(&path.to_str_lossy()));
        let entries = self.0.entries().into_iter().filter(|(path, _)| matches(path)).collect();
        Value::object(Self(Map::with_entries(MapType::BYTES, entries)))
    }

    /// Gives the lines of a file, without the one after a last line break.
    fn lines(&self, path: &Text) -> Result<Value, Fault> {
        let Some(Value::Bytes(bytes)) = self.0.get(path) else { return Ok(Value::strings::<Text>([])) };
        if bytes.is_empty() {
            return Err(Fault::new("runtime error: index out of range [-1]"));
        }
        let text = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        Ok(Value::strings(text.split(|byte| *byte == b'\n')))
    }

    /// Writes YAML of all files by their base names; of two with one name the later path wins.
    fn flattened(&self, content: impl Fn(&Text) -> Text) -> Value {
        let mut entries = BTreeMap::new();
        for (path, value) in self.0.entries() {
            if let Value::Bytes(bytes) = value {
                let name = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
                entries.insert(Text::from(name), Value::String(content(&bytes)));
            }
        }
        let map = Value::Map(Map::with_entries(MapType::STRINGS, entries));
        let yaml = json_node(&map).map(|node| write(Flavour::V2, &node)).unwrap_or_default();
        Value::string(yaml.strip_suffix('\n').unwrap_or(&yaml))
    }
}

/// Makes the map of files by path.
pub(crate) fn file_map(files: &[ChartFile]) -> Map {
    let entries = files.iter().map(|file| (Text::from(file.path.as_str()), Value::Bytes(Text::from(&*file.bytes))));
    Map::with_entries(MapType::BYTES, entries.collect())
}

impl Object for Files {
    fn type_name(&self) -> &'static str {
        "engine.files"
    }

    fn kind(&self) -> Kind {
        Kind::Map
    }

    fn method(&self, name: &str) -> Option<Signature> {
        match name {
            "Get" | "GetBytes" | "Glob" | "Lines" => Some(Signature::fixed(&[Type::String])),
            "AsConfig" | "AsSecrets" => Some(Signature::default()),
            _ => None,
        }
    }

    fn call(&self, _: &mut Context<'_>, name: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        match (name, arguments.as_slice()) {
            ("Get", [Value::String(path)]) => Ok(Value::String(self.bytes(path))),
            ("GetBytes", [Value::String(path)]) => Ok(Value::Bytes(self.bytes(path))),
            ("Glob", [Value::String(pattern)]) => Ok(self.glob(pattern)),
            ("Lines", [Value::String(path)]) => self.lines(path),
            ("AsConfig", _) => Ok(self.flattened(Text::clone)),
            ("AsSecrets", _) => Ok(self.flattened(|bytes| platgen_gotmpl::encode_base64(bytes).into())),
            _ => Err(Fault::new(format!("{name} is not a method of engine.files"))),
        }
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Map(self.0.clone()))
    }
}
