use crate::diagnostics::{Code, Finding, Spot};

/// A rule for text: a function that decides, and the pattern that says the same in the published schema.
#[derive(Debug)]
pub struct TextRule {
    /// Its name in the published schema.
    pub name: &'static str,
    /// An anchored regular expression as JSON Schema has them (ECMA 262, Unicode), without
    /// `\s`, `\w` and `\d`; it accepts what `accepts` accepts.
    pub pattern: &'static str,
    /// What the text must be, completing "expected …".
    pub says: &'static str,
    /// A text that it accepts, for people.
    pub example: &'static str,
    /// The longest text that fits the pattern, in characters, where one exists.
    pub longest: Option<usize>,
    decide: fn(&str) -> bool,
}

impl TextRule {
    /// Whether the rule accepts a text.
    pub fn accepts(&self, text: &str) -> bool {
        (self.decide)(text)
    }

    /// The finding for a text that the rule refuses.
    pub fn fault(&self, text: &str, spot: Spot) -> Finding {
        let open = password(text).map_or_else(|| text.to_owned(), |password| text.replace(password, "***"));
        let shown: String = open.chars().take(80).collect();
        let mut finding = match self.longest {
            Some(longest) if text.chars().count() > longest => Finding::new(
                Code::NAME_TOO_LONG,
                format!("`{shown}` has {} characters, at most {longest} are allowed", text.chars().count()),
                spot,
            ),
            _ => Finding::new(Code::INVALID_VALUE, format!("`{shown}` is not {}", self.says), spot),
        };
        finding.help = self.repaired(text).map(|near| format!("did you mean `{near}`?"));
        match (password(text), &finding.primary.spot) {
            (Some(password), Spot::Value(place)) => {
                let places = vec![*place];
                finding.conceal(password, places)
            }
            _ => finding,
        }
    }

    /// The text that was most likely meant: another case, another separator, no space, no unit of bytes, no tag.
    fn repaired(&self, text: &str) -> Option<String> {
        if matches!(self.name, "digest" | "folder" | "git-revision" | "git-url" | "repository" | "url") {
            return None;
        }
        let text = text.trim();
        let lower = text.to_lowercase();
        let joined = |separator: &str| lower.split([' ', '_', '.', '-']).collect::<Vec<_>>().join(separator);
        let unspaced: String = text.split_whitespace().collect();
        let candidates = [
            match self.name {
                "quantity" => with_suffix_of_bytes(&unspaced),
                // A thousandth of a byte was never meant.
                "bytes" => unspaced
                    .strip_suffix('m')
                    .map_or_else(|| with_suffix_of_bytes(&unspaced), |number| format!("{number}Mi")),
                _ => unspaced.clone(),
            },
            unspaced.clone(),
            lower.clone(),
            joined("-"),
            text.replace([' ', '-', '.'], "_"),
            unspaced.trim_end_matches(['B', 'b']).to_owned(),
            lower.split([':', '@']).next().unwrap_or_default().to_owned(),
        ];
        candidates.into_iter().find(|candidate| self.accepts(candidate))
    }
}

/// The password in a URL that somebody wrote where none belongs.
fn password(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("://")?;
    let authority = &rest[..rest.find('/').unwrap_or(rest.len())];
    let (credentials, _) = authority.rsplit_once('@')?;
    credentials.split_once(':').map(|(_, password)| password).filter(|password| !password.is_empty())
}

macro_rules! text_rules {
    ($($constant:ident $name:literal $decide:expr, $pattern:literal, $longest:expr, $example:literal, $says:literal;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants only number the constants")]
        enum Number { $($constant,)* }

        impl TextRule {
            $(#[doc = $says] pub const $constant: usize = Number::$constant as usize;)*

            /// Every rule, at the positions that the constants say.
            pub const ALL: &'static [TextRule] = &[$(TextRule {
                name: $name, pattern: $pattern, says: $says, example: $example, longest: $longest, decide: $decide,
            },)*];
        }
    };
}

text_rules! {
    ANY "text" any, "^[\\s\\S]*$", None, "any text", "text";
    ANY_KEY "key" any, "^[\\s\\S]*$", None, "key", "a key";
    LABEL "label" is_label, "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", Some(63), "shop-api", "a DNS label (lower-case letters, digits and `-`, at most 63 characters)";
    DNS_NAME "dns-name" is_dns_name, "^(?=.{1,253}$)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*$", Some(253), "shop.example.com", "a DNS name (lower-case letters, digits and `-`, joined by dots)";
    PORT_NAME "port-name" is_port_name, "^(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]*[a-z0-9])?$", Some(15), "http", "a port name (at most 15 lower-case letters, digits and single `-`, at least one letter)";
    QUANTITY "quantity" is_quantity, "^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][-+]?[0-9]{1,3})?$", None, "512Mi", "a quantity such as `250m`, `1.5` or `512Mi`";
    BYTES "bytes" is_bytes, "^[+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(Ki|Mi|Gi|Ti|Pi|Ei|[kMGTPE]|[eE][+]?[0-9]{1,3})?$", None, "512Mi", "an amount of bytes such as `512Mi` or `1Gi`";
    HEADER "header" is_header, "^[-A-Za-z0-9]+$", None, "X-Probe", "the name of a header (letters, digits and `-`)";
    DURATION "duration" is_duration, "^([0-9]+(ms|s|m|h|d))+$", None, "30s", "a duration such as `500ms`, `30s` or `1h30m`";
    PERCENT "percent" is_percent, "^[0-9]{1,4}%$", None, "50%", "a percentage such as `50%`";
    ROUTE_PATH "path" is_rooted, "^/[^\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f\\u3000\\ufeff]*$", None, "/v1/orders", "a path that begins with `/`";
    FILE_PATH "file-path" is_file_path, "^(?!.*//)(?!.*/\\.\\.?(/|$))(/[^/\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f\\u3000\\ufeff]+)+$", None, "/etc/app/config.yaml", "an absolute path of a file, without `.`, `..` or white space";
    VARIABLE "variable" is_variable, "^[A-Za-z_][A-Za-z0-9_]*$", None, "LOG_LEVEL", "a variable's name (letters, digits and `_`, not beginning with a digit)";
    LABEL_KEY "label-key" is_label_key, "^(?=.{1,317}$)((?=[^/]{1,253}/)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$", None, "app.kubernetes.io/part-of", "a label's key (an optional DNS name and `/`, then at most 63 letters, digits, `-`, `_`, `.`)";
    KUBERNETES_VERSION "kubernetes-version" is_kubernetes_version, "^1\\.(2[5-9]|3[0-7])$", None, "1.34", "a Kubernetes version from `1.25` to `1.37` (quoted)";
    ACCOUNT "account" is_account, "^[0-9]{12}$", None, "111122223333", "an AWS account (twelve digits, quoted)";
    GLOB "glob" is_glob, "^[-a-z0-9*]{1,63}$", Some(63), "shop-*", "a namespace's name, in which `*` stands for any characters";
    NAME_GLOB "name-glob" is_name_glob, "^[-A-Za-z0-9._:*]{1,253}$", Some(253), "api-*", "an object's name, in which `*` stands for any characters";
    POINTER "pointer" is_pointer, "^(/([^/~]|~[01])*)+$", None, "/spec/replicas", "a JSON pointer such as `/spec/replicas`, in which `~1` stands for `/` in a key and `~0` for `~`";
    OBJECT "object" is_object, "^[A-Z][A-Za-z0-9]*(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(/[-a-z0-9.:*]+){1,2}$", None, "Secret/apps/registry", "an object such as `Secret/apps/registry` or `StorageClass/gp3`: kind, `.` and group where the kind alone is not clear, namespace where it has one, and name, in which `*` stands for any characters";
    REFERENCE "reference" is_reference, "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(/[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)?$", None, "orders/api", "a name, or `<stack>/<name>`";
    SECRET_SOURCE "secret-source" is_secret_source, "^(shared:)?[A-Za-z0-9]([-A-Za-z0-9_./]*[A-Za-z0-9])?$", None, "payments/api-key", "a secret's name in the store, with `shared:` before it where teams share it";
    IMAGE "image" is_image, "^[a-z0-9]+([._/-]+[a-z0-9]+)*$", None, "team/api", "an image's name without registry and tag, such as `fastapi` or `team/api`";
    PIN "pin" is_pin, "^([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}(@sha256:[0-9a-f]{64})?|@?sha256:[0-9a-f]{64})$", None, "1.4.0", "a tag, a digest, or tag@digest";
    CIDR "cidr" is_cidr, "^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}/(3[0-2]|[12]?[0-9])|[0-9a-fA-F.]*:[0-9a-fA-F.:]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))$", None, "10.0.0.0/16", "a network such as `10.0.0.0/16`";
    REPOSITORY "repository" is_repository, "^(https?|oci)://[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[-A-Za-z0-9._~%+:=,@]*)*$", None, "https://charts.example.com", "the URL of a repository such as `https://charts.example.com` or `oci://registry.example.com/charts`, without credentials and parameters";
    WEB_URL "url" is_web_url, "^https?://[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[-A-Za-z0-9._~%+:=,@]*)*$", None, "https://example.com/crds.yaml", "a URL such as `https://example.com/crds.yaml`, without credentials and parameters";
    GIT_URL "git-url" is_git_url, "^(https?://[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[-A-Za-z0-9._~%+:=,@]*)*|ssh://([A-Za-z0-9_][-A-Za-z0-9._]*@)?[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?(:[0-9]{1,5})?(/[-A-Za-z0-9._~%+:=,@]*)*|file://(/[-A-Za-z0-9._~%+:=,@]*)*|[A-Za-z0-9_][-A-Za-z0-9._]*@[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:[A-Za-z0-9_~/][-A-Za-z0-9._~/+]*)$", None, "https://git.example.com/platform/charts.git", "the URL of a git repository such as `https://git.example.com/platform/charts.git` or `git@git.example.com:platform/charts.git`, without a password";
    GIT_REVISION "git-revision" is_git_revision, "^[A-Za-z0-9_][-A-Za-z0-9._/+]*$", None, "v1.4.0", "a tag, branch or commit";
    BRANCH "branch" is_branch, "^(?!.*\\.\\.)(?!.*\\.(lock)?(/|$))[A-Za-z0-9_][-A-Za-z0-9._+]*(/[A-Za-z0-9_][-A-Za-z0-9._+]*)*$", None, "main", "a branch such as `main` or `release/1.4`";
    DIGEST "digest" is_digest, "^sha256:[0-9a-f]{64}$", None, "sha256:0000000000000000000000000000000000000000000000000000000000000000", "a digest (`sha256:` and 64 hexadecimal digits)";
    CHART_NAME "chart-name" is_chart_name, "^[A-Za-z0-9][-A-Za-z0-9._]*$", None, "ingress-nginx", "a chart's name (letters, digits, `-`, `_` and `.`)";
    CHART_REFERENCE "chart-reference" is_folder, "^[A-Za-z0-9_@+][-A-Za-z0-9._@+]*(/[A-Za-z0-9_@+][-A-Za-z0-9._@+]*)*/?$", None, "kong", "a chart of platgen.yaml such as `kong`, or a folder of the project such as `charts/shop`";
    RELEASE_NAME "release-name" is_release_name, "^(?=.{1,53}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", Some(53), "shop", "a release's name (at most 53 lower-case letters, digits and `-`, joined by dots)";
    FOLDER "folder" is_folder, "^[A-Za-z0-9_@+][-A-Za-z0-9._@+]*(/[A-Za-z0-9_@+][-A-Za-z0-9._@+]*)*/?$", None, "charts/shop", "a folder below another, such as `charts/shop`, no part of which begins with `.`";
    MODULE "module" is_module, "^[a-z0-9A-Z][-_a-z0-9A-Z]*/[a-z0-9A-Z][-_a-z0-9A-Z]*/[a-z0-9]+$", None, "terraform-aws-modules/sqs/aws", "a module of the Terraform registry (`<namespace>/<name>/<provider>`)";
    REGION "region" is_region, "^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$", None, "us-west-2", "a cloud region such as `us-west-2`";
    BUCKET "bucket" is_bucket, "^[a-z0-9]([-.a-z0-9]{1,61}[a-z0-9])$", Some(63), "acme-state", "a bucket's name (3 to 63 lower-case letters, digits, `-` and `.`)";
    METRIC "metric" is_metric, "^[a-zA-Z_:][a-zA-Z0-9_:]*$", None, "http_requests_total", "a metric's name (letters, digits, `_` and `:`, not beginning with a digit)";
}

fn any(_: &str) -> bool {
    true
}

fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (1..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| alphanumeric(*byte) || *byte == b'-')
        && alphanumeric(bytes[0])
        && alphanumeric(bytes[bytes.len() - 1])
}

fn is_dns_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

/// Names of releases, as Helm checks them.
fn is_release_name(text: &str) -> bool {
    text.len() <= 53 && is_dns_name(text)
}

/// IANA service names, as Kubernetes checks the names of ports.
fn is_port_name(text: &str) -> bool {
    text.len() <= 15 && is_label(text) && !text.contains("--") && text.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// `resource.Quantity` of Kubernetes, without a sign that makes it negative.
fn is_quantity(text: &str) -> bool {
    let text = text.strip_prefix('+').unwrap_or(text);
    let number = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, suffix) = text.split_at(number);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    digits > 0
        && number.len() - digits <= 1
        && match suffix {
            "" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" => true,
            _ => suffix.strip_prefix(['e', 'E']).is_some_and(|exponent| {
                let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
                (1..=3).contains(&exponent.len()) && exponent.bytes().all(|byte| byte.is_ascii_digit())
            }),
        }
}

/// `<namespace>/<name>/<provider>` of the Terraform registry.
fn is_module(text: &str) -> bool {
    let is_name = |part: &str| {
        part.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let parts: Vec<&str> = text.split('/').collect();
    let [namespace, name, provider] = parts.as_slice() else { return false };
    let is_provider =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_name(namespace) && is_name(name) && is_provider(provider)
}

/// The form that names of AWS regions have.
fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let Some(area) = parts.next() else { return false };
    let rest: Vec<&str> = parts.collect();
    let [words @ .., number] = rest.as_slice() else { return false };
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    area.len() == 2
        && is_word(&area)
        && !words.is_empty()
        && words.iter().all(is_word)
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Names of buckets, as far as their letters go.
fn is_bucket(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (3..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| alphanumeric(*byte) || matches!(*byte, b'-' | b'.'))
        && alphanumeric(bytes[0])
        && alphanumeric(bytes[bytes.len() - 1])
}

/// A quantity that is whole bytes: `512m` is half a byte, and was meant to be `512Mi`.
fn is_bytes(text: &str) -> bool {
    is_quantity(text) && !text.ends_with(['n', 'u', 'm']) && !text.contains('-')
}

/// A header's name as Kubernetes takes it in probes.
fn is_header(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A quantity whose suffix of bytes has another case, or a `B`: `64mb` is `64M` and never `64m`, which is less than one byte.
fn with_suffix_of_bytes(text: &str) -> String {
    let length = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, suffix) = text.split_at(length);
    let suffix = match suffix.to_ascii_lowercase().as_str() {
        "mb" => "M",
        "g" | "gb" => "G",
        "t" | "tb" => "T",
        "ki" | "kib" => "Ki",
        "mi" | "mib" => "Mi",
        "gi" | "gib" => "Gi",
        "ti" | "tib" => "Ti",
        _ => suffix,
    };
    format!("{number}{suffix}")
}

fn is_duration(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = &rest[digits..];
        let length = match unit.as_bytes() {
            [b'm', b's', ..] => 2,
            [b's' | b'm' | b'h' | b'd', ..] => 1,
            _ => 0,
        };
        if digits == 0 || length == 0 {
            return false;
        }
        rest = &unit[length..];
    }
    !text.is_empty()
}

fn is_percent(text: &str) -> bool {
    text.strip_suffix('%')
        .is_some_and(|digits| (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// White space and what is not seen, spelt out because engines of patterns disagree on `\s`.
fn is_blank(c: char) -> bool {
    c <= ' '
        || matches!(
            c,
            '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}' | '\u{3000}'
                | '\u{feff}'
        )
}

fn is_rooted(text: &str) -> bool {
    text.starts_with('/') && !text.contains(is_blank)
}

fn is_file_path(text: &str) -> bool {
    text.strip_prefix('/')
        .is_some_and(|rest| rest.split('/').all(|part| !matches!(part, "" | "." | "..")) && !rest.contains(is_blank))
}

fn is_variable(text: &str) -> bool {
    text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_metric(text: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':');
    text.bytes().all(is_known) && text.bytes().next().is_some_and(|first| !first.is_ascii_digit())
}

/// A qualified name of Kubernetes: of labels and annotations.
fn is_label_key(text: &str) -> bool {
    let (prefix, name) = text.split_once('/').map_or((None, text), |(prefix, name)| (Some(prefix), name));
    prefix.is_none_or(is_dns_name) && is_label_name(name)
}

fn is_label_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    (1..=63).contains(&bytes.len())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && bytes[0].is_ascii_alphanumeric()
        && bytes[bytes.len() - 1].is_ascii_alphanumeric()
}

/// Whether a text may be the value of a Kubernetes label.
pub(crate) fn is_label_value(text: &str) -> bool {
    text.is_empty() || is_label_name(text)
}

fn is_kubernetes_version(text: &str) -> bool {
    text.strip_prefix("1.")
        .is_some_and(|minor| minor.len() == 2 && minor.parse::<u8>().is_ok_and(|minor| (25..=37).contains(&minor)))
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name_glob(text: &str) -> bool {
    (1..=253).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:*".contains(&byte))
}

/// RFC 6901, without the pointer to the whole document.
fn is_pointer(text: &str) -> bool {
    text.starts_with('/') && text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}

fn is_glob(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'*'))
}

/// `<Kind>[.<group>]/[<namespace>/]<name>`.
fn is_object(text: &str) -> bool {
    let mut parts = text.split('/');
    let kind = parts.next().unwrap_or_default();
    let names: Vec<&str> = parts.collect();
    let (kind, group) = kind.split_once('.').map_or((kind, None), |(kind, group)| (kind, Some(group)));
    let is_kind = kind.starts_with(|c: char| c.is_ascii_uppercase()) && kind.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_part = |part: &str| {
        let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        part.starts_with(ends)
            && part.ends_with(ends)
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    let is_name = |name: &&str| {
        let is_known = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b':' | b'*');
        !name.is_empty() && name.bytes().all(is_known)
    };
    is_kind
        && group.is_none_or(|group| group.split('.').all(is_part))
        && (1..=2).contains(&names.len())
        && names.iter().all(is_name)
}

fn is_reference(text: &str) -> bool {
    text.split_once('/').map_or_else(|| is_label(text), |(stack, name)| is_label(stack) && is_label(name))
}

fn is_secret_source(text: &str) -> bool {
    let name = text.strip_prefix("shared:").unwrap_or(text).as_bytes();
    !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
        && name[0].is_ascii_alphanumeric()
        && name[name.len() - 1].is_ascii_alphanumeric()
}

fn is_image(text: &str) -> bool {
    let alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.iter().all(|byte| alphanumeric(*byte) || matches!(byte, b'.' | b'_' | b'/' | b'-'))
        && alphanumeric(bytes[0])
        && alphanumeric(bytes[bytes.len() - 1])
}

fn is_pin(text: &str) -> bool {
    let is_tag = |tag: &str| {
        (1..=128).contains(&tag.len())
            && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
            && tag.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    match text.split_once('@') {
        Some((tag, digest)) => (tag.is_empty() || is_tag(tag)) && is_digest(digest),
        None => is_tag(text) || is_digest(text),
    }
}

/// IPv4 exactly; of IPv6 the characters and the length of the prefix.
fn is_cidr(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let is_whole = length.bytes().all(|byte| byte.is_ascii_digit()) && (length == "0" || !length.starts_with('0'));
    let Some(length) = length.parse::<u8>().ok().filter(|_| is_whole) else { return false };
    if address.contains(':') {
        length <= 128 && address.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
    } else {
        length <= 32 && address.parse::<std::net::Ipv4Addr>().is_ok()
    }
}

/// A host's name or IPv4 address and maybe a port.
fn is_authority(text: &str) -> bool {
    let (host, port) = text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port)));
    is_host(host)
        && port.is_none_or(|port| (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_host(host: &str) -> bool {
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = host.as_bytes();
    ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
}

/// What follows `scheme://`: an authority and a path, without credentials, query and fragment.
fn is_below_scheme(text: &str) -> bool {
    let (authority, path) = text.split_at(text.find('/').unwrap_or(text.len()));
    is_authority(authority) && is_url_path(path)
}

fn is_url_path(path: &str) -> bool {
    let is_known = |b: u8| {
        b.is_ascii_alphanumeric()
            || matches!(b, b'/' | b'-' | b'.' | b'_' | b'~' | b'%' | b'+' | b':' | b'=' | b',' | b'@')
    };
    (path.is_empty() || path.starts_with('/')) && path.bytes().all(is_known)
}

fn is_repository(text: &str) -> bool {
    is_web_url(text) || text.strip_prefix("oci://").is_some_and(is_below_scheme)
}

fn is_web_url(text: &str) -> bool {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(is_below_scheme)
}

fn is_git_url(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("ssh://") {
        let (authority, _) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let user = authority.split_once('@').map(|(user, _)| user);
        return user.is_none_or(is_user) && is_below_scheme(user.map_or(rest, |user| &rest[user.len() + 1..]));
    }
    if let Some(path) = text.strip_prefix("file://") {
        return is_url_path(path);
    }
    is_web_url(text) || is_copy_address(text)
}

/// `user@host:path`, as `scp` has it.
fn is_copy_address(text: &str) -> bool {
    let Some((user, rest)) = text.split_once('@') else { return false };
    let Some((host, path)) = rest.split_once(':') else { return false };
    let is_known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'/' | b'+');
    let begins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '~' | '/');
    is_user(user) && is_host(host) && path.starts_with(begins) && path.bytes().all(is_known)
}

fn is_user(user: &str) -> bool {
    is_word(user, |b| b.is_ascii_alphanumeric() || b == b'_', |b| matches!(b, b'-' | b'.'))
}

fn is_git_revision(text: &str) -> bool {
    is_word(text, |b| b.is_ascii_alphanumeric() || b == b'_', |b| matches!(b, b'-' | b'.' | b'/' | b'+'))
}

fn is_branch(text: &str) -> bool {
    let is_part = |part: &str| {
        let is_plain = is_word(part, |b| b.is_ascii_alphanumeric() || b == b'_', |b| matches!(b, b'-' | b'.' | b'+'));
        is_plain && !part.contains("..") && !part.ends_with('.') && !part.ends_with(".lock")
    };
    text.split('/').all(is_part)
}

fn is_chart_name(text: &str) -> bool {
    is_word(text, |b| b.is_ascii_alphanumeric(), |b| matches!(b, b'-' | b'.' | b'_'))
}

fn is_folder(text: &str) -> bool {
    let is_part = |part: &str| {
        is_word(part, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'@' | b'+'), |b| matches!(b, b'-' | b'.'))
    };
    text.strip_suffix('/').unwrap_or(text).split('/').all(is_part)
}

/// Whether a text begins with some bytes and goes on with these and others.
fn is_word(text: &str, begins: fn(u8) -> bool, goes_on: fn(u8) -> bool) -> bool {
    text.bytes().next().is_some_and(begins) && text.bytes().all(|byte| begins(byte) || goes_on(byte))
}

fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|hex| {
        hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    })
}
