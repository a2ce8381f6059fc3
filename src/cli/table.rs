use serde_json::{Map, Value};

/// Rows of one kind of thing, for people as aligned columns and for programs as a list of objects.
#[derive(Debug)]
pub(super) struct Table {
    /// What the rows are, in the plural.
    pub(super) name: &'static str,
    /// The fields, as JSON calls them.
    pub(super) columns: &'static [&'static str],
    /// One cell for each column. Null where something is not set.
    pub(super) rows: Vec<Vec<Value>>,
}

impl Table {
    /// Writes a line of headings and a line for each row; columns are as wide as their widest cell.
    pub(super) fn to_text(&self) -> String {
        let headings = self.columns.iter().map(|column| heading(column)).collect();
        let lines: Vec<Vec<String>> =
            std::iter::once(headings).chain(self.rows.iter().map(|row| row.iter().map(cell).collect())).collect();
        let width =
            |column: usize| lines.iter().map(|line: &Vec<String>| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let write_line = |line: &Vec<String>| {
            let padded: Vec<String> = line.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}")).collect();
            format!("{}\n", padded.join("  ").trim_end())
        };
        lines.iter().map(write_line).collect()
    }

    /// Gives a list with an object for each row.
    pub(super) fn to_json(&self) -> Value {
        let object = |row: &Vec<Value>| {
            let fields = self.columns.iter().map(|column| (*column).to_owned()).zip(row.iter().cloned());
            Value::Object(fields.collect::<Map<_, _>>())
        };
        self.rows.iter().map(object).collect()
    }
}

/// `builtIn` is headed `BUILT IN`.
fn heading(column: &str) -> String {
    let spaced =
        column.chars().flat_map(|c| c.is_uppercase().then_some(' ').into_iter().chain([c.to_ascii_uppercase()]));
    spaced.collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "-".to_owned(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn aligns_columns_and_names_fields() {
        let table = Table {
            name: "definitions",
            columns: &["name", "builtIn", "count"],
            rows: vec![
                vec![json!("kong"), json!(true), json!(12)],
                vec![json!("cert-manager"), json!(false), Value::Null],
            ],
        };
        assert_eq!(
            table.to_text(),
            "\
NAME          BUILT IN  COUNT
kong          yes       12
cert-manager  no        -
"
        );
        assert_eq!(
            table.to_json().to_string(),
            r#"[{"name":"kong","builtIn":true,"count":12},{"name":"cert-manager","builtIn":false,"count":null}]"#
        );
    }
}
