use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::address::address;
use super::{Code, Diagnostic, Excerpt, Level, Report, Subject};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What the fingerprint of a result is made of: raised when it changes.
const FINGERPRINT: &str = "platgen/v1";
/// What paths are relative to: the top of the repository, by the name that consumers know.
const TOP: &str = "%SRCROOT%";

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<ResultForm>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    information_uri: &'static str,
    rules: Vec<RuleForm>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleForm {
    id: &'static str,
    short_description: Message,
    full_description: Message,
    help: Page,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Page {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultForm {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map<String, Value>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

impl Report {
    /// Writes the report as a SARIF 2.1.0 log that ends with a line break.
    ///
    /// The tool's rules are those of the findings, with their pages. `folder` is where the paths of the report begin, below the
    /// top of the repository. A finding about a file as a whole has no region.
    pub fn to_sarif(&self, folder: &str) -> String {
        let mut codes: Vec<Code> = self.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        codes.sort_unstable_by_key(|code| code.name());
        codes.dedup();
        let result = |diagnostic| ResultForm::of(diagnostic, &codes, folder);
        let results = self.diagnostics.iter().map(result).collect();
        let driver = Driver {
            name: "platgen",
            version: env!("CARGO_PKG_VERSION"),
            semantic_version: env!("CARGO_PKG_VERSION"),
            information_uri: env!("CARGO_PKG_REPOSITORY"),
            rules: codes.iter().map(|code| RuleForm::of(*code)).collect(),
        };
        let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
        let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
        let mut text = serde_json::to_string_pretty(&log).expect("strings and numbers are always JSON");
        text.push('\n');
        text
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

impl RuleForm {
    fn of(code: Code) -> Self {
        let page: Vec<&str> = code.page().collect();
        let why = page.iter().skip(1).take_while(|line| !line.starts_with("# ")).copied().collect::<Vec<_>>().join(" ");
        let why = why.trim();
        let page = page.join("\n");
        Self {
            id: code.name(),
            short_description: Message { text: code.summary().to_owned() },
            full_description: Message { text: if why.is_empty() { code.summary() } else { why }.to_owned() },
            help: Page { text: page.clone(), markdown: page },
            default_configuration: Configuration { level: level(code.level()) },
        }
    }
}

impl ResultForm {
    fn of(diagnostic: &Diagnostic, codes: &[Code], folder: &str) -> Self {
        // Braces are not doubled, though the standard asks for it: a viewer that replaces `{0}` alone would show both.
        let mut text = diagnostic.message.clone();
        if let Some(help) = &diagnostic.help {
            write!(text, "; {help}").expect("writing to a string cannot fail");
        }
        let related = diagnostic.secondary.iter().chain(&diagnostic.output).enumerate();
        let mut properties = Map::new();
        if !diagnostic.occurrences.is_empty() {
            properties.insert("occurrences".to_owned(), json!(diagnostic.occurrences));
        }
        let name = diagnostic.code.name();
        Self {
            rule_id: name,
            rule_index: codes.partition_point(|code| code.name() < name),
            level: level(diagnostic.level),
            message: Message { text },
            locations: [Location {
                logical_locations: diagnostic.subject.iter().map(|subject| LogicalLocation::of(subject)).collect(),
                ..Location::of(&diagnostic.primary, folder)
            }],
            related_locations: related
                .map(|(index, place)| Location { id: Some(index + 1), ..Location::of(place, folder) })
                .collect(),
            partial_fingerprints: BTreeMap::from([(FINGERPRINT, diagnostic.fingerprint.clone())]),
            properties,
        }
    }
}

impl Location {
    fn of(excerpt: &Excerpt, folder: &str) -> Self {
        let region = Region {
            start_line: excerpt.line,
            start_column: excerpt.column,
            end_line: excerpt.end_line,
            end_column: excerpt.end_column,
        };
        Self {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: ArtifactLocation::of(&address(folder, &excerpt.path)),
                region: (!excerpt.is_whole_file() || excerpt.line > 1).then_some(region),
            },
            logical_locations: Vec::new(),
            message: (!excerpt.message.is_empty()).then(|| Message { text: excerpt.message.clone() }),
        }
    }
}

impl ArtifactLocation {
    fn of(address: &str) -> Self {
        let path = percent_encoded(address);
        match address.starts_with('/') {
            true => Self { uri: format!("file://{path}"), uri_base_id: None },
            false => Self { uri: path, uri_base_id: Some(TOP) },
        }
    }
}

impl LogicalLocation {
    fn of(subject: &Subject) -> Self {
        let Subject { kind, namespace, name, .. } = subject;
        let namespace = namespace.as_ref().map_or_else(String::new, |namespace| format!("{namespace}/"));
        let fully_qualified_name = format!("{kind}/{namespace}{name}");
        Self { name: name.to_string(), fully_qualified_name, kind: "resource" }
    }
}

/// Writes a path as a part of a URI: everything but letters, digits, `-._~` and `/` as the hexadecimal of its bytes.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(char::from(byte))
            }
            byte => write!(encoded, "%{byte:02X}").expect("writing to a string cannot fail"),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Finding, NodePath, Spot};
    use crate::source::{ContentId, File, Sources, Span};

    fn report() -> Report {
        let mut sources = Sources::default();
        let text = "one: ü!\ntwo: 2\n";
        let path = "stacks/ä b:c.yaml";
        let file = sources.add(File::new(path.into(), ContentId::of(text.as_bytes()), text.as_bytes().into(), None));
        let at = |start, end| Spot::Bytes(file, Span { start, end });
        let mut warning = Finding::new(Code::NOT_LOWERED, "not yet", at(9, 16)).occurs_in("production/eks");
        warning.subject = Some(Box::new(Subject {
            api_version: "v1".into(),
            kind: "Service".into(),
            namespace: Some("shop".into()),
            name: "api".into(),
            path: NodePath::default(),
            output: None,
        }));
        let wrong = Finding::new(Code::INVALID_VALUE, "`!` is no value", at(7, 8)).help("write `2`").label("here");
        let missing = Finding::new(Code::MISSING_PROJECT, "no `platgen.yaml`", Spot::File("/x/platgen.yaml".into()));
        Report::new(vec![warning, wrong.with(at(9, 12), "the other half"), missing], &sources)
    }

    #[test]
    fn a_finding_has_its_region_its_other_half_and_its_object() {
        let mut log: Value = serde_json::from_str(&report().to_sarif("platform")).expect("it is JSON");
        for result in log["runs"][0]["results"].as_array_mut().expect("there are results") {
            let prints = result.as_object_mut().and_then(|result| result.remove("partialFingerprints"));
            let print = prints.and_then(|prints| prints[FINGERPRINT].as_str().map(str::len));
            assert_eq!(print, Some(16), "every result can be known again");
        }
        let results = log["runs"][0]["results"].as_array().expect("there are results");
        let uri = "platform/stacks/%C3%A4%20b%3Ac.yaml";
        let file = json!({"uri": uri, "uriBaseId": "%SRCROOT%"});
        let [missing, wrong, warning] = &results[..] else { panic!("{log:#}") };
        assert_eq!(
            *missing,
            json!({
                "ruleId": "missing-project", "ruleIndex": 1, "level": "error", "message": {"text": "no `platgen.yaml`"},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": "file:///x/platgen.yaml"}}}],
            })
        );
        assert_eq!(
            *wrong,
            json!({
                "ruleId": "invalid-value", "ruleIndex": 0, "level": "error",
                "message": {"text": "`!` is no value; write `2`"},
                "locations": [{
                    "physicalLocation": {
                        "artifactLocation": file,
                        "region": {"startLine": 1, "startColumn": 7, "endLine": 1, "endColumn": 8},
                    },
                    "message": {"text": "here"},
                }],
                "relatedLocations": [{
                    "id": 1,
                    "physicalLocation": {
                        "artifactLocation": file,
                        "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 4},
                    },
                    "message": {"text": "the other half"},
                }],
            })
        );
        assert_eq!(warning["level"], "warning");
        assert_eq!(warning["properties"], json!({"occurrences": ["production/eks"]}));
        let object = json!([{"name": "api", "fullyQualifiedName": "Service/shop/api", "kind": "resource"}]);
        assert_eq!(warning["locations"][0]["logicalLocations"], object);
    }

    #[test]
    fn the_tool_brings_the_pages_of_what_it_found() {
        let log: Value = serde_json::from_str(&report().to_sarif("")).expect("it is JSON");
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
        let driver = &log["runs"][0]["tool"]["driver"];
        assert_eq!((&driver["name"], &driver["version"]), (&json!("platgen"), &json!(env!("CARGO_PKG_VERSION"))));
        let rules = driver["rules"].as_array().expect("there are rules");
        for result in log["runs"][0]["results"].as_array().expect("there are results") {
            let index = result["ruleIndex"].as_u64().expect("a rule has a place") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        for rule in rules {
            for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
                assert!(rule.pointer(text).and_then(Value::as_str).is_some_and(|text| !text.is_empty()), "{rule:#}");
            }
        }
        assert_eq!(rules[2]["defaultConfiguration"]["level"], "warning");
    }

    #[test]
    fn a_clean_report_has_an_empty_list_of_results() {
        let log: Value = serde_json::from_str(&Report::default().to_sarif("")).expect("it is JSON");
        assert_eq!(log["runs"][0]["results"], json!([]));
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"], json!([]));
    }
}
