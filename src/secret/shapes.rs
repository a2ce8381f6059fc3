use std::ops::RangeInclusive;

use super::{Sighting, What, decode, is_placeholder, is_sample, pem};

/// The shape of the tokens of one service: a prefix that is theirs alone, and what follows.
struct Shape {
    prefix: &'static str,
    /// What it is, with its article.
    what: &'static str,
    body: Body,
    /// How long the body may be.
    length: RangeInclusive<usize>,
}

/// What the body of a token is made of.
#[derive(Clone, Copy)]
enum Body {
    /// Letters and digits.
    Alphanumeric,
    /// Capitals and digits.
    Capitals,
    /// Hexadecimal digits in lower case.
    Hex,
    /// Letters, digits, `_` and `-`.
    Url,
    /// Letters, digits, `_` and `-`, of which there are capitals, small letters and digits: else it may be a name.
    Mixed,
    /// Letters, digits, `_`, `-` and `.`.
    Dotted,
    /// Base64 with its padding.
    Base64,
    /// Anything that is no space, quote or comma, and no placeholder.
    Any,
}

const fn shape(prefix: &'static str, what: &'static str, body: Body, min: usize, max: usize) -> Shape {
    Shape { prefix, what, body, length: min..=max }
}

/// The shapes that services document, or that their tokens have had for years; those of one first character stand together.
const SHAPES: [Shape; 45] = [
    shape("AKIA", "an AWS access key id", Body::Capitals, 16, 16),
    shape("ASIA", "an AWS access key id", Body::Capitals, 16, 16),
    shape("AIza", "a Google API key", Body::Url, 35, 35),
    shape("AccountKey=", "an Azure storage key", Body::Base64, 86, 88),
    shape("AGE-SECRET-KEY-1", "an age secret key", Body::Capitals, 58, 58),
    shape("GOCSPX-", "a Google client secret", Body::Url, 28, 28),
    shape("NRAK-", "a New Relic key", Body::Capitals, 27, 27),
    shape("PMAK-", "a Postman key", Body::Url, 59, 59),
    shape("SharedAccessKey=", "an Azure access key", Body::Base64, 42, 88),
    shape("SG.", "a SendGrid key", Body::Dotted, 66, 66),
    shape("SK", "a Twilio key", Body::Hex, 32, 32),
    shape("_authToken=", "a token of an npm registry", Body::Any, 8, 512),
    shape("dapi", "a Databricks token", Body::Hex, 32, 32),
    shape("doo_v1_", "a DigitalOcean token", Body::Hex, 64, 64),
    shape("dop_v1_", "a DigitalOcean token", Body::Hex, 64, 64),
    shape("dor_v1_", "a DigitalOcean token", Body::Hex, 64, 64),
    shape("dp.pt.", "a Doppler token", Body::Alphanumeric, 40, 44),
    shape("dp.st.", "a Doppler token", Body::Dotted, 40, 80),
    shape("ghp_", "a GitHub token", Body::Alphanumeric, 36, 255),
    shape("gho_", "a GitHub token", Body::Alphanumeric, 36, 255),
    shape("ghu_", "a GitHub token", Body::Alphanumeric, 36, 255),
    shape("ghs_", "a GitHub token", Body::Alphanumeric, 36, 255),
    shape("ghr_", "a GitHub token", Body::Alphanumeric, 36, 255),
    shape("github_pat_", "a GitHub token", Body::Url, 50, 255),
    shape("glpat-", "a GitLab token", Body::Dotted, 20, 300),
    shape("gldt-", "a GitLab token", Body::Url, 20, 64),
    shape("glrt-", "a GitLab token", Body::Dotted, 20, 300),
    shape("glptt-", "a GitLab token", Body::Hex, 40, 40),
    shape("glsa_", "a Grafana token", Body::Url, 41, 41),
    shape("hf_", "a Hugging Face token", Body::Alphanumeric, 34, 40),
    shape("hvb.", "a Vault token", Body::Mixed, 24, 512),
    shape("hvs.", "a Vault token", Body::Mixed, 24, 512),
    shape("lin_api_", "a Linear key", Body::Alphanumeric, 40, 40),
    shape("npm_", "an npm token", Body::Alphanumeric, 36, 36),
    shape("pypi-AgE", "a PyPI token", Body::Url, 40, 512),
    shape("rk_live_", "a Stripe key", Body::Alphanumeric, 16, 255),
    shape("sk_live_", "a Stripe key", Body::Alphanumeric, 16, 255),
    shape("shpat_", "a Shopify token", Body::Hex, 32, 32),
    shape("sk-ant-", "an Anthropic key", Body::Mixed, 24, 255),
    shape("sk-", "an OpenAI key", Body::Mixed, 32, 255),
    shape("whsec_", "a key of webhooks", Body::Base64, 32, 64),
    shape("xapp-", "a Slack token", Body::Mixed, 24, 255),
    shape("xoxb-", "a Slack token", Body::Url, 24, 255),
    shape("xoxp-", "a Slack token", Body::Url, 24, 255),
    shape("xoxe-", "a Slack token", Body::Url, 24, 512),
];

/// Where the shapes of a first character begin among all, and end.
const BY_START: [(u8, u8); 256] = by_start();

const fn by_start() -> [(u8, u8); 256] {
    let mut ranges = [(0, 0); 256];
    let mut at = 0;
    while at < SHAPES.len() {
        let start = SHAPES[at].prefix.as_bytes()[0] as usize;
        if ranges[start].1 == 0 {
            ranges[start].0 = at as u8;
        }
        at += 1;
        ranges[start].1 = at as u8;
    }
    ranges
}

/// Whether a token may begin with a byte.
pub(super) const fn is_start(byte: u8) -> bool {
    // `L` and `e` begin base64 of a PEM block and of a JSON object, `a` the entry of a registry.
    BY_START[byte as usize].1 > 0 || matches!(byte, b'L' | b'e' | b'a')
}

/// How often one run of characters is read as a whole: of one that repeats a mark, not once for each.
const TRIES: u8 = 4;

/// The runs that were last read from a mark in them to their end.
#[derive(Default)]
pub(super) struct Runs {
    signed: Run,
    encoded: Run,
}

#[derive(Default)]
struct Run {
    end: usize,
    tries: u8,
}

impl Run {
    /// Finds the end of the run that a place is in; `None` where the run was read often enough.
    fn end_from(&mut self, at: usize, body: Body, bytes: &[u8]) -> Option<usize> {
        if at >= self.end {
            *self = Self { end: at + body.run(bytes.get(at..)?), tries: 0 };
        }
        self.tries = self.tries.saturating_add(1);
        (self.tries <= TRIES).then_some(self.end)
    }
}

/// Reads a token that begins where a word begins.
pub(super) fn token_at(bytes: &[u8], at: usize, runs: &mut Runs) -> Option<Sighting> {
    let rest = bytes.get(at..)?;
    match rest {
        [b'e', b'y', b'J', ..] => return signed_at(bytes, at, &mut runs.signed),
        [b'L', b'S', b'0', b't', ..] => return encoded_key_at(bytes, at, &mut runs.encoded),
        [b'a', b'u', b't', b'h', b'"', ..] => return registry_at(rest, at),
        _ => {}
    }
    let (first, last) = BY_START[usize::from(*rest.first()?)];
    let shapes = SHAPES.get(usize::from(first)..usize::from(last))?;
    let known = shapes.iter().find(|shape| rest.starts_with(shape.prefix.as_bytes()))?;
    let body = rest.get(known.prefix.len()..)?;
    let body = body.get(..known.body.length(body, *known.length.end()))?;
    let fits = known.length.contains(&body.len()) && known.body.is_like(body) && !is_sample(body);
    let end = at + known.prefix.len() + body.len();
    fits.then_some(Sighting { what: What::Token(known.what), range: at..end, public: known.prefix.len() })
}

impl Body {
    fn has(self, byte: u8) -> bool {
        match self {
            Self::Alphanumeric => byte.is_ascii_alphanumeric(),
            Self::Capitals => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
            Self::Url | Self::Mixed => byte.is_ascii_alphanumeric() || b"_-".contains(&byte),
            Self::Dotted => byte.is_ascii_alphanumeric() || b"_-.".contains(&byte),
            Self::Base64 => byte.is_ascii_alphanumeric() || b"+/=".contains(&byte),
            Self::Any => byte.is_ascii_graphic() && !b"\"',;`\\".contains(&byte),
        }
    }

    /// How long the body is, or that it is longer than `max`; where the word goes on behind it with other characters, it is none.
    ///
    /// A token may seem to begin at every few bytes of a body, so that none is read further than it must be.
    fn length(self, bytes: &[u8], max: usize) -> usize {
        let length = self.run(bytes.get(..=max).unwrap_or(bytes));
        let goes_on = bytes.get(length).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        if goes_on { 0 } else { length }
    }

    /// How many bytes in a row the body may have.
    fn run(self, bytes: &[u8]) -> usize {
        bytes.iter().position(|byte| !self.has(*byte)).unwrap_or(bytes.len())
    }

    fn is_like(self, body: &[u8]) -> bool {
        match self {
            Self::Mixed => {
                body.iter().any(u8::is_ascii_uppercase)
                    && body.iter().any(u8::is_ascii_lowercase)
                    && body.iter().any(u8::is_ascii_digit)
            }
            Self::Any => !std::str::from_utf8(body).is_ok_and(is_placeholder),
            Self::Dotted | Self::Url => body.iter().any(u8::is_ascii_digit) || body.iter().any(u8::is_ascii_uppercase),
            _ => true,
        }
    }
}

/// Three parts of base64 with dots between them, of which the first is a JSON object that names an algorithm.
fn signed_at(bytes: &[u8], at: usize, run: &mut Run) -> Option<Sighting> {
    let end = run.end_from(at, Body::Dotted, bytes)?;
    let token = std::str::from_utf8(bytes.get(at..end)?).ok()?.trim_end_matches('.');
    let mut parts = token.split('.');
    let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || payload.len() < 8 || signature.len() < 16 || header.len() > 4096 {
        return None;
    }
    let header = decode(header)?;
    let names_algorithm = header.windows(5).any(|window| window == b"\"alg\"");
    let what = What::SignedToken;
    (names_algorithm && !is_sample(signature.as_bytes())).then(|| Sighting {
        what,
        range: at..at + token.len(),
        public: 3,
    })
}

/// A private key in PEM, as a whole in base64.
fn encoded_key_at(bytes: &[u8], at: usize, run: &mut Run) -> Option<Sighting> {
    let end = run.end_from(at, Body::Base64, bytes)?;
    let decoded = decode(std::str::from_utf8(bytes.get(at..end)?).ok()?)?;
    let starts = decoded.windows(2).enumerate().filter(|(_, window)| *window == b"--").map(|(start, _)| start);
    let mut keys = starts.filter_map(|start| pem::key_at(&decoded, start));
    keys.next().map(|_| Sighting { what: What::PrivateKey, range: at..end, public: 0 })
}

/// `"auth": "…"` of a Docker configuration: user and password in base64.
fn registry_at(rest: &[u8], at: usize) -> Option<Sighting> {
    let value = rest.get(5..)?.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"\"")?;
    let length = value.iter().position(|byte| !Body::Base64.has(*byte))?;
    let decoded = decode(std::str::from_utf8(value.get(..length)?).ok()?)?;
    let colon = decoded.iter().position(|byte| *byte == b':')?;
    let password = std::str::from_utf8(decoded.get(colon + 1..)?).ok()?;
    let start = at + rest.len() - value.len();
    let is_password = colon > 0 && !password.is_empty() && !is_placeholder(password);
    let what = What::Token("the password of an image registry");
    is_password.then(|| Sighting { what, range: start..start + length, public: 0 })
}

/// `<bot>:AA…`: the colon stands at `at`.
pub(super) fn telegram_at(bytes: &[u8], at: usize) -> Option<Sighting> {
    let digits = bytes.get(..at)?.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    let start = at.checked_sub(digits)?;
    let starts_word = start.checked_sub(1).is_none_or(|before| !bytes[before].is_ascii_alphanumeric());
    let body = bytes.get(at + 1..)?;
    let body = body.get(..Body::Url.length(body, 35))?;
    let fits = (8..=10).contains(&digits) && starts_word && body.len() == 35 && !is_sample(body);
    fits.then(|| Sighting { what: What::Token("a Telegram token"), range: start..at + 1 + body.len(), public: 0 })
}
