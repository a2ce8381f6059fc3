//! Addresses, address blocks, hosts and locators.

use super::name::is_subdomain;
use super::require;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads an address; octets with leading zeros, which Kubernetes still accepts, are read as decimal.
fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| {
        let octets: Vec<u8> = text.split('.').map_while(|octet| octet.parse().ok()).collect();
        let octets: [u8; 4] = octets.try_into().ok()?;
        (text.split('.').count() == 4).then(|| IpAddr::from(octets))
    })
}

/// A block of addresses.
#[derive(Clone, Copy)]
pub(crate) struct Block {
    start: IpAddr,
    length: u32,
}

impl Block {
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (start, length) = text.split_once('/')?;
        Some(Self { start: address(start)?, length: length.parse().ok()? })
    }

    /// Whether another block lies within this one and is smaller.
    pub(crate) fn holds(self, other: Self) -> bool {
        let (one, another, bits) = match (self.start, other.start) {
            (IpAddr::V4(one), IpAddr::V4(another)) => (u32::from(one).into(), u32::from(another).into(), 32),
            (IpAddr::V6(one), IpAddr::V6(another)) => (u128::from(one), u128::from(another), 128u32),
            _ => return false,
        };
        let ignored = bits.saturating_sub(self.length);
        let prefix = |address: u128| address.checked_shr(ignored).unwrap_or(0);
        self.length < other.length && prefix(one) == prefix(another)
    }
}

pub(super) fn check_ip(text: &str) -> Result<(), String> {
    require(address(text).is_some(), "an IP address")
}

pub(super) fn check_ipv4(text: &str) -> Result<(), String> {
    require(text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address")
}

pub(super) fn check_ipv6(text: &str) -> Result<(), String> {
    require(text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address")
}

pub(super) fn check_cidr(text: &str) -> Result<(), String> {
    let holds = text.split_once('/').is_some_and(|(start, length)| {
        let longest = match address(start) {
            Some(IpAddr::V4(_)) => 32,
            Some(IpAddr::V6(_)) => 128,
            None => return false,
        };
        length.bytes().all(|byte| byte.is_ascii_digit()) && length.parse::<u32>().is_ok_and(|length| length <= longest)
    });
    require(holds, "an address block such as `10.0.0.0/8`")
}

pub(super) fn check_cluster_ip(text: &str) -> Result<(), String> {
    require(matches!(text, "" | "None") || address(text).is_some(), "an IP address or `None`")
}

/// Checks the host of a rule: a subdomain, or `*.` and a subdomain; no address.
pub(super) fn check_host(text: &str) -> Result<(), String> {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let holds = is_subdomain(name) && address(text).is_none();
    require(holds, "a lower-case host name, whose first label may be `*`, and no IP address")
}

pub(super) fn check_mac(text: &str) -> Result<(), String> {
    let pairs = |separator| {
        let mut count = 0;
        text.split(separator).all(|pair: &str| {
            count += 1;
            pair.len() == 2 && pair.bytes().all(|byte| byte.is_ascii_hexdigit())
        }) && matches!(count, 6 | 8 | 20)
    };
    require(pairs(':') || pairs('-'), "a hardware address")
}

pub(super) fn check_uri(text: &str) -> Result<(), String> {
    let scheme = text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    });
    require((scheme || text.starts_with('/')) && !text.contains(' '), "an absolute URL")
}

pub(super) fn check_email(text: &str) -> Result<(), String> {
    let holds = text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    require(holds, "an electronic mail address")
}
