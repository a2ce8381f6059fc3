//! Private keys.

use super::der::{self, Reader};
use super::{KeyKind, pem};
use crate::context::Chance;
use ed25519_dalek::Signer;
use p256::ecdsa::Signature;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::{Pkcs1v15Sign, PrivateKey};
use sha2::{Digest, Sha256};
use std::convert::Infallible;

/// A private key.
pub(super) enum Key {
    Rsa(Box<PrivateKey>),
    Ecdsa(p256::ecdsa::SigningKey),
    Ed25519(ed25519_dalek::SigningKey),
}

/// Names of algorithms and curves, with their tag and length.
const RSA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
const RSA_WITH_SHA256: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b";
const EC: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01";
const ECDSA_WITH_SHA256: &[u8] = b"\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02";
const P256: &[u8] = b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
const ED25519: &[u8] = b"\x06\x03\x2b\x65\x70";
const NULL: &[u8] = b"\x05\x00";

/// What stands before a SHA-256 digest that RSA signs.
const SHA256_PREFIX: &[u8] = b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";

/// A source of chance as the crates want it.
struct Source<'chance>(&'chance mut dyn Chance);

impl TryRng for Source<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.0.fill(bytes);
        Ok(())
    }
}

impl TryCryptoRng for Source<'_> {}

impl Key {
    pub(super) fn generate(chance: &mut dyn Chance, kind: KeyKind) -> Result<Self, String> {
        match kind {
            KeyKind::Rsa(bits) => {
                let key = PrivateKey::new(&mut Source(chance), bits).map_err(|error| error.to_string())?;
                Ok(Key::Rsa(Box::new(key)))
            }
            KeyKind::Ecdsa => loop {
                // Nearly every number of 32 bytes is a key.
                let mut bytes = [0; 32];
                chance.fill(&mut bytes);
                if let Ok(key) = p256::ecdsa::SigningKey::from_slice(&bytes) {
                    return Ok(Key::Ecdsa(key));
                }
            },
            KeyKind::Ed25519 => {
                let mut bytes = [0; 32];
                chance.fill(&mut bytes);
                Ok(Key::Ed25519(ed25519_dalek::SigningKey::from_bytes(&bytes)))
            }
        }
    }

    /// Writes the key in the form that Go has for its kind.
    pub(super) fn to_pem(&self) -> Result<String, String> {
        Ok(match self {
            Key::Rsa(key) => {
                let der = key.to_pkcs1_der().map_err(|error| error.to_string())?;
                pem::write("RSA PRIVATE KEY", der.as_bytes())
            }
            Key::Ecdsa(key) => {
                let secret = der::value(der::OCTET_STRING, &key.to_bytes());
                let curve = der::value(der::field(0), P256);
                let public = der::value(der::field(1), &der::bits(&self.public_bytes()?));
                pem::write(
                    "EC PRIVATE KEY",
                    &der::values(der::SEQUENCE, &[&der::integer(&[1]), &secret, &curve, &public]),
                )
            }
            Key::Ed25519(key) => {
                let algorithm = der::value(der::SEQUENCE, ED25519);
                let secret = der::value(der::OCTET_STRING, &der::value(der::OCTET_STRING, &key.to_bytes()));
                pem::write("PRIVATE KEY", &der::values(der::SEQUENCE, &[&der::integer(&[0]), &algorithm, &secret]))
            }
        })
    }

    /// Reads a key, in the form of its kind or in the common one.
    pub(super) fn from_pem(text: &[u8]) -> Result<Self, String> {
        let block = pem::read(text).ok_or("no PEM data in input")?;
        if block.name == "PRIVATE KEY" {
            return Self::from_common(&block.bytes)
                .ok_or_else(|| "decoding PEM as PKCS#8: x509: malformed key".to_owned());
        }
        let Some(kind) = block.name.strip_suffix(" PRIVATE KEY") else {
            return Err(format!("no private key data in PEM block of type {}", block.name));
        };
        match kind {
            "RSA" => Self::from_rsa(&block.bytes)
                .ok_or_else(|| "parsing RSA private key from PEM: x509: malformed key".to_owned()),
            "EC" => Self::from_ec(&block.bytes)
                .ok_or_else(|| "parsing EC private key from PEM: x509: malformed key, or not of P-256".to_owned()),
            _ => Err(format!("invalid private key type {kind}")),
        }
    }

    fn from_rsa(der: &[u8]) -> Option<Self> {
        PrivateKey::from_pkcs1_der(der).ok().map(Box::new).map(Key::Rsa)
    }

    fn from_ec(der: &[u8]) -> Option<Self> {
        let mut parts = Reader(Reader(der).read(der::SEQUENCE)?);
        parts.read(der::INTEGER)?;
        let secret = parts.read(der::OCTET_STRING)?;
        p256::ecdsa::SigningKey::from_slice(secret).ok().map(Key::Ecdsa)
    }

    fn from_common(der: &[u8]) -> Option<Self> {
        let mut parts = Reader(Reader(der).read(der::SEQUENCE)?);
        parts.read(der::INTEGER)?;
        let (_, _, algorithm) = Reader(parts.read(der::SEQUENCE)?).next()?;
        let key = parts.read(der::OCTET_STRING)?;
        match algorithm {
            RSA => Self::from_rsa(key),
            EC => Self::from_ec(key),
            ED25519 => {
                let secret = Reader(key).read(der::OCTET_STRING)?.try_into().ok()?;
                Some(Key::Ed25519(ed25519_dalek::SigningKey::from_bytes(secret)))
            }
            _ => None,
        }
    }

    /// Gives the bytes of the public key, of which certificates take a digest for its name.
    pub(super) fn public_bytes(&self) -> Result<Vec<u8>, String> {
        Ok(match self {
            Key::Rsa(key) => {
                let der = key.to_public_key().to_pkcs1_der().map_err(|error| error.to_string())?;
                der.as_bytes().to_vec()
            }
            Key::Ecdsa(key) => key.verifying_key().to_sec1_point(false).as_bytes().to_vec(),
            Key::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
        })
    }

    /// Writes the public key with its algorithm.
    pub(super) fn public(&self) -> Result<Vec<u8>, String> {
        let algorithm = match self {
            Key::Rsa(_) => [RSA, NULL].concat(),
            Key::Ecdsa(_) => [EC, P256].concat(),
            Key::Ed25519(_) => ED25519.to_vec(),
        };
        let bits = der::bits(&self.public_bytes()?);
        Ok(der::values(der::SEQUENCE, &[&der::value(der::SEQUENCE, &algorithm), &bits]))
    }

    /// Writes the algorithm by which the key signs.
    pub(super) fn signature_algorithm(&self) -> Vec<u8> {
        let algorithm = match self {
            Key::Rsa(_) => [RSA_WITH_SHA256, NULL].concat(),
            Key::Ecdsa(_) => ECDSA_WITH_SHA256.to_vec(),
            Key::Ed25519(_) => ED25519.to_vec(),
        };
        der::value(der::SEQUENCE, &algorithm)
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Key::Rsa(key) => {
                let digest = [SHA256_PREFIX, &Sha256::digest(message)].concat();
                key.sign(Pkcs1v15Sign::new_unprefixed(), &digest).map_err(|error| error.to_string())
            }
            Key::Ecdsa(key) => {
                let signature: Signature = key.sign(message);
                let (r, s) = signature.split_bytes();
                Ok(der::values(der::SEQUENCE, &[&der::integer(&r), &der::integer(&s)]))
            }
            Key::Ed25519(key) => Ok(key.sign(message).to_bytes().to_vec()),
        }
    }
}
