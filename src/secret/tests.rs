#![allow(clippy::disallowed_methods, reason = "one of the tests measures time")]

use super::*;

/// A text that looks random and is none: every character follows from its place.
fn noise(alphabet: &str, length: usize) -> String {
    let alphabet = alphabet.as_bytes();
    let mut state = 12345u32;
    let mut next = || {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12345);
        alphabet[(state >> 16) as usize % alphabet.len()] as char
    };
    (0..length).map(|_| next()).collect()
}

const ALPHANUMERIC: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const CAPITALS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const HEX: &str = "0123456789abcdef";

fn tokens() -> Vec<String> {
    let any = |length| noise(ALPHANUMERIC, length);
    vec![
        format!("AKIA{}", noise(CAPITALS, 16)),
        format!("ASIA{}", noise(CAPITALS, 16)),
        format!("ghp_{}", any(36)),
        format!("github_pat_{}_{}", any(22), any(59)),
        format!("glpat-{}", any(20)),
        format!("xoxb-123456789012-1234567890123-{}", any(24)),
        format!("sk_live_{}", any(24)),
        format!("AIza{}", any(35)),
        format!("sk-proj-{}T3BlbkFJ{}", any(20), any(20)),
        format!("sk-ant-api03-{}-AA", any(93)),
        format!("npm_{}", any(36)),
        format!("pypi-AgEIcHlwaS5vcmc{}", any(70)),
        format!("SG.{}.{}", any(22), any(43)),
        format!("SK{}", noise(HEX, 32)),
        format!("AccountKey={}==", any(86)),
        format!("//registry.npmjs.org/:_authToken={}", any(36)),
        format!("hvs.{}", any(90)),
        format!("dop_v1_{}", noise(HEX, 64)),
        format!("123456789:AA{}", any(33)),
        format!("https://hooks.slack.com/services/T{}/B{}/{}", noise(CAPITALS, 8), noise(CAPITALS, 8), any(24)),
        format!("hf_{}", any(34)),
    ]
}

#[test]
fn tokens_are_seen_alone_and_in_other_texts() {
    for token in tokens() {
        for text in [token.clone(), format!("a: \"{token}\", b"), format!("first\nx={token}\nlast")] {
            let seen = sightings(&text);
            let [sighting] = &seen[..] else { panic!("{token}: {seen:?}") };
            assert!(matches!(sighting.what, What::Token(_)), "{token}: {seen:?}");
            let found = &text[sighting.range.clone()];
            assert!(token.ends_with(found) && found.len() * 2 > token.len(), "{found} of {token}");
        }
        let inside = format!("x{token}");
        let is_whole = matches!(&sightings(&inside)[..], [Sighting { what: What::Token(_), .. }]);
        assert!(!is_whole || token.contains("://") || token.starts_with("//"), "{inside}: a part of a word");
    }
}

#[test]
fn keys_and_passwords_are_seen() {
    let body = noise(ALPHANUMERIC, 64);
    for label in
        ["PRIVATE KEY", "RSA PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "PGP PRIVATE KEY BLOCK"]
    {
        let block = format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");
        let json = format!("{{\"key\": \"{}\"}}", block.replace('\n', "\\n"));
        for text in [block, json] {
            assert!(matches!(&sightings(&text)[..], [Sighting { what: What::PrivateKey, .. }]), "{text}");
        }
    }
    for (text, password) in [
        ("postgres://api:m4ple@db:5432/api", "m4ple"),
        ("url=redis://:hunter2@cache/0", "hunter2"),
        ("amqp://a:p:q@[::1]/", "p:q"),
        ("https://u:$ecr3t@h.example.com", ""),
    ] {
        let seen: Vec<&str> = sightings(text).into_iter().map(|seen| &text[seen.range]).collect();
        assert_eq!(seen.concat(), password, "{text}");
    }
}

#[test]
fn sound_texts_hold_no_secret() {
    let sha = noise(HEX, 64);
    for text in [
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUPz\n-----END CERTIFICATE-----",
        "(-----BEGIN RSA PRIVATE KEY-----)",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "npm_config_registry_of_our_own_company_name",
        "sk-frontend-service-deployment-for-production-1",
        "task-sk-frontend",
        "postgres://$(USER):$(PASSWORD)@db",
        "postgres://user:${PASSWORD}@db",
        "postgres://user:password@db",
        "https://example.com/a:b@c",
        "ssh://git@git.example.com:22/a.git",
        "http://[::1]:8080/",
        "eyJhbGciOiJIUzI1NiJ9.e30",
        "xoxb-your-token-goes-in-here",
        "SG.a.b",
        "//registry.npmjs.org/:_authToken=${NPM_TOKEN}",
        "SKIP_VALIDATION_OF_THE_INPUT",
        &format!("registry.example.com/api@sha256:{sha}"),
    ] {
        assert_eq!(sightings(text), [], "{text}");
        assert!(!is_random(text), "{text}");
    }
}

#[test]
fn signed_tokens_name_their_algorithm() {
    let signature = noise(ALPHANUMERIC, 43);
    let token = format!("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.{signature}");
    let seen = sightings(&token);
    assert!(matches!(&seen[..], [Sighting { what: What::SignedToken, .. }]), "{seen:?}");
}

#[test]
fn names_say_secret_by_their_last_word() {
    for name in [
        "PASSWORD",
        "DB_PASSWORD",
        "dbPassword",
        "db-pass",
        "PGPASS_",
        "api_key",
        "apiKey",
        "--api-key",
        "AWS_SECRET_ACCESS_KEY",
        "SECRET_KEY_BASE_SECRET",
        "client.secret",
        "GITHUB_TOKEN",
        "TOKEN_2",
        "credentials",
        "PRIVATE_KEY",
    ] {
        assert_eq!(says_secret(name), name != "PGPASS_", "{name}");
    }
    for name in [
        "PASSWORD_FILE",
        "SECRET_NAME",
        "TOKEN_URL",
        "secretName",
        "compass",
        "bypass",
        "KEY",
        "partition_key",
        "MONKEY",
        "key",
        "TOKEN_TTL",
        "passwordSecretRef",
        "",
    ] {
        assert!(!says_secret(name), "{name}");
    }
}

#[test]
fn words_names_and_numbers_are_not_like_secrets() {
    for value in ["x7Gq2-Lw9rTz4", "P@ssw0rd!2024", "s3cr3tPassw0rd", &noise(HEX, 32), &noise(ALPHANUMERIC, 24)] {
        assert!(is_secret_like(value), "{value}");
    }
    for value in [
        "mail-credentials-v2",
        "changeme123",
        "/run/secrets/token",
        "12345678",
        "$(PASSWORD)",
        "production",
        "true",
        "myServiceToken",
        "vault:secret/data/mail#password",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mail",
        "1h30m",
        "v1beta1",
        "https://sso.example.com/token",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "com.example.mail.PasswordSource",
        "10.20.30.40",
        "registry.example.com/api:1.4.0",
        "*/15 * * * *",
        "k8s-worker",
        "us-east-1",
    ] {
        assert!(!is_secret_like(value), "{value}");
    }
}

#[test]
fn random_values_are_long_and_mixed() {
    for length in [32, 40, 64] {
        assert!(is_random(&noise(ALPHANUMERIC, length)), "{length}");
    }
    for value in [
        &noise(HEX, 64),
        "ThisIsAVeryLongCamelCaseNameOfAClassV2Factory",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO1",
        "AAAAC3NzaC1lZDI1NTE5AAAAIO1x8Kp2Yv7QzW3mN5tR9",
        "sha384-oqVuAfXRKap7fdgcCY5uykM6R9GqQ8KuxylcV2J3",
        "bm90IGEgc2VjcmV0IGJ1dCBvbmx5IGEgdGV4dCBpbiBiYXNlNjQ=",
        "com.example.shop.orders.service.OrderServiceImpl2",
        "p2-production-eks-hello-ap-south-1-nodegroup-2a",
        "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUI5VENDQVo2",
    ] {
        assert!(!is_random(value), "{value}");
    }
}

#[test]
fn lines_and_arguments_are_read() {
    let text =
        "user = api\npassword = x7Gq2-Lw9rTz4\n\"apiKey\": \"Wd83jKs02LmQ\",\ntoken: {{ .Token }}\nother_token: ''\n";
    let found: Vec<&str> = in_lines(text).map(|range| &text[range]).collect();
    assert_eq!(found, ["x7Gq2-Lw9rTz4", "Wd83jKs02LmQ"]);
    let text = "mysql --user=api --password='x7Gq2-Lw9rTz4' shop";
    assert_eq!(in_arguments(text).map(|range| &text[range]), Some("x7Gq2-Lw9rTz4"));
    assert_eq!(in_arguments("--password-file=/x7Gq2-Lw9rTz4 --password=$(PASSWORD)"), None);
}

#[test]
fn a_veil_covers_what_it_knows() {
    let mut veil = Veil::default();
    veil.add("Wd83jKs02LmQ");
    veil.add("correct-horse-battery");
    let covered = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        cover(&mut bytes, veil.ranges(text.as_bytes()));
        String::from_utf8(bytes).expect("ASCII stays ASCII")
    };
    assert_eq!(covered("`Wd83jKs02LmQ` is no port"), "`************` is no port");
    assert_eq!(covered("xWd83jKs02…"), "x*********…");
    assert_eq!(
        covered("the correct-horse-battery-staple, correct-horse-battery!"),
        "the correct-horse-battery-staple, *********************!"
    );
    assert_eq!(covered("`correct-ho...`"), "`**********...`");
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,80}") {
        for sighting in sightings(&text) {
            assert!(text.get(sighting.range).is_some());
        }
        is_secret_like(&text);
        is_random(&text);
        in_lines(&text).count();
        in_arguments(&text);
        decode(&text);
        let mut veil = Veil::default();
        veil.add(&text);
        veil.ranges(text.as_bytes());
    }
}

#[test]
fn names_in_a_secret_text_are_not_covered_elsewhere() {
    let mut veil = super::Veil::default();
    veil.add("url: http://prometheus-k8s.monitoring.svc:9090\ntoken: q8Xw2LmZ77\n");
    assert!(veil.ranges(b"Service `prometheus-k8s` in `monitoring`").is_empty());
    assert_eq!(veil.ranges(b"token q8Xw2LmZ77").len(), 3, "of a random word every eight characters are known");
}

#[test]
fn a_text_that_repeats_a_mark_takes_time_by_its_length() {
    for mark in ["SG.", "eyJ.", "eyJ-", "sk-", "LS0t/", "LS0tLS1CRUdJTi=", "xoxe-", "glpat-", "_authToken=/"] {
        let text = mark.repeat((1 << 20) / mark.len());
        let start = std::time::Instant::now();
        let seen = sightings(&text).len();
        // What takes time by the square of its length takes minutes here, on however busy a machine.
        assert!(start.elapsed().as_secs() < 30, "{mark}: {seen} in {:?}", start.elapsed());
    }
}
