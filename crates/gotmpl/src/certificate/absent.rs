//! Stands in for keys and certificates in builds without them.

use crate::context::Chance;
use std::net::IpAddr;

pub(crate) enum KeyKind {
    Rsa(usize),
    Ecdsa,
    Ed25519,
}

#[expect(dead_code, reason = "nothing is made of it")]
pub(crate) struct Request {
    pub(crate) name: Vec<u8>,
    pub(crate) addresses: Vec<IpAddr>,
    pub(crate) hosts: Vec<String>,
    pub(crate) days: i64,
    pub(crate) is_authority: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

const ABSENT: &str = "this build makes no keys and certificates";

pub(crate) fn new_key(_: &mut dyn Chance, kind: KeyKind) -> Result<String, String> {
    let bits = if let KeyKind::Rsa(bits) = kind { bits } else { 256 };
    Err(format!("{ABSENT} of {bits} bits"))
}

pub(crate) fn issue(_: &mut dyn Chance, _: &Request, _: Option<&[u8]>, _: Option<&Pair>) -> Result<Pair, String> {
    Err(ABSENT.to_owned())
}

pub(crate) fn check(_: &Pair) -> Result<(), String> {
    Err(ABSENT.to_owned())
}
