//! Filters of networks in CIDR notation, for definitions of what stands in them.

use std::net::Ipv4Addr;

use minijinja::{Error, ErrorKind, Value};

/// The most networks that a filter yields or compares.
const MOST: usize = 1024;

/// An IPv4 network.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Network {
    first: u32,
    bits: u8,
}

impl Network {
    fn parse(text: &str) -> Result<Self, Error> {
        let fault = || {
            Error::new(ErrorKind::InvalidOperation, format!("`{text}` is not an IPv4 network such as `10.0.0.0/16`"))
        };
        let (address, bits) = text.split_once('/').ok_or_else(fault)?;
        let address: Ipv4Addr = address.parse().map_err(|_| fault())?;
        let bits: u8 = bits.parse().ok().filter(|bits| *bits <= 32).ok_or_else(fault)?;
        let first = u32::from(address);
        if first & !mask(bits) != 0 {
            let right = Ipv4Addr::from(first & mask(bits));
            let message = format!("`{text}` is no network: its first address is `{right}/{bits}`");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
        Ok(Self { first, bits })
    }

    fn holds(self, other: Self) -> bool {
        other.bits >= self.bits && other.first & mask(self.bits) == self.first
    }
}

fn mask(bits: u8) -> u32 {
    if bits == 0 { 0 } else { u32::MAX << (32 - bits) }
}

/// Networks inside a network: `bits` longer, `count` of them, beginning with the one of number `from`.
pub(super) fn subnets(network: &str, bits: u8, count: usize, from: u32) -> Result<Vec<String>, Error> {
    let whole = Network::parse(network)?;
    let length = whole.bits.saturating_add(bits);
    let fits = |number: u64| bits < 32 && length <= 32 && number < 1 << bits;
    let last = u64::from(from) + count as u64;
    if count > MOST || (count > 0 && !fits(last - 1)) {
        let message = format!("`{network}` has no {last} networks of `/{length}`");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    let address = |number: u32| Ipv4Addr::from(whole.first | number << (32 - u32::from(length)));
    Ok((from..from + count as u32).map(|number| format!("{}/{length}", address(number))).collect())
}

fn networks(list: &Value) -> Result<Vec<(String, Network)>, Error> {
    let mut found = Vec::new();
    for item in list.try_iter()? {
        let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
        let network = Network::parse(&text)?;
        found.push((text, network));
        if found.len() > MOST {
            return Err(Error::new(ErrorKind::InvalidOperation, format!("more than {MOST} networks")));
        }
    }
    Ok(found)
}

/// Those of a list's networks that share addresses with one before them, each as `<one> and <other>`.
pub(super) fn overlaps(list: &Value) -> Result<Vec<String>, Error> {
    let all = networks(list)?;
    let pairs = all.iter().enumerate().flat_map(|(at, second)| all[..at].iter().map(move |first| (first, second)));
    let shared = pairs.filter(|((_, first), (_, second))| first.holds(*second) || second.holds(*first));
    Ok(shared.map(|((first, _), (second, _))| format!("{first} and {second}")).collect())
}

/// Those of a list's networks that are not inside another network.
pub(super) fn outside(list: &Value, network: &str) -> Result<Vec<String>, Error> {
    let whole = Network::parse(network)?;
    Ok(networks(list)?.into_iter().filter(|(_, one)| !whole.holds(*one)).map(|(text, _)| text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subnets_lie_side_by_side_and_inside() {
        assert_eq!(subnets("10.0.0.0/16", 8, 3, 0).unwrap(), ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]);
        assert_eq!(subnets("10.0.0.0/16", 4, 2, 1).unwrap(), ["10.0.16.0/20", "10.0.32.0/20"]);
        assert_eq!(subnets("10.0.0.0/31", 1, 2, 0).unwrap(), ["10.0.0.0/32", "10.0.0.1/32"]);
        assert!(subnets("10.0.0.0/16", 2, 4, 1).unwrap_err().to_string().contains("has no 5 networks of `/18`"));
        assert!(subnets("10.0.0.0/30", 8, 1, 0).is_err());
        assert!(subnets("10.0.1.0/16", 8, 1, 0).unwrap_err().to_string().contains("`10.0.0.0/16`"));
    }

    #[test]
    fn networks_that_share_addresses_are_found() {
        let list = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Value>();
        assert_eq!(overlaps(&list(&["10.0.0.0/24", "10.0.1.0/24"])).unwrap(), Vec::<String>::new());
        assert_eq!(overlaps(&list(&["10.0.0.0/23", "10.0.1.0/24"])).unwrap(), ["10.0.0.0/23 and 10.0.1.0/24"]);
        assert_eq!(outside(&list(&["10.0.0.0/24", "10.1.0.0/24"]), "10.0.0.0/16").unwrap(), ["10.1.0.0/24"]);
    }
}
