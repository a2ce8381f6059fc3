//! Keys and certificates.
//!
//! Takes a source of chance and what a certificate is to say, gives PEM. The encodings are written here, as they are small; the
//! keys are those of the RustCrypto and dalek crates.
//!
//! The law: a certificate is shaped as Go's `x509.CreateCertificate` shapes it, and the same chance gives the same bytes.

mod der;
mod key;
mod pem;
mod x509;

use crate::context::Chance;
use key::Key;
use std::net::IpAddr;

/// What a new key is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum KeyKind {
    /// RSA with so many bits.
    Rsa(usize),
    /// ECDSA on the curve P-256.
    Ecdsa,
    /// Ed25519.
    Ed25519,
}

/// What a certificate is to say.
pub(crate) struct Request {
    pub(crate) name: Vec<u8>,
    pub(crate) addresses: Vec<IpAddr>,
    pub(crate) hosts: Vec<String>,
    pub(crate) days: i64,
    /// Whether it may sign others.
    pub(crate) is_authority: bool,
}

/// A certificate and its key, in PEM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
    pub(crate) certificate: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

/// Makes a key and gives it in PEM.
pub(crate) fn new_key(chance: &mut dyn Chance, kind: KeyKind) -> Result<String, String> {
    Key::generate(chance, kind)?.to_pem()
}

/// Issues a certificate for a key, or for a new one; signed by another pair, or by itself.
pub(crate) fn issue(
    chance: &mut dyn Chance,
    request: &Request,
    key: Option<&[u8]>,
    signer: Option<&Pair>,
) -> Result<Pair, String> {
    let key = match key {
        Some(pem) => Key::from_pem(pem).map_err(|reason| format!("parsing private key: {reason}"))?,
        None => {
            Key::generate(chance, KeyKind::Rsa(2048)).map_err(|reason| format!("error generating rsa key: {reason}"))?
        }
    };
    let certificate = match signer {
        None => x509::write(chance, request, &key, None)?,
        Some(pair) => {
            let parent = read_certificate(&pair.certificate, "decodedSignerCert")?;
            let signer = Key::from_pem(&pair.key).map_err(|reason| format!("error parsing private key: {reason}"))?;
            x509::write(chance, request, &key, Some((&parent, &signer)))?
        }
    };
    Ok(Pair { certificate: pem::write("CERTIFICATE", &certificate).into_bytes(), key: key.to_pem()?.into_bytes() })
}

/// Checks that a pair is a certificate and a key.
pub(crate) fn check(pair: &Pair) -> Result<(), String> {
    read_certificate(&pair.certificate, "decodedCert")?;
    Key::from_pem(&pair.key).map_err(|reason| format!("error parsing private key: {reason}"))?;
    Ok(())
}

fn read_certificate(pem: &[u8], name: &str) -> Result<x509::Parent, String> {
    let block = pem::read(pem).ok_or("unable to decode certificate")?;
    x509::Parent::read(&block.bytes)
        .ok_or_else(|| format!("error parsing certificate: {name}.Bytes: x509: malformed certificate"))
}
