use std::fmt;

use ecow::EcoString;

/// An address of the web: what chart repositories, their indexes and registries name.
///
/// Shown without its query, which may hold a signature that lets anybody in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::vendor) struct Url {
    scheme: Scheme,
    host: EcoString,
    port: u16,
    /// Begins with `/`.
    path: EcoString,
    query: Option<EcoString>,
}

/// How the other side is spoken to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(in crate::vendor) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn word(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

impl Url {
    /// Reads an absolute URL. Credentials in it, fragments, and what no URL holds are refused.
    pub(in crate::vendor) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = match text.split_once("://")? {
            (scheme, rest) if scheme.eq_ignore_ascii_case("https") => (Scheme::Https, rest),
            (scheme, rest) if scheme.eq_ignore_ascii_case("http") => (Scheme::Http, rest),
            _ => return None,
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let (host, port) = split_port(authority)?;
        let port = port.map_or(Some(scheme.port()), |port| port.parse().ok())?;
        let mut url = Self { scheme, host: host.to_ascii_lowercase().into(), port, path: "/".into(), query: None };
        url.set_target(target)?;
        Some(url)
    }

    /// What a reference found at this URL leads to.
    pub(in crate::vendor) fn join(&self, reference: &str) -> Option<Self> {
        if reference.contains("://") {
            return Self::parse(reference);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            return Self::parse(&format!("{}://{rest}", self.scheme.word()));
        }
        let mut joined = Self { query: None, ..self.clone() };
        if reference.starts_with('/') || reference.is_empty() {
            joined.set_target(reference)?;
            return Some(joined);
        }
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        joined.set_target(&format!("{folder}/{reference}"))?;
        Some(joined)
    }

    /// The URL of something below this one.
    pub(in crate::vendor) fn below(&self, rest: &str) -> Option<Self> {
        Self { path: ecow::eco_format!("{}/", self.path.trim_end_matches('/')), ..self.clone() }.join(rest)
    }

    /// The same URL with a query.
    #[must_use]
    pub(in crate::vendor) fn with_query(mut self, pairs: &[(&str, &str)]) -> Self {
        let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={}", escaped(value))).collect();
        let query = self.query.iter().map(ToString::to_string).chain(pairs).collect::<Vec<_>>().join("&");
        self.query = (!query.is_empty()).then(|| query.into());
        self
    }

    fn set_target(&mut self, target: &str) -> Option<()> {
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        let is_known = |text: &str| {
            text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'\\'))
        };
        if !is_known(path) || !query.is_none_or(is_known) {
            return None;
        }
        self.path = without_dots(path).into();
        self.query = query.map(EcoString::from);
        Some(())
    }

    /// Whether another URL is at the same scheme, host and port.
    pub(in crate::vendor) fn is_same_origin(&self, other: &Self) -> bool {
        (self.scheme, &self.host, self.port) == (other.scheme, &other.host, other.port)
    }

    pub(in crate::vendor) fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host without its port; an IPv6 address without brackets.
    pub(in crate::vendor) fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    pub(in crate::vendor) fn port(&self) -> u16 {
        self.port
    }

    /// The whole URL, to be sent and not to be shown.
    #[cfg_attr(not(feature = "network"), expect(dead_code, reason = "only the network sends it"))]
    pub(in crate::vendor) fn to_request(&self) -> String {
        match &self.query {
            Some(query) => format!("{self}?{query}"),
            None => self.to_string(),
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme.word(), self.host)?;
        if self.port != self.scheme.port() {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(&self.path)
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Splits an authority into host and port; none where it holds credentials or is no authority.
fn split_port(authority: &str) -> Option<(&str, Option<&str>)> {
    let is_name = |host: &str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
    };
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        address.parse::<std::net::Ipv6Addr>().ok()?;
        let host = &authority[..address.len() + 2];
        return match port {
            "" => Some((host, None)),
            _ => Some((host, Some(port.strip_prefix(':')?))),
        };
    }
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    is_name(host).then_some((host, port))
}

/// A path without `.` and `..`, which never climb above the top.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let segments: Vec<&str> = path.split('/').skip(usize::from(path.starts_with('/'))).collect();
    let last = segments.len().saturating_sub(1);
    for (index, segment) in segments.into_iter().enumerate() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    parts.pop();
                }
                if index == last {
                    parts.push("");
                }
            }
            _ => parts.push(segment),
        }
    }
    format!("/{}", parts.join("/"))
}

/// A value of a query.
pub(in crate::vendor) fn escaped(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    value.bytes().fold(String::new(), |mut out, byte| {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect("a URL")
    }

    #[test]
    fn reads_what_repositories_have() {
        assert_eq!(url("https://Charts.example.com").to_string(), "https://charts.example.com/");
        assert_eq!(url("http://127.0.0.1:8080/a/./b/../c").to_string(), "http://127.0.0.1:8080/a/c");
        assert_eq!(url("https://[::1]:443/x#y").to_string(), "https://[::1]/x");
        assert_eq!(url("https://[::1]/x").host(), "::1");
        for wrong in [
            "",
            "ftp://a/b",
            "https://",
            "https://a:b@c/",
            "https://a:99999/",
            "https://a/\u{e9}",
            "//a",
            "https://a/ b",
        ] {
            assert_eq!(Url::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_query_is_sent_and_never_shown() {
        let signed = url("https://a.example.com/x?signature=abc");
        assert_eq!(signed.to_string(), "https://a.example.com/x");
        assert_eq!(format!("{signed:?}"), "https://a.example.com/x");
        assert_eq!(signed.to_request(), "https://a.example.com/x?signature=abc");
        let asked = url("https://a.example.com/t").with_query(&[("scope", "repository:a/b:pull")]);
        assert_eq!(asked.to_request(), "https://a.example.com/t?scope=repository%3Aa%2Fb%3Apull");
    }

    #[test]
    fn references_are_joined() {
        let base = url("https://a.example.com/charts/index.yaml?x=1");
        for (reference, expected) in [
            ("kong-1.tgz", "https://a.example.com/charts/kong-1.tgz"),
            ("../other/kong.tgz", "https://a.example.com/other/kong.tgz"),
            ("../../../kong.tgz", "https://a.example.com/kong.tgz"),
            ("/kong.tgz", "https://a.example.com/kong.tgz"),
            ("//b.example.com/kong.tgz", "https://b.example.com/kong.tgz"),
            ("http://b.example.com/kong.tgz", "http://b.example.com/kong.tgz"),
        ] {
            assert_eq!(base.join(reference).map(|url| url.to_string()).as_deref(), Some(expected), "{reference}");
        }
        assert_eq!(url("https://a.example.com/charts").below("x.tgz"), Some(url("https://a.example.com/charts/x.tgz")));
        assert_eq!(base.join("https://user:secret@b.example.com/"), None);
    }
}
