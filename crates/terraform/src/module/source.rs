//! Reads what a module takes and gives from its own files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

use super::{Module, Variable};
use crate::hcl::{Misread, ReadError, misread_at, parse};
use crate::types::{Type, read_type};

/// One `*.tf` file of a module's folder.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'f> {
    /// Its name, for messages.
    pub name: &'f str,
    /// Its text.
    pub text: &'f str,
}

/// What cannot be read of a module's files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceError {
    /// The file's name.
    pub file: String,
    /// Where in it, and what.
    pub error: ReadError,
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.error)
    }
}

impl std::error::Error for SourceError {}

impl Module {
    /// Reads the `variable` and `output` blocks of a module's files, wherever they stand; the order of the files means nothing.
    ///
    /// Only constants are read: types, `nullable`, `sensitive`, and whether there is a default.
    ///
    /// # Errors
    /// All faults of all files: what is no HCL, types that are none, names that are declared twice, overrides.
    pub fn from_source(source: &str, version: Option<&str>, files: &[SourceFile]) -> Result<Self, Vec<SourceError>> {
        let mut sorted: Vec<&SourceFile> = files.iter().collect();
        sorted.sort_by_key(|file| file.name);
        let mut reading = Reading::default();
        sorted.into_iter().for_each(|file| reading.file(file));
        match reading.errors.is_empty() {
            true => Ok(Self::new(source, version, reading.variables, reading.outputs)),
            false => Err(reading.errors),
        }
    }
}

#[derive(Default)]
struct Reading {
    variables: BTreeMap<Box<str>, Variable>,
    outputs: BTreeSet<Box<str>>,
    errors: Vec<SourceError>,
}

impl Reading {
    fn file(&mut self, file: &SourceFile) {
        let fault = |error| SourceError { file: file.name.to_owned(), error };
        let body = match parse(file.text) {
            Ok(body) => body,
            Err(error) => return self.errors.push(fault(error)),
        };
        let mut misread = Vec::new();
        for block in body.blocks().filter(|block| block.has_ident("variable") || block.has_ident("output")) {
            misread.extend(self.block(block, is_override(file.name)).err());
        }
        self.errors.extend(misread.into_iter().map(|misread| fault(misread.locate(file.text))));
    }

    fn block(&mut self, block: &Block, is_override: bool) -> Result<(), Misread> {
        let kind = block.ident.as_str();
        let [label] = block.labels.as_slice() else {
            return Err(misread_at(&block.ident, format!("`{kind}` takes one label, the name")));
        };
        if is_override {
            return Err(misread_at(
                &block.ident,
                format!("`{kind}` in an override file is not read: change it in place"),
            ));
        }
        let name = label.as_str();
        let is_new = match kind {
            "variable" => {
                let variable = read_variable(&block.body)?;
                self.variables.insert(name.into(), variable).is_none()
            }
            _ => self.outputs.insert(name.into()),
        };
        if is_new { Ok(()) } else { Err(misread_at(&block.ident, format!("{kind} `{name}` is declared twice"))) }
    }
}

/// Tells whether Terraform merges a file over the others.
fn is_override(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    file == "override.tf" || file.ends_with("_override.tf")
}

fn read_variable(body: &Body) -> Result<Variable, Misread> {
    let value = |name: &str| body.get_attribute(name).map(|attribute| &attribute.value);
    Ok(Variable {
        ty: Arc::new(value("type").map_or(Ok(Type::Any), read_type)?),
        required: value("default").is_none(),
        nullable: value("nullable").map_or(Ok(true), read_flag)?,
        sensitive: value("sensitive").map_or(Ok(false), read_flag)?,
    })
}

fn read_flag(value: &Expression) -> Result<bool, Misread> {
    match value {
        Expression::Bool(flag) => Ok(*flag.value()),
        other => Err(Misread {
            offset: other.span().map_or(0, |span| span.start),
            message: "expected `true` or `false`".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VARIABLES: &str = r#"
variable "name" {
  description = "What it is called"
  type        = string
  nullable    = false

  validation {
    condition     = length(var.name) < 20
    error_message = "Too long: ${length(var.name)}"
  }
}

variable "rows" {
  type = list(object({
    key  = string
    size = optional(number, 3) # in GiB
  }))
  default = []
}

variable "token" {
  type      = string
  default   = null
  sensitive = true
}

variable "free" {}
"#;

    const MAIN: &str = r#"
locals { names = { for row in var.rows : row.key => row.size if row.size > 1 } }

resource "aws_dynamodb_table" "this" {
  count = var.name != "" ? 1 : 0
  name  = var.name
}

output "arn" { value = one(aws_dynamodb_table.this[*].arn) }
"#;

    #[test]
    fn declarations_are_found_wherever_they_stand() {
        let files = [SourceFile { name: "variables.tf", text: VARIABLES }, SourceFile { name: "main.tf", text: MAIN }];
        let module = Module::from_source("./modules/table", None, &files).expect("it is sound");
        let expected = r#"{
  "source": "./modules/table",
  "variables": [
    {"name": "free", "type": "any", "required": true},
    {"name": "name", "type": "string", "required": true, "nullable": false},
    {"name": "rows", "type": "list(object({ key = string, size = optional(number, 3) }))"},
    {"name": "token", "type": "string", "sensitive": true}
  ],
  "outputs": [
    "arn"
  ]
}
"#;
        assert_eq!(module.to_json(), expected);
        let [first, second] = files;
        assert_eq!(Module::from_source("./modules/table", None, &[second, first]), Ok(module));
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let broken = VARIABLES
            .replace("= string\n  nullable", "= strng\n  nullable")
            .replace("sensitive = true", "sensitive = 1");
        let files = [
            SourceFile { name: "variables.tf", text: &broken },
            SourceFile { name: "main.tf", text: "variable \"free\" {}\nvariable {}\n" },
            SourceFile { name: "a_override.tf", text: "variable \"x\" {\n}\n" },
            SourceFile { name: "broken.tf", text: "output \"x\" {\n  value = [\n" },
        ];
        let errors = Module::from_source("x", None, &files).expect_err("nothing of it is sound");
        let told: Vec<String> = errors.iter().map(SourceError::to_string).collect();
        assert_eq!(told.len(), 6, "{told:#?}");
        assert_eq!(told[0], "a_override.tf:1:1: `variable` in an override file is not read: change it in place");
        assert!(told[1].starts_with("broken.tf:"), "{}", told[1]);
        assert_eq!(told[2], "main.tf:2:1: `variable` takes one label, the name");
        assert_eq!(told[3], "variables.tf:4:17: `strng` is no type");
        assert_eq!(told[4], "variables.tf:24:15: expected `true` or `false`");
        assert_eq!(told[5], "variables.tf:27:1: variable `free` is declared twice");
    }
}
