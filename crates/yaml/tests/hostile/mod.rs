//! Texts made to cost a naive reader its time or its memory.

/// Gives each text with its name.
pub fn inputs() -> Vec<(&'static str, String)> {
    let lines = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    vec![
        ("laughs", laughs()),
        ("deep-flow", "[".repeat(100_000)),
        ("deep-closed", format!("a: {}{}\n", "[".repeat(20_000), "]".repeat(20_000))),
        ("deep-block", lines(3000, &|level| format!("{}a:\n", " ".repeat(level)))),
        ("deep-list", format!("{}x\n", "- ".repeat(20_000))),
        ("long-key", format!("{}: 1\n", "x".repeat(2_000_000))),
        ("many-keys", lines(200_000, &|key| format!("k{key}: {key}\n"))),
        ("many-anchors", lines(50_000, &|anchor| format!("- &a{anchor} x\n- *a{anchor}\n"))),
        ("quoted", format!("a: \"{}\"\n", "\\n".repeat(1_000_000))),
        ("braces", "{".repeat(5000)),
        ("comments", format!("{}a: 1\n", "# c\n".repeat(300_000))),
        ("colons", format!("a: [{}]\n", "x: ".repeat(20_000))),
        ("quadratic", format!("[{}", "? ".repeat(20_000))),
        ("merge-bomb", merge_bomb()),
        ("merge-chain", merge_chain()),
        ("alias-depth", alias_depth()),
        ("many-faults", "- yes\n".repeat(100_000)),
        ("blocks", format!("{}- {}", "- |\n  x\n".repeat(100_000), "y".repeat(1_000_000))),
        ("documents", "--- a\n".repeat(100_000)),
        ("same-key", "a: 1\n".repeat(100_000)),
    ]
}

/// Nine to the ninth nodes in nine lines.
fn laughs() -> String {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (before, name) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let aliases = vec![format!("*{before}"); 9].join(",");
        text.push_str(&format!("{name}: &{name} [{aliases}]\n"));
    }
    text
}

/// Two to the 400th fields, to whoever expands them one by one.
fn merge_bomb() -> String {
    let step = |level: usize| {
        let below = level - 1;
        format!("m{level}: &m{level}\n  <<: [*m{below}, *m{below}]\n  k{level}: 1\n")
    };
    std::iter::once("m0: &m0 {a: 1}\n".to_owned()).chain((1..400).map(step)).collect()
}

/// Fields that grow by the square of the text.
fn merge_chain() -> String {
    let step = |level: usize| format!("m{level}: &m{level} {{<<: *m{}, k{level}: 1}}\n", level - 1);
    std::iter::once("m0: &m0 {a: 1}\n".to_owned()).chain((1..20_000).map(step)).collect()
}

/// A tree far deeper than the text looks.
fn alias_depth() -> String {
    let step = |level: usize| format!("- &a{level} [*a{}]\n", level - 1);
    std::iter::once("- &a0 [x]\n".to_owned()).chain((1..20_000).map(step)).collect()
}
