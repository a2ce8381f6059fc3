use std::fmt::Write;

use super::{Diagnostic, Excerpt, Level, Report};

impl Report {
    /// Writes the report as a JUnit test suite: a test case for each finding, or one that passes where there is none.
    ///
    /// Findings of the level `failing` and worse are failures; others are cases that pass, with the finding as their output.
    pub fn to_junit(&self, failing: Level) -> String {
        let cases: String = self.diagnostics.iter().map(|diagnostic| case(diagnostic, failing)).collect();
        let failures = self.diagnostics.iter().filter(|diagnostic| diagnostic.level <= failing).count();
        let tests = self.diagnostics.len().max(1);
        let cases = if cases.is_empty() {
            "    <testcase classname=\"platgen\" name=\"no findings\"/>\n".to_owned()
        } else {
            cases
        };
        format!(
            "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites>
  <testsuite name=\"platgen\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\">
{cases}  </testsuite>
</testsuites>
"
        )
    }
}

fn case(diagnostic: &Diagnostic, failing: Level) -> String {
    let Diagnostic { code, level, message, primary, .. } = diagnostic;
    let Excerpt { path, line, column, .. } = primary;
    let (path, message, text) = (escape(path), escape(message), escape(&describe(diagnostic)));
    let (code, level_name) = (code.name(), level.name());
    let outcome = if *level <= failing {
        format!("<failure type=\"{level_name}\" message=\"{message}\">{text}</failure>")
    } else {
        format!("<system-out>{text}</system-out>")
    };
    format!(
        "    <testcase classname=\"{path}\" name=\"{code} at {line}:{column}\" file=\"{path}\" line=\"{line}\">\n      \
         {outcome}\n    </testcase>\n"
    )
}

/// What is wrong and where, what to type, and where the other half is.
fn describe(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, level, message, primary, secondary, help, .. } = diagnostic;
    let Excerpt { path, line, column, message: label, .. } = primary;
    let mut text = format!("{path}:{line}:{column}: {}[{}]: {message}", level.name(), code.name());
    let mut add = |line: String| write!(text, "\n{line}").expect("writing to a string cannot fail");
    if !label.is_empty() {
        add(label.clone());
    }
    for Excerpt { path, line, column, message, .. } in secondary {
        add(format!("{path}:{line}:{column}: {message}"));
    }
    help.iter().for_each(|help| add(format!("help: {help}")));
    text
}

/// Writes text so that XML reads it as it is, without the characters that XML cannot hold.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, Finding, Spot};
    use crate::source::{ContentId, File, Sources, Span};

    fn report() -> Report {
        let mut sources = Sources::default();
        let text = "one: 1\ntwo: 2\n";
        let path = "stacks/<a>&\"b\".yaml";
        let file = sources.add(File::new(path.into(), ContentId::of(text.as_bytes()), text.as_bytes().into(), None));
        let at = |start, end| Spot::Bytes(file, Span { start, end });
        let findings = vec![
            Finding::new(Code::INVALID_VALUE, "no \u{1b}[2J]]>\u{ffff}", at(5, 6)).help("write `2`").label("here"),
            Finding::new(Code::NOT_LOWERED, "not yet", at(7, 14)).with(at(0, 3), "the other half"),
        ];
        Report::new(findings, &sources)
    }

    #[test]
    fn errors_fail_and_warnings_pass() {
        let path = "stacks/&lt;a&gt;&amp;&quot;b&quot;.yaml";
        assert_eq!(
            report().to_junit(Level::Error),
            format!(
                "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites>
  <testsuite name=\"platgen\" tests=\"2\" failures=\"1\" errors=\"0\">
    <testcase classname=\"{path}\" name=\"invalid-value at 1:6\" file=\"{path}\" line=\"1\">
      <failure type=\"error\" message=\"no [2J]]&gt;\">{path}:1:6: error[invalid-value]: no [2J]]&gt;\
&#10;here&#10;help: write `2`</failure>
    </testcase>
    <testcase classname=\"{path}\" name=\"not-lowered at 2:1\" file=\"{path}\" line=\"2\">
      <system-out>{path}:2:1: warning[not-lowered]: not yet&#10;{path}:1:1: the other half</system-out>
    </testcase>
  </testsuite>
</testsuites>
"
            )
        );
    }

    #[test]
    fn denied_warnings_fail() {
        let suite = report().to_junit(Level::Warning);
        assert!(suite.contains("failures=\"2\""), "{suite}");
        assert!(suite.contains("<failure type=\"warning\" message=\"not yet\">"), "{suite}");
    }

    #[test]
    fn a_clean_report_is_a_case_that_passes() {
        assert_eq!(
            Report::default().to_junit(Level::Error),
            "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites>
  <testsuite name=\"platgen\" tests=\"1\" failures=\"0\" errors=\"0\">
    <testcase classname=\"platgen\" name=\"no findings\"/>
  </testsuite>
</testsuites>
"
        );
    }
}
