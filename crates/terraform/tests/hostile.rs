//! Broken input ends in a fault: no panic, and no more work than its size allows.

#![allow(clippy::disallowed_methods, reason = "the test measures time")]

#[path = "random/mod.rs"]
mod random;

use std::time::{Duration, Instant};

use platgen_terraform::hcl::{read, write};
use platgen_terraform::{Module, SourceFile, Type};
use random::Random;

const MODULE: &str = r#"
variable "rows" {
  description = "A \"row\" each: ${none}"
  type = list(object({
    key  = string
    size = optional(map(number), { a = 3, "b c" = -1.5e3 }) # in GiB
    kind = tuple([any, set(bool)])
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for row in var.rows : length(row.key) > 0 ? true : !false])
    error_message = <<-EOT
      Wrong: %{if true}${upper("x")}%{else}y%{endif}
    EOT
  }
}

/* many */ output "arns" { value = { for key, row in aws_x.this : key => row[*].arn... } }
"#;

/// Cuts, doubles and swaps pieces of a text.
fn mutated(random: &mut Random, text: &str) -> String {
    const PIECES: [&str; 16] =
        ["{", "}", "[", "]", "(", ")", "\"", "${", "%{", "<<EOT\n", "\n", "=", ",", "-", "\u{0}", "é"];
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let place = random.below(chars.len());
        let end = (place + random.below(20)).min(chars.len());
        match random.below(3) {
            0 => drop(chars.drain(place..end)),
            1 => drop(chars.splice(place..place, random.pick(&PIECES).chars())),
            _ => {
                let copy: Vec<char> = chars[place..end].to_vec();
                drop(chars.splice(place..place, copy));
            }
        }
        if chars.is_empty() {
            break;
        }
    }
    chars.into_iter().collect()
}

#[test]
fn mutated_files_are_read_or_refused() {
    let mut random = Random(7);
    let (mut sound, mut broken) = (0, 0);
    for _ in 0..6_000 {
        let text = mutated(&mut random, MODULE);
        match Module::from_source("x", None, &[SourceFile { name: "x.tf", text: &text }]) {
            Ok(module) => {
                sound += 1;
                assert_eq!(Module::from_json(&module.to_json()), Ok(module), "{text}");
            }
            Err(errors) => {
                broken += 1;
                assert!(errors.iter().all(|error| error.error.line <= text.lines().count() + 1), "{errors:?}\n{text}");
            }
        }
        if let Ok(body) = read(&text) {
            let mut out = String::new();
            write(&body, &mut out);
        }
    }
    assert!(sound > 200 && broken > 500, "{sound} sound, {broken} broken");
}

#[test]
fn depth_and_size_are_bounded() {
    let start = Instant::now();
    for text in [
        format!("variable \"x\" {{ type = {} }}", "list(".repeat(100_000)),
        format!("a = {}1", "-".repeat(200_000)),
        format!("a = \"{}\"", "${\"".repeat(50_000)),
        format!("a = {}", "1 + ".repeat(100_000)),
        "a {\n".repeat(100_000),
        "x".repeat(5 * 1024 * 1024),
    ] {
        read(&text).expect_err("nothing of it ends");
        let file = SourceFile { name: "x.tf", text: &text };
        Module::from_source("x", None, &[file]).expect_err("nothing of it ends");
    }
    "list(".repeat(100_000).parse::<Type>().expect_err("nothing is so deep");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
