//! Calls that would take forever or all memory, each of which has to end soon in a fault.

#![expect(clippy::unwrap_used, reason = "a test ends where what it is made of is wrong")]

use platgen_gotmpl::functions::sprig;
use platgen_gotmpl::{Context, Fault, Limits, Program, Value};

/// Executes a template with a tenth of the usual bounds, as tests are not optimized.
fn fault(template: &str) -> Fault {
    let mut program = Program::new("t", sprig());
    program.add("t", template.as_bytes()).unwrap();
    let usual = Limits::default();
    let limits = Limits { steps: usual.steps / 10, memory: usual.memory / 10, text: usual.text / 2, ..usual };
    match Context::new(&program).with_limits(limits).render("t", Value::Nil) {
        Ok(text) => panic!("{template} gives {} bytes", text.len()),
        Err(fault) => fault,
    }
}

#[test]
fn large_results_are_refused_before_they_are_made() {
    for template in [
        "{{ repeat 1000000000 `ab` }}",
        "{{ repeat 9223372036854775807 `ab` }}",
        "{{ indent 1000000000 `a` }}",
        "{{ nindent 9223372036854775807 `a` }}",
        "{{ repeat 100000 `\n` | replace `\\n` `\n` | indent 100000 }}",
        "{{ until 1000000000 }}",
        "{{ until 9223372036854775807 }}",
        "{{ untilStep 0 9223372036854775807 1 }}",
        "{{ untilStep 0 -9223372036854775808 -1 }}",
        "{{ seq 1000000000 }}",
        "{{ seq 0 1 9223372036854775806 }}",
        "{{ $x := repeat 1000000 `a` }}{{ $y := repeat 1000000 `b` }}{{ replace `a` $y $x }}",
        "{{ $x := repeat 1000000 `a` }}{{ replace `` $x $x }}",
        "{{ $x := repeat 1000000 `a ` }}{{ wrapWith 1 $x $x }}",
        "{{ $x := repeat 1000000 `a` }}{{ regexReplaceAll `a` $x $x }}",
        "{{ $x := repeat 1000000 `a` }}{{ regexReplaceAllLiteral `` $x $x }}",
        "{{ $x := repeat 10000000 `a` }}{{ splitList `` $x }}",
        "{{ $x := repeat 1000000 `a` }}{{ join $x (until 1000000) }}",
        "{{ randAlphaNum 1000000000 }}",
        "{{ randBytes 1000000000 }}",
    ] {
        let fault = fault(template);
        assert!(fault.passed_limit().is_some(), "{template}: {fault}");
    }
}

#[test]
fn values_that_contain_themselves_end() {
    let cyclic = "{{ $d := dict `a` 1 }}{{ $_ := set $d `d` $d }}{{ $e := dict `a` 1 }}{{ $_ := set $e `d` $e }}";
    for call in [
        "toJson $d",
        "toPrettyJson $d",
        "deepCopy $d",
        "deepEqual $d $e",
        "merge $d $e",
        "mergeOverwrite $d $e",
        "has $d (list $e)",
        "uniq (list $d $e)",
        "quote $d",
        "toString $d",
        "join `,` (list $d)",
        "cat $d",
    ] {
        let template = format!("{cyclic}{{{{ {call} }}}}");
        let fault = fault(&template);
        assert!(fault.passed_limit().is_some(), "{template}: {fault}");
    }
}

#[test]
fn values_that_share_parts_are_paid_for_each_time() {
    let doubled = "{{ $d := dict }}{{ range until 60 }}{{ $d = dict `a` $d `b` $d }}{{ end }}";
    for call in ["toJson $d | len", "deepCopy $d | len", "toString $d | len"] {
        let template = format!("{doubled}{{{{ {call} }}}}");
        let fault = fault(&template);
        assert!(fault.passed_limit().is_some(), "{template}: {fault}");
    }
}

#[test]
fn work_that_is_repeated_is_paid_for() {
    for template in [
        "{{ range until 1000 }}{{ range until 1000 }}{{ derivePassword 1 `long` `p` `u` `s` }}{{ end }}{{ end }}",
        "{{ $l := until 1000000 }}{{ range $l }}{{ has -1 $l }}{{ end }}",
        "{{ uniq (until 1000000) }}",
        "{{ $x := repeat 1000000 `a` }}{{ range until 1000000 }}{{ $_ := regexMatch `b$` $x }}{{ end }}",
        "{{ $x := repeat 1000000 `a` }}{{ range until 1000000 }}{{ $_ := sha512sum $x }}{{ end }}",
    ] {
        let fault = fault(template);
        assert!(fault.passed_limit().is_some(), "{template}: {fault}");
    }
}

#[test]
fn json_may_be_deep_and_patterns_may_not() {
    let deep = format!("{{{{ mustFromJson (printf `%s%s` (repeat {0} `[`) (repeat {0} `]`)) | kindOf }}}}", 9_999);
    let mut program = Program::new("t", sprig());
    program.add("t", deep.as_bytes()).unwrap();
    assert_eq!(Context::new(&program).render("t", Value::Nil).unwrap(), "slice");
    let said = fault(&deep.replace("9999", "10001")).to_string();
    assert!(said.ends_with("exceeded max depth"), "{said}");
    let said = fault("{{ regexFind (printf `%s%s` (repeat 5000 `(`) (repeat 5000 `)`)) `a` }}").to_string();
    assert!(said.contains("expression nests too deeply"), "{said}");
    let nested = "{{ regexFind (printf `%sa%s` (repeat 120 `(`) (repeat 120 `)*?`)) `aa` | len }}";
    let mut program = Program::new("t", sprig());
    program.add("t", nested.as_bytes()).unwrap();
    assert_eq!(Context::new(&program).render("t", Value::Nil).unwrap(), "0");
}
