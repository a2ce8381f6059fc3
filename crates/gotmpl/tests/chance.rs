//! Functions whose answers differ between runs, with a known source of chance.

#![expect(clippy::unwrap_used, reason = "a test ends where what it is made of is wrong")]

use platgen_gotmpl::context::Chance;
use platgen_gotmpl::functions::sprig;
use platgen_gotmpl::{Context, Program, Value};

/// A small generator, which gives the same bytes for the same seed.
struct Seeded(u64);

impl Chance for Seeded {
    fn fill(&mut self, buffer: &mut [u8]) {
        for byte in buffer {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 56) as u8;
        }
    }

    fn now(&mut self) -> i128 {
        1_700_000_000_000_000_000
    }
}

fn ask(template: &str, seed: u64) -> (String, Vec<String>) {
    let mut program = Program::new("t", sprig());
    program.add("t", template.as_bytes()).unwrap();
    let mut chance = Seeded(seed);
    let mut context = Context::new(&program).with_chance(&mut chance);
    let text = context.render("t", Value::Nil).unwrap_or_else(|fault| panic!("{template}: {fault}"));
    let functions = context.take_records().chances.into_iter().map(|chance| chance.function).collect();
    (text.to_string(), functions)
}

fn fault(template: &str) -> String {
    let mut program = Program::new("t", sprig());
    program.add("t", template.as_bytes()).unwrap();
    Context::new(&program).render("t", Value::Nil).unwrap_err().to_string()
}

#[cfg(feature = "certificates")]
fn fault_with_chance(template: &str) -> String {
    let mut program = Program::new("t", sprig());
    program.add("t", template.as_bytes()).unwrap();
    let mut chance = Seeded(1);
    Context::new(&program).with_chance(&mut chance).render("t", Value::Nil).unwrap_err().to_string()
}

#[test]
fn the_same_chance_gives_the_same_text_and_every_call_is_noted() {
    for (template, function) in [
        ("{{ randAlphaNum 20 }}", "randAlphaNum"),
        ("{{ randAlpha 20 }}", "randAlpha"),
        ("{{ randNumeric 20 }}", "randNumeric"),
        ("{{ randAscii 20 }}", "randAscii"),
        ("{{ randBytes 20 }}", "randBytes"),
        ("{{ randInt 0 1000000000 }}", "randInt"),
        ("{{ shuffle `abcdefghijklmnopqrstuvwxyz` }}", "shuffle"),
        ("{{ uuidv4 }}", "uuidv4"),
        ("{{ bcrypt `x` }}", "bcrypt"),
        ("{{ htpasswd `u` `x` }}", "htpasswd"),
        ("{{ encryptAES `k` `text` }}", "encryptAES"),
    ] {
        let (text, functions) = ask(template, 1);
        assert_eq!(functions, [function], "{template}");
        assert_eq!(text, ask(template, 1).0, "{template}");
        assert_ne!(text, ask(template, 2).0, "{template}");
        assert!(fault(template).contains(&format!("error calling {function}: ")), "{}", fault(template));
    }
}

#[test]
fn what_is_drawn_has_its_form() {
    for (template, pattern) in [
        ("{{ randAlphaNum 50 }}", "^[A-Za-z0-9]{50}$"),
        ("{{ randAlpha 50 }}", "^[A-Za-z]{50}$"),
        ("{{ randNumeric 50 }}", "^[0-9]{50}$"),
        ("{{ randAscii 50 }}", "^[ -~]{50}$"),
        ("{{ randBytes 4 }}", "^[A-Za-z0-9+/]{6}==$"),
        ("{{ randInt -3 4 }}", "^(-[1-3]|[0-3])$"),
        ("{{ shuffle `aé` }}", "^(aé|éa)$"),
        ("{{ uuidv4 }}", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"),
        ("{{ bcrypt `x` }}", r"^\$2a\$10\$[./A-Za-z0-9]{53}$"),
        ("{{ htpasswd `u` `x` }}", r"^u:\$2a\$10\$[./A-Za-z0-9]{53}$"),
        ("{{ encryptAES `key` `text` | decryptAES `key` }}", "^text$"),
        ("{{ encryptAES `key` `0123456789abcdef` | decryptAES `key` }}", "^0123456789abcdef$"),
    ] {
        let regex = platgen_gotmpl::regex::Regex::new(pattern.as_bytes()).unwrap();
        for seed in 0..3 {
            let (text, _) = ask(template, seed);
            assert!(regex.is_match(text.as_bytes()), "{template}: {text}");
        }
    }
}

#[test]
fn the_time_is_the_one_that_was_lent() {
    for (template, expected) in [
        ("{{ now }}", "2023-11-14 22:13:20 +0000 UTC"),
        ("{{ now | date `2006-01-02` }}", "2023-11-14"),
        ("{{ date `15:04` 1.5 }}", "22:13"),
        ("{{ date `15:04` nil }}", "22:13"),
        ("{{ dateInZone `15:04` `x` `Asia/Tokyo` }}", "07:13"),
        ("{{ htmlDate `x` }}", "2023-11-14"),
        ("{{ htmlDateInZone `x` `Asia/Tokyo` }}", "2023-11-15"),
        ("{{ ago (toDate `2006-01-02` `2023-11-14`) }}", "22h13m20s"),
        ("{{ ago 1700000030 }}", "-30s"),
        ("{{ ago `x` }}", "0s"),
        ("{{ durationRound (toDate `2006-01-02` `2023-11-01`) }}", "13d"),
        ("{{ typeOf now }}", "time.Time"),
    ] {
        assert_eq!(ask(template, 1).0, expected, "{template}");
    }
    assert!(fault("{{ now }}").contains("error calling now: "));
}

#[cfg(feature = "certificates")]
#[test]
fn certificates_are_made_and_sign_others() {
    let (text, functions) = ask(CERTIFICATES, 1);
    assert_eq!(text.matches("-----BEGIN CERTIFICATE-----").count(), 6, "{text}");
    assert_eq!(text.matches("-----BEGIN EC PRIVATE KEY-----").count(), 2, "{text}");
    assert_eq!(text.matches("-----BEGIN PRIVATE KEY-----").count(), 2, "{text}");
    assert_eq!(text.matches("-----BEGIN RSA PRIVATE KEY-----").count(), 2, "{text}");
    assert!(text.contains("sprig.certificate"));
    assert_eq!(functions.len(), 8);
    assert_eq!(text, ask(CERTIFICATES, 1).0);
}

#[cfg(feature = "certificates")]
const CERTIFICATES: &str = r#"
{{- $ec := genPrivateKey "ecdsa" }}{{ $ed := genPrivateKey "ed25519" -}}
{{ $ca := genCA "ca" 3650 }}{{ $ecca := genCAWithKey "über" 36500 $ec }}{{ $edca := genCAWithKey "ed" 365 $ed -}}
{{ $one := genSignedCertWithKey "one.example" (list "10.0.0.1" "::1") (list "one.example" "*.one.example") 365 $ca $ec -}}
{{ $two := genSignedCertWithKey "two" nil (list "two") 365 $ecca $ed -}}
{{ $built := buildCustomCert (b64enc $ca.Cert) (b64enc $ca.Key) -}}
{{ $ca.Cert }}{{ $ca.Key }}{{ $ecca.Cert }}{{ $ecca.Key }}{{ $edca.Cert }}{{ $edca.Key }}
{{- $one.Cert }}{{ $one.Key }}{{ $two.Cert }}{{ $two.Key }}{{ $built.Cert }}{{ $built.Key }}{{ typeOf $built }}
{{- with genSelfSignedCertWithKey "" (list "1.2.3.4") nil 1 $ec }}{{ end }}"#;

#[cfg(feature = "certificates")]
#[test]
fn what_is_no_certificate_or_address_is_refused() {
    let ca = ask(r#"{{ $ca := genCAWithKey "ca" 1 (genPrivateKey "ecdsa") }}{{ $ca.Cert }}{{ $ca.Key }}"#, 1).0;
    assert!(ca.contains("END EC PRIVATE KEY"));
    for (template, words) in [
        (r#"{{ genPrivateKey "dsa" }}"#, "DSA"),
        (r#"{{ genCAWithKey "ca" 1 "x" }}"#, "parsing private key: no PEM data in input"),
        (r#"{{ genSelfSignedCert "a" (list "x") nil 1 }}"#, "error parsing ip: x"),
        (r#"{{ genSelfSignedCert "a" (list 1) nil 1 }}"#, "error parsing ip: 1 is not a string"),
        (r#"{{ genSelfSignedCert "a" nil (list 1) 1 }}"#, "error processing alternate dns name: 1 is not a string"),
        (r#"{{ buildCustomCert "!" "!" }}"#, "unable to decode base64 certificate"),
        (r#"{{ buildCustomCert "eA==" "eA==" }}"#, "unable to decode certificate"),
        (r#"{{ genSignedCert "a" nil nil 1 (dict) }}"#, "expected sprig.certificate; got map[string]interface {}"),
    ] {
        let said = fault_with_chance(template);
        assert!(said.contains(words), "{template}: {said}");
    }
}
