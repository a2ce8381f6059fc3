use std::net::IpAddr;

use super::{Scheme, Url};

/// Which proxies stand between here and other hosts, as the usual variables say.
#[derive(Clone, Default)]
pub struct Proxies {
    /// For `http`.
    pub http: Option<String>,
    /// For `https`.
    pub https: Option<String>,
    /// Where neither of the others says anything.
    pub all: Option<String>,
    /// Hosts that are asked directly, separated by commas.
    pub none: Option<String>,
}

impl Proxies {
    /// The proxy that a URL is asked through.
    ///
    /// As in Go's programs, this machine itself is never asked through one.
    pub(super) fn for_url(&self, url: &Url) -> Option<&str> {
        let is_direct = |entries: &String| entries.split(',').any(|entry| covers(entry.trim(), url));
        if is_this_machine(url.host()) || self.none.as_ref().is_some_and(is_direct) {
            return None;
        }
        let own = match url.scheme() {
            Scheme::Http => &self.http,
            Scheme::Https => &self.https,
        };
        own.as_deref().or(self.all.as_deref()).filter(|proxy| !proxy.is_empty())
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether an entry of `NO_PROXY` means a host: `*`, a name with its subdomains, `.name` for subdomains alone, an address or
/// a network, each but the networks with a port or without.
fn covers(entry: &str, url: &Url) -> bool {
    if entry == "*" {
        return true;
    }
    if let Some((network, length)) = entry.split_once('/') {
        return is_in_network(url.host(), network, length);
    }
    let (name, port) = match entry.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.contains(':') => {
            (name, Some(port))
        }
        _ => (entry.trim_start_matches('[').trim_end_matches(']'), None),
    };
    if port.is_some_and(|port| port != url.port().to_string()) || name.is_empty() {
        return false;
    }
    let name = name.trim_start_matches('*').to_ascii_lowercase();
    match name.strip_prefix('.') {
        Some(_) => url.host().ends_with(name.as_str()),
        None => url.host() == name || url.host().strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.')),
    }
}

fn is_in_network(host: &str, network: &str, length: &str) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let (Ok(host), Ok(network), Ok(length)) = (host.parse(), network.parse(), length.parse::<u32>()) else {
        return false;
    };
    let ((host, host_width), (network, width)) = (bits(host), bits(network));
    let mask = if length == 0 { 0 } else { u128::MAX << (128 - length.min(128)) };
    host_width == width && length <= width && host & mask == network & mask
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_asked_as_the_variables_say() {
        let proxies = Proxies {
            http: Some("http://plain.example.com:3128".into()),
            https: None,
            all: Some("http://all.example.com".into()),
            none: Some(
                "internal.example.com, .corp.example.com,10.0.0.0/8,other.example.com:8443, 2001:db8::/32".into(),
            ),
        };
        let shown = |url: &str| proxies.for_url(&Url::parse(url).expect("a URL"));
        for (url, proxy) in [
            ("http://charts.example.com", Some("http://plain.example.com:3128")),
            ("https://charts.example.com", Some("http://all.example.com")),
            ("https://internal.example.com", None),
            ("https://a.internal.example.com", None),
            ("https://notinternal.example.com", Some("http://all.example.com")),
            ("https://corp.example.com", Some("http://all.example.com")),
            ("https://a.corp.example.com", None),
            ("https://10.1.2.3", None),
            ("https://11.1.2.3", Some("http://all.example.com")),
            ("https://other.example.com:8443", None),
            ("https://other.example.com", Some("http://all.example.com")),
            ("https://[2001:db8::1]/", None),
            ("http://localhost:8080", None),
            ("http://127.0.0.1:8080", None),
        ] {
            assert_eq!(shown(url), proxy, "{url}");
        }
        let everywhere = Proxies { none: Some("*".into()), ..proxies };
        assert_eq!(everywhere.for_url(&Url::parse("https://charts.example.com").expect("a URL")), None);
    }
}
