//! Whatever the text, there is an output or a fault.

mod common;

use common::{functions, value_of};
use platgen_gotmpl::{Context, Limits, Program};
use serde_json::Value as Json;

const ANSWERS: &str = include_str!("spec/answers.json");
const DATA: &str = include_str!("spec/data.json");
const LIMITS: Limits = Limits { steps: 20_000, depth: 50, text: 1 << 16, memory: 1 << 20, stack: 1 << 20 };

/// A sequence of numbers that is the same in every run.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

/// Puts pieces of sound templates together in ways that nobody would.
fn mangled(templates: &[&str], sequence: &mut Sequence) -> Vec<u8> {
    const PIECES: &[&[u8]] = &[
        b"{{", b"}}", b" -}}", b"{{- ", b"|", b"(", b")", b".", b"$", b"\"", b"`", b"'", b"\\", b"\xff", b"%", b"\n",
        b"end", b"0x",
    ];
    let mut text = Vec::new();
    for _ in 0..=sequence.next(3) {
        let template = templates[sequence.next(templates.len())].as_bytes();
        let (from, to) = (sequence.next(template.len() + 1), sequence.next(template.len() + 1));
        text.extend_from_slice(&template[from.min(to)..from.max(to)]);
        if sequence.next(2) == 0 {
            text.extend_from_slice(PIECES[sequence.next(PIECES.len())]);
        }
    }
    text
}

#[test]
fn mangled_templates() {
    let answers: Json = serde_json::from_str(ANSWERS).expect("the answers are JSON");
    let data: Json = serde_json::from_str(DATA).expect("the data are JSON");
    let lists = answers.as_object().expect("answers by file").values().filter_map(Json::as_array);
    let templates: Vec<_> = lists.flatten().filter_map(|answer| answer["Template"].as_str()).collect();
    let functions = functions();
    let mut sequence = Sequence(4);
    let mut rendered = 0;
    for _ in 0..20_000 {
        let mut program = Program::new("t", functions.clone());
        if program.add("t", &mangled(&templates, &mut sequence)).is_ok() {
            let mut context = Context::new(&program).with_limits(LIMITS);
            rendered += usize::from(context.render("t", value_of(&data)).is_ok());
        }
    }
    assert!(rendered > 1000, "only {rendered} texts came to something");
}
