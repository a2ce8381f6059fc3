//! The API server's own grammars for texts: takes a text, gives nothing or a phrase that says what the text must be.
//!
//! Each grammar follows the function of Kubernetes named beside it, and refuses nothing that the function accepts.

mod amount;
mod cron;
mod encoding;
mod image;
mod label;
mod name;
mod network;
mod port;
mod time;

pub(crate) use encoding::decode_base64;
pub(crate) use network::Block;

/// The grammars that a schema's field can ask for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Grammar {
    /// RFC 1123 label (`IsDNS1123Label`).
    DnsLabel,
    /// RFC 1035 label (`IsDNS1035Label`).
    Dns1035Label,
    /// RFC 1123 subdomain (`IsDNS1123Subdomain`).
    DnsSubdomain,
    /// A subdomain in letters of any case (declarative validation's `k8s-long-name-caseless`).
    CaselessSubdomain,
    /// A name that can be one segment of a URL (`IsValidPathSegmentName`).
    PathSegment,
    /// The beginning of a generated name.
    GenerateName,
    /// Key of a label: a name, or a subdomain, `/` and a name (`IsQualifiedName`).
    LabelKey,
    /// A label key that has its prefix.
    PrefixedLabelKey,
    /// Value of a label (`IsValidLabelValue`).
    LabelValue,
    /// Key of an annotation: a label key in letters of any case.
    AnnotationKey,
    /// A finalizer's name.
    Finalizer,
    /// Key of a ConfigMap or a Secret (`IsConfigMapKey`).
    ConfigKey,
    /// Name of an environment variable, as releases since 1.32 accept it (`IsRelaxedEnvVarName`).
    EnvName,
    /// Name of a port (`IsValidPortName`).
    PortName,
    /// A time in RFC 3339.
    DateTime,
    /// A date.
    Date,
    /// Go's duration, or a number and a unit in words.
    Duration,
    /// Base64 with padding.
    Base64,
    /// A resource quantity (`ParseQuantity`).
    Quantity,
    /// Digits and `%`.
    Percent,
    /// A cron schedule of five fields or a macro.
    Cron,
    /// An IANA time zone's shape.
    TimeZone,
    /// An address of either family.
    Ip,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// An address block of either family.
    Cidr,
    /// An address, `None` or nothing.
    ClusterIp,
    /// A host name whose first label may be `*`.
    Host,
    /// A hardware address.
    Mac,
    /// A UUID.
    Uuid,
    /// Reference to a container image.
    Image,
    /// Domain and name of an extended resource.
    ResourceName,
    /// An absolute URL or path.
    Uri,
    /// An electronic mail address.
    Email,
}

impl Grammar {
    /// Finds the grammar of a schema's `format`; none for formats about numbers and those that the API server ignores.
    pub(crate) fn of_format(format: &str) -> Option<Self> {
        Some(match format {
            "date-time" | "datetime" => Self::DateTime,
            "date" => Self::Date,
            "duration" => Self::Duration,
            "byte" => Self::Base64,
            "hostname" => Self::CaselessSubdomain,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "cidr" => Self::Cidr,
            "mac" => Self::Mac,
            "uuid" => Self::Uuid,
            "uri" => Self::Uri,
            "email" => Self::Email,
            "k8s-short-name" => Self::DnsLabel,
            "k8s-long-name" => Self::DnsSubdomain,
            _ => return None,
        })
    }

    /// Finds the grammar of a rule that the store's generator wrote; rules about maps and ports are no grammars.
    pub(crate) fn of_rule(rule: &str) -> Option<Self> {
        Some(match rule {
            "dns-label" | "k8s-short-name" => Self::DnsLabel,
            "dns-1035-label" => Self::Dns1035Label,
            "dns-subdomain" | "k8s-long-name" => Self::DnsSubdomain,
            "k8s-long-name-caseless" => Self::CaselessSubdomain,
            "k8s-path-segment-name" => Self::PathSegment,
            "generate-name" => Self::GenerateName,
            "label-key" | "k8s-label-key" => Self::LabelKey,
            "k8s-prefixed-label-key" => Self::PrefixedLabelKey,
            "label-value" => Self::LabelValue,
            "finalizer" => Self::Finalizer,
            "config-key" => Self::ConfigKey,
            "env-name" => Self::EnvName,
            "port-name" => Self::PortName,
            "cron" => Self::Cron,
            "time-zone" => Self::TimeZone,
            "ip" => Self::Ip,
            "cidr" => Self::Cidr,
            "cluster-ip" => Self::ClusterIp,
            "host" => Self::Host,
            "image" => Self::Image,
            "k8s-uuid" => Self::Uuid,
            "k8s-extended-resource-name" => Self::ResourceName,
            _ => return None,
        })
    }
}

/// Checks a text against a grammar.
///
/// # Errors
///
/// Gives a phrase that completes "the value must be …".
pub fn check(grammar: Grammar, text: &str) -> Result<(), String> {
    match grammar {
        Grammar::DnsLabel => name::check_label(text),
        Grammar::Dns1035Label => name::check_1035_label(text),
        Grammar::DnsSubdomain => name::check_subdomain(text),
        Grammar::CaselessSubdomain => name::check_subdomain(&text.to_ascii_lowercase()),
        Grammar::PathSegment => name::check_path_segment(text),
        Grammar::GenerateName => name::check_generate_name(text),
        Grammar::LabelKey => label::check_key(text),
        Grammar::PrefixedLabelKey => label::check_prefixed_key(text),
        Grammar::LabelValue => label::check_value(text),
        Grammar::AnnotationKey => label::check_key(&text.to_ascii_lowercase()),
        Grammar::Finalizer => label::check_key(text),
        Grammar::ConfigKey => label::check_config_key(text),
        Grammar::EnvName => label::check_env_name(text),
        Grammar::PortName => port::check_name(text),
        Grammar::DateTime => time::check_date_time(text),
        Grammar::Date => time::check_date(text),
        Grammar::Duration => time::check_duration(text),
        Grammar::Base64 => encoding::check_base64(text),
        Grammar::Quantity => amount::check_quantity(text),
        Grammar::Percent => amount::check_percent(text),
        Grammar::Cron => cron::check_schedule(text),
        Grammar::TimeZone => time::check_zone(text),
        Grammar::Ip => network::check_ip(text),
        Grammar::Ipv4 => network::check_ipv4(text),
        Grammar::Ipv6 => network::check_ipv6(text),
        Grammar::Cidr => network::check_cidr(text),
        Grammar::ClusterIp => network::check_cluster_ip(text),
        Grammar::Host => network::check_host(text),
        Grammar::Mac => network::check_mac(text),
        Grammar::Uuid => encoding::check_uuid(text),
        Grammar::Image => image::check_reference(text),
        Grammar::ResourceName => label::check_prefixed_key(text),
        Grammar::Uri => network::check_uri(text),
        Grammar::Email => network::check_email(text),
    }
}

/// Passes what holds and words the rest.
fn require(holds: bool, phrase: &str) -> Result<(), String> {
    if holds { Ok(()) } else { Err(phrase.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts that a grammar accepts, and texts that it refuses; checked by hand against the functions named at [`Grammar`].
    const CASES: &[(Grammar, &[&str], &[&str])] = &[
        (Grammar::DnsLabel, &["a", "a-b", "0a"], &["", "A", "-a", "a-", "a.b", "a_b"]),
        (Grammar::Dns1035Label, &["a", "a-0"], &["0a", "a.b"]),
        (Grammar::DnsSubdomain, &["a.b", "a-b.c0"], &["", "a..b", ".a", "a.", "A.b", "a.-b"]),
        (Grammar::PathSegment, &["system:node", "A"], &["", ".", "..", "a/b", "a%b"]),
        (Grammar::LabelKey, &["app", "a.b/App_x.y-z"], &["", "/a", "a/", "a/b/c", "A.b/c", "-a", "a b"]),
        (Grammar::PrefixedLabelKey, &["a.b/c"], &["c"]),
        (Grammar::LabelValue, &["", "a", "A_b.c-0"], &["-a", "a b", "a/b", "a:b"]),
        (Grammar::ConfigKey, &["a", ".a", "A_b-c.d"], &["", ".", "..", "..a", "a/b", "a b"]),
        (Grammar::EnvName, &["A", "a.b-c", "1A", "A B"], &["", "A=B", "ä"]),
        (
            Grammar::PortName,
            &["http", "h2-c", "8080-tcp"],
            &["", "HTTP", "8080", "a--b", "-a", "a-very-long-port-name"],
        ),
        (
            Grammar::Quantity,
            &["1", "500m", "1.5Gi", ".5", "1e3", "1E", "-1k", "+1", "5."],
            &["", "1GB", "Gi", "1 Gi", "1e", "1gi", "1KI"],
        ),
        (Grammar::Percent, &["25%", "0%"], &["25", "%", "2.5%", "-1%"]),
        (
            Grammar::Cron,
            &["* * * * *", "*/5 0 1,15 jan-dec MON", "@daily", "@every 1h30m", "0 0 ? * *"],
            &["", "* * * *", "60 * * * *", "a * * * *", "*/0 * * * *", "@often", "* * * * * *"],
        ),
        (
            Grammar::DateTime,
            &["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123+02:00"],
            &["", "2026-01-02", "2026-13-02T03:04:05Z", "2026-01-02 03:04:05"],
        ),
        (Grammar::Date, &["2024-02-29"], &["2026-02-29", "2026-2-9"]),
        (Grammar::Duration, &["1h30m", "0", "-1.5h", "10ms", "3 days"], &["", "1", "1x", "h"]),
        (Grammar::Base64, &["", "YQ==", "YWJj"], &["YQ", "YQ=", "a b=", "=YQ=", "YWJj*"]),
        (Grammar::Ip, &["10.0.0.1", "::1"], &["", "10.0.0", "10.0.0.256", "a"]),
        (Grammar::Cidr, &["10.0.0.0/8", "fd00::/8"], &["10.0.0.0", "10.0.0.0/33", "10.0/8", "a/8"]),
        (Grammar::ClusterIp, &["None", "", "10.0.0.1"], &["none", "x"]),
        (Grammar::Host, &["a.b", "*.a.b"], &["*", "a.*.b", "A", "10.0.0.1", "*a.b"]),
        (Grammar::Uuid, &["123e4567-e89b-12d3-a456-426614174000"], &["", "123e4567"]),
        (
            Grammar::Image,
            &[
                "nginx",
                "nginx:1.27",
                "ghcr.io/a/b:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "localhost:5000/a",
                "a/b__c",
            ],
            &["", "Nginx", " nginx", "nginx:", "nginx:a b", "a//b", "nginx@sha256:01", "https://a/b"],
        ),
    ];

    #[test]
    fn grammars_accept_and_refuse() {
        for (grammar, good, bad) in CASES {
            for text in *good {
                assert_eq!(check(*grammar, text), Ok(()), "{grammar:?} {text:?}");
            }
            for text in *bad {
                assert!(check(*grammar, text).is_err(), "{grammar:?} accepts {text:?}");
            }
        }
    }

    #[test]
    fn lengths_are_bounded() {
        assert!(check(Grammar::DnsLabel, &"a".repeat(63)).is_ok());
        assert!(check(Grammar::DnsLabel, &"a".repeat(64)).is_err());
        assert!(check(Grammar::DnsSubdomain, &"a".repeat(254)).is_err());
        assert!(check(Grammar::LabelValue, &"a".repeat(64)).is_err());
        assert!(check(Grammar::LabelKey, &format!("{}/a", "a".repeat(254))).is_err());
    }
}
