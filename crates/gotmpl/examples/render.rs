//! Renders a template with a value of its own types: `cargo run -p platgen-gotmpl --example render`.

use platgen_gotmpl::function::{Int, Rest, Signature};
use platgen_gotmpl::value::Type;
use platgen_gotmpl::{Context, Fault, Functions, Limits, Map, Object, Program, Text, Value};

const TEMPLATE: &str = r#"
{{- /* Objects have fields and methods; maps are references. */ -}}
{{- $labels := dict "app" .name -}}
{{- $_ := set $labels "tier" "web" -}}
name: {{ .name | quote }}
{{- range $key, $value := $labels }}
{{ $key }}: {{ $value }}
{{- end }}
{{- if .cluster.Has "ingress" }}
host: {{ printf "%s.%s" .name .cluster.Domain }}
{{- end }}
replicas: {{ .replicas }} ({{ printf "%T" .replicas }})
first: {{ first 3 .name }}
"#;

/// A struct of Go, as templates see it.
struct Cluster {
    domain: &'static str,
    features: &'static [&'static str],
}

impl Object for Cluster {
    fn type_name(&self) -> &'static str {
        "example.Cluster"
    }

    fn field(&self, name: &str) -> Option<Value> {
        (name == "Domain").then(|| Value::from(self.domain))
    }

    fn method(&self, name: &str) -> Option<Signature> {
        (name == "Has").then(|| Signature::fixed(&[Type::String]))
    }

    fn call(&self, _: &mut Context<'_>, _: &str, arguments: Vec<Value>) -> Result<Value, Fault> {
        let has =
            |value: &Value| matches!(value, Value::String(wanted) if self.features.iter().any(|known| wanted == known));
        Ok(Value::Bool(arguments.iter().any(has)))
    }
}

fn dict(_: &mut Context<'_>, pairs: Rest<Value>) -> Result<Map, Fault> {
    let map = Map::new();
    for pair in pairs.0.chunks(2) {
        match pair {
            [Value::String(key), value] => map.insert(key.clone(), value.clone())?,
            _ => return Err(Fault::new("keys are texts, each with a value")),
        };
    }
    Ok(map)
}

fn set(_: &mut Context<'_>, map: Map, key: Text, value: Value) -> Result<Map, Fault> {
    map.insert(key, value)?;
    Ok(map)
}

fn quote(_: &mut Context<'_>, text: Text) -> String {
    platgen_gotmpl::format::quoted(&text)
}

fn first(_: &mut Context<'_>, count: Int, text: Text) -> Text {
    let count = usize::try_from(count.0).unwrap_or(0).min(text.len());
    Text::from(&text[..count])
}

fn main() -> Result<(), Fault> {
    let mut functions = Functions::default();
    functions.add("dict", dict).add("set", set).add("quote", quote).add("first", first);
    let mut program = Program::new("example", functions);
    program.add("service", TEMPLATE.as_bytes())?;

    let cluster = Cluster { domain: "example.org", features: &["ingress"] };
    let dot: Map = [("name", Value::from("web")), ("replicas", Value::Int64(3)), ("cluster", Value::object(cluster))]
        .into_iter()
        .collect();
    let limits = Limits { steps: 10_000, ..Limits::default() };
    let mut context = Context::new(&program).with_limits(limits);
    println!("{}", context.render("service", dot.into())?);

    // What goes wrong has a place, in Go's words.
    program.add("broken", b"replicas:\n  {{ first .name 3 }}")?;
    let dot: Map = [("name", Value::from("web"))].into_iter().collect();
    if let Err(fault) = Context::new(&program).render("broken", dot.into()) {
        println!("{fault}");
    }
    Ok(())
}
