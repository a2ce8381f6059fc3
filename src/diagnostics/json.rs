use serde::Serialize;

use super::{Diagnostic, Excerpt, Level, Report, Subject};

/// The version of the form; raised when a field is renamed, removed or means something else.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct ReportForm<'a> {
    version: u32,
    findings: Vec<FindingForm<'a>>,
    summary: SummaryForm,
}

#[derive(Serialize)]
struct FindingForm<'a> {
    code: &'a str,
    level: &'a str,
    message: &'a str,
    primary: PlaceForm<'a>,
    secondary: Vec<PlaceForm<'a>>,
    help: Option<&'a str>,
    object: Option<ObjectForm<'a>>,
    output: Option<PlaceForm<'a>>,
    occurrences: &'a [String],
    fingerprint: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ObjectForm<'a> {
    api_version: &'a str,
    kind: &'a str,
    namespace: Option<&'a str>,
    name: &'a str,
    path: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceForm<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
}

#[derive(Serialize)]
struct SummaryForm {
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl Report {
    /// Writes the report as one JSON object that ends with a line break.
    ///
    /// Lines and columns count from 1, columns in characters; the end is the place after the last character.
    pub fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(&self.json_form()).expect("strings and numbers are always JSON");
        json.push('\n');
        json
    }

    /// The report as a value that is part of a larger JSON document.
    pub fn json_form(&self) -> impl Serialize + '_ {
        ReportForm {
            version: VERSION,
            findings: self.diagnostics.iter().map(FindingForm::of).collect(),
            summary: SummaryForm {
                errors: self.count(Level::Error),
                warnings: self.count(Level::Warning),
                infos: self.count(Level::Info),
            },
        }
    }
}

impl<'a> FindingForm<'a> {
    fn of(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code.name(),
            level: diagnostic.level.name(),
            message: &diagnostic.message,
            primary: PlaceForm::of(&diagnostic.primary),
            secondary: diagnostic.secondary.iter().map(PlaceForm::of).collect(),
            help: diagnostic.help.as_deref(),
            object: diagnostic.subject.as_deref().map(ObjectForm::of),
            output: diagnostic.output.as_ref().map(PlaceForm::of),
            occurrences: &diagnostic.occurrences,
            fingerprint: &diagnostic.fingerprint,
        }
    }
}

impl<'a> ObjectForm<'a> {
    fn of(subject: &'a Subject) -> Self {
        Self {
            api_version: &subject.api_version,
            kind: &subject.kind,
            namespace: subject.namespace.as_deref(),
            name: &subject.name,
            path: subject.path.to_string(),
        }
    }
}

impl<'a> PlaceForm<'a> {
    fn of(excerpt: &'a Excerpt) -> Self {
        let Excerpt { path, line, column, end_line, end_column, message, start: _, end: _ } = excerpt;
        Self { path, line: *line, column: *column, end_line: *end_line, end_column: *end_column, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Finding, Spot};
    use crate::source::Sources;

    #[test]
    fn has_every_field_always() {
        let finding = Finding::new(Code::MISSING_PROJECT, "no `platgen.yaml`", Spot::File("platgen.yaml".into()));
        let report = Report::new(vec![finding], &Sources::default());
        assert_eq!(
            report.to_json(),
            r#"{
  "version": 1,
  "findings": [
    {
      "code": "missing-project",
      "level": "error",
      "message": "no `platgen.yaml`",
      "primary": {
        "path": "platgen.yaml",
        "line": 1,
        "column": 1,
        "endLine": 1,
        "endColumn": 1,
        "message": ""
      },
      "secondary": [],
      "help": null,
      "object": null,
      "output": null,
      "occurrences": [],
      "fingerprint": "96a0b67fe1300271"
    }
  ],
  "summary": {
    "errors": 1,
    "warnings": 0,
    "infos": 0
  }
}
"#
        );
    }
}
