//! Certificates.

use super::Request;
use super::der::{self, Reader};
use super::key::Key;
use crate::context::Chance;
use crate::time::{Duration, Time};
use sha2::{Digest, Sha256};
use std::net::IpAddr;

/// What is taken of the certificate that signs another.
pub(super) struct Parent {
    /// Its subject, as it is written.
    subject: Vec<u8>,
    /// The name of its key, if it says one.
    key_name: Option<Vec<u8>>,
}

/// Objects, with their tag and length.
const COMMON_NAME: &[u8] = b"\x06\x03\x55\x04\x03";
const KEY_USAGE: &[u8] = b"\x06\x03\x55\x1d\x0f";
const EXTENDED_KEY_USAGE: &[u8] = b"\x06\x03\x55\x1d\x25";
const BASIC_CONSTRAINTS: &[u8] = b"\x06\x03\x55\x1d\x13";
const SUBJECT_KEY: &[u8] = b"\x06\x03\x55\x1d\x0e";
const AUTHORITY_KEY: &[u8] = b"\x06\x03\x55\x1d\x23";
const ALTERNATIVE_NAMES: &[u8] = b"\x06\x03\x55\x1d\x11";
const FOR_SERVERS: &[u8] = b"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01";
const FOR_CLIENTS: &[u8] = b"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x02";

const CRITICAL: &[u8] = b"\x01\x01\xff";
const UTF8_STRING: u8 = 0x0c;
const PRINTABLE_STRING: u8 = 0x13;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const BOOLEAN: u8 = 0x01;

/// Writes a certificate of a key, signed by another key or by itself.
pub(super) fn write(
    chance: &mut dyn Chance,
    request: &Request,
    key: &Key,
    signer: Option<(&Parent, &Key)>,
) -> Result<Vec<u8>, String> {
    let mut serial = [0; 16];
    chance.fill(&mut serial);
    let start = Time::at_nanosecond(chance.now());
    let span = request.days.wrapping_mul(24 * 3_600 * 1_000_000_000);
    let validity = [&start, &start.plus(Duration(span))].map(time);
    let subject = subject(&request.name);
    let (issuer, authority_key, signing_key) = match signer {
        None => (subject.clone(), None, key),
        Some((parent, key)) if parent.subject == subject => (subject.clone(), None, key),
        Some((parent, key)) => (parent.subject.clone(), parent.key_name.clone(), key),
    };
    let algorithm = signing_key.signature_algorithm();
    let extensions = extensions(request, key, authority_key.as_deref())?;
    let content = der::values(
        der::SEQUENCE,
        &[
            &der::value(der::field(0), &der::integer(&[2])),
            &der::integer(&serial),
            &algorithm,
            &issuer,
            &der::value(der::SEQUENCE, &validity.concat()),
            &subject,
            &key.public()?,
            &der::value(der::field(3), &extensions),
        ],
    );
    let signature = signing_key.sign(&content).map_err(|reason| format!("error creating certificate: {reason}"))?;
    Ok(der::values(der::SEQUENCE, &[&content, &algorithm, &der::bits(&signature)]))
}

fn subject(name: &[u8]) -> Vec<u8> {
    if name.is_empty() {
        return der::value(der::SEQUENCE, &[]);
    }
    let is_printable = |byte: &u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?*&".contains(byte);
    let tag = if name.iter().all(is_printable) { PRINTABLE_STRING } else { UTF8_STRING };
    let attribute = der::values(der::SEQUENCE, &[COMMON_NAME, &der::value(tag, name)]);
    der::value(der::SEQUENCE, &der::value(der::SET, &attribute))
}

fn time(time: &Time) -> Vec<u8> {
    match (1950..2050).contains(&time.year()) {
        true => der::value(UTC_TIME, &time.format(b"060102150405Z")),
        false => der::value(GENERALIZED_TIME, &time.format(b"20060102150405Z")),
    }
}

fn extension(object: &[u8], is_critical: bool, content: &[u8]) -> Vec<u8> {
    let critical = if is_critical { CRITICAL } else { &[] };
    der::values(der::SEQUENCE, &[object, critical, &der::value(der::OCTET_STRING, content)])
}

fn extensions(request: &Request, key: &Key, authority_key: Option<&[u8]>) -> Result<Vec<u8>, String> {
    // Digital signatures and keys that are encrypted; for an authority certificates too.
    let usage = if request.is_authority { 0b1010_0100 } else { 0b1010_0000 };
    let unused_bits = if request.is_authority { 2 } else { 5 };
    let constraints: Vec<u8> = if request.is_authority { der::value(BOOLEAN, &[0xff]) } else { Vec::new() };
    let mut written = vec![
        extension(KEY_USAGE, true, &der::value(der::BIT_STRING, &[unused_bits, usage])),
        extension(EXTENDED_KEY_USAGE, false, &der::values(der::SEQUENCE, &[FOR_SERVERS, FOR_CLIENTS])),
        extension(BASIC_CONSTRAINTS, true, &der::value(der::SEQUENCE, &constraints)),
    ];
    if request.is_authority {
        let digest = Sha256::digest(key.public_bytes()?);
        written.push(extension(SUBJECT_KEY, false, &der::value(der::OCTET_STRING, &digest[..20])));
    }
    if let Some(name) = authority_key {
        // The name is the first of several ways to tell the key.
        written.push(extension(AUTHORITY_KEY, false, &der::value(der::SEQUENCE, &der::value(0x80, name))));
    }
    if !request.hosts.is_empty() || !request.addresses.is_empty() {
        written.push(extension(ALTERNATIVE_NAMES, request.name.is_empty(), &alternative_names(request)?));
    }
    Ok(der::value(der::SEQUENCE, &written.concat()))
}

fn alternative_names(request: &Request) -> Result<Vec<u8>, String> {
    const HOST: u8 = 0x82;
    const ADDRESS: u8 = 0x87;
    let mut names = Vec::new();
    for host in &request.hosts {
        if !host.is_ascii() {
            let host = crate::format::quoted(host.as_bytes());
            return Err(format!("error creating certificate: x509: {host} cannot be encoded as an IA5String"));
        }
        names.extend(der::value(HOST, host.as_bytes()));
    }
    for address in &request.addresses {
        names.extend(match address.to_canonical() {
            IpAddr::V4(address) => der::value(ADDRESS, &address.octets()),
            IpAddr::V6(address) => der::value(ADDRESS, &address.octets()),
        });
    }
    Ok(der::value(der::SEQUENCE, &names))
}

impl Parent {
    /// Reads what is needed of a certificate.
    pub(super) fn read(certificate: &[u8]) -> Option<Self> {
        let content = Reader(Reader(certificate).read(der::SEQUENCE)?).read(der::SEQUENCE)?;
        let mut parts = Reader(content);
        // The version may be missing.
        if content.first() == Some(&der::field(0)) {
            parts.next()?;
        }
        parts.read(der::INTEGER)?;
        for _ in ["algorithm", "issuer", "validity"] {
            parts.read(der::SEQUENCE)?;
        }
        let (_, _, subject) = parts.next().filter(|(tag, ..)| *tag == der::SEQUENCE)?;
        parts.read(der::SEQUENCE)?;
        let mut key_name = None;
        while let Some((tag, content, _)) = parts.next() {
            if tag == der::field(3) {
                key_name = read_key_name(content);
            }
        }
        Some(Self { subject: subject.to_vec(), key_name })
    }
}

fn read_key_name(extensions: &[u8]) -> Option<Vec<u8>> {
    let mut extensions = Reader(Reader(extensions).read(der::SEQUENCE)?);
    while let Some((_, content, _)) = extensions.next() {
        let mut parts = Reader(content);
        let (tag, _, object) = parts.next()?;
        if tag == der::OBJECT && object == SUBJECT_KEY {
            let (_, value, _) = std::iter::from_fn(|| parts.next()).find(|(tag, ..)| *tag == der::OCTET_STRING)?;
            return Reader(value).read(der::OCTET_STRING).map(<[u8]>::to_vec);
        }
    }
    None
}
