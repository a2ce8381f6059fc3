//! Any bytes as a template, and templates grown from a grammar with values that fit them: no panic, no hang, and the same end twice.
#![no_main]

mod grammar;

use grammar::Grammar;
use libfuzzer_sys::fuzz_target;
use platgen_gotmpl::context::Chance;
use platgen_gotmpl::functions::sprig;
use platgen_gotmpl::{Context, Fault, Functions, Limits, Plain, Program, Text, Value};
use std::sync::OnceLock;

fn include(context: &mut Context<'_>, name: Text, dot: Value) -> Result<Text, Fault> {
    context.render(&name.to_str_lossy(), dot)
}

fn tpl(context: &mut Context<'_>, text: Text, dot: Value) -> Result<Text, Fault> {
    context.render_text("tpl", &text, dot)
}

/// Those that take their time by design are left out: keys, and hashes of passwords.
fn functions() -> &'static Functions {
    static FUNCTIONS: OnceLock<Functions> = OnceLock::new();
    FUNCTIONS.get_or_init(|| {
        let mut functions = sprig();
        functions.add("include", include).add("tpl", tpl);
        let slow = ["bcrypt", "htpasswd", "derivePassword", "genPrivateKey"];
        let keys = [
            "genCA",
            "genCAWithKey",
            "genSelfSignedCert",
            "genSelfSignedCertWithKey",
            "genSignedCert",
            "genSignedCertWithKey",
        ];
        for name in slow.into_iter().chain(keys) {
            functions.remove(name);
        }
        functions
    })
}

fn names() -> &'static [&'static str] {
    static NAMES: OnceLock<Vec<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| functions().names().collect())
}

struct Still;

impl Chance for Still {
    fn fill(&mut self, buffer: &mut [u8]) {
        buffer.iter_mut().enumerate().for_each(|(at, byte)| *byte = at as u8);
    }

    fn now(&mut self) -> i128 {
        0
    }
}

fn run(texts: &[String], values: &Plain) -> Result<Text, Fault> {
    let mut program = Program::new("fuzz", functions().clone());
    for (at, text) in texts.iter().enumerate() {
        program.add(["main", "a", "b", "c"][at % 4], text.as_bytes())?;
    }
    let limits = Limits { steps: 200_000, depth: 1000, text: 4 << 20, memory: 64 << 20, ..Limits::default() };
    let mut chance = Still;
    let mut context = Context::new(&program).with_limits(limits).with_chance(&mut chance);
    context.record_ranges();
    let dot = values.to_value();
    context.record_reads(&dot)?;
    context.render("main", dot)
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let mut grammar = Grammar::new(rest, names());
    let values = Plain::Map(grammar.fields(usize::from(first >> 1) % 6, 3));
    let texts: Vec<String> = match first % 2 {
        0 => (0..2).map(|_| grammar.text()).collect(),
        _ => (0..2).map(|_| grammar.template()).collect(),
    };
    let shown = |result: Result<Text, Fault>| result.map_err(|fault| fault.to_string());
    let once = shown(run(&texts, &values));
    if rest.len() % 16 == 0 {
        // Keys and numbers are drawn from a source that stands still, so nothing may differ.
        assert_eq!(once, shown(run(&texts, &values)));
    }
});
