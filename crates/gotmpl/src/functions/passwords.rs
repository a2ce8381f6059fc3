//! Passwords that were hashed, and passwords that are derived from a master password.

use crate::context::Context;
use crate::encoding;
use crate::error::Fault;
use crate::function::{Functions, Parameter};
use crate::value::{Text, Type, Value};
use blowfish::Blowfish;
use scrypt::Params;
use sha2::{Digest, Sha256};

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("bcrypt", |context: &mut Context<'_>, password: Text| hashed(context, "bcrypt", &password))
        .add("htpasswd", htpasswd)
        .add("derivePassword", derive_password);
}

/// Steps that hashing takes, by the time that it takes.
const BCRYPT_STEPS: u64 = 1_000_000;
const SCRYPT_STEPS: u64 = 4_000_000;

/// Hashes a password with a salt by bcrypt at cost 10.
fn hashed(context: &mut Context<'_>, function: &str, password: &[u8]) -> Result<String, Fault> {
    if password.len() > 72 {
        let reason = "bcrypt: password length exceeds 72 bytes";
        return Ok(format!("failed to encrypt string with bcrypt: {reason}"));
    }
    context.spend(BCRYPT_STEPS)?;
    let mut salt = [0; 16];
    context.chance(function)?.fill(&mut salt);
    Ok(bcrypt(password, salt))
}

fn bcrypt(password: &[u8], salt: [u8; 16]) -> String {
    const COST: u32 = 10;
    const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    // The zero that ends a C string is part of the key.
    let key = [password, &[0]].concat();
    let mut state = Blowfish::bc_init_state();
    state.salted_expand_key(&salt, &key);
    for _ in 0..1 << COST {
        state.bc_expand_key(&key);
        state.bc_expand_key(&salt);
    }
    let mut hash = Vec::with_capacity(24);
    for block in b"OrpheanBeholderScryDoubt".as_chunks::<8>().0 {
        let [a, b, c, d, e, f, g, h] = *block;
        let mut halves = [u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h])];
        for _ in 0..64 {
            halves = state.bc_encrypt(halves);
        }
        hash.extend(halves.iter().flat_map(|half| half.to_be_bytes()));
    }
    // The last byte was left out once, and so is for ever.
    hash.truncate(23);
    let [salt, hash] = [&salt[..], &hash].map(|bytes| encoding::encode(bytes, ALPHABET, 6, 1));
    format!("$2a${COST}${salt}{hash}")
}

fn htpasswd(context: &mut Context<'_>, user: Text, password: Text) -> Result<Vec<u8>, Fault> {
    if user.contains(&b':') {
        return Ok([b"invalid username: ", &user[..]].concat());
    }
    let hash = hashed(context, "htpasswd", &password)?;
    Ok([&user[..], b":", hash.as_bytes()].concat())
}

/// A counter. In Go it has 32 bits, which no other parameter has; a number of 64 bits is taken for it.
struct Counter(u32);

impl Parameter for Counter {
    const TYPE: Type = Type::Uint64;

    fn take(value: Value) -> Option<Self> {
        match value {
            Value::Uint64(counter) => Some(Counter(counter as u32)),
            _ => None,
        }
    }
}

/// The shapes of passwords, each letter of which stands for a set of characters.
const SHAPES: [(&str, &[&str]); 6] = [
    ("maximum", &["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"]),
    (
        "long",
        &[
            "CvcvnoCvcvCvcv",
            "CvcvCvcvnoCvcv",
            "CvcvCvcvCvcvno",
            "CvccnoCvcvCvcv",
            "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno",
            "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv",
            "CvcvCvccCvcvno",
            "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc",
            "CvcvCvcvCvccno",
            "CvccnoCvccCvcv",
            "CvccCvccnoCvcv",
            "CvccCvccCvcvno",
            "CvcvnoCvccCvcc",
            "CvcvCvccnoCvcc",
            "CvcvCvccCvccno",
            "CvccnoCvcvCvcc",
            "CvccCvcvnoCvcc",
            "CvccCvcvCvccno",
        ],
    ),
    ("medium", &["CvcnoCvc", "CvcCvcno"]),
    ("short", &["Cvcn"]),
    ("basic", &["aaanaaan", "aannaaan", "aaannaaa"]),
    ("pin", &["nnnn"]),
];

fn characters(letter: u8) -> &'static [u8] {
    match letter {
        b'V' => b"AEIOU",
        b'C' => b"BCDFGHJKLMNPQRSTVWXYZ",
        b'v' => b"aeiou",
        b'c' => b"bcdfghjklmnpqrstvwxyz",
        b'a' => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        b'n' => b"0123456789",
        b'o' => b"@&%?,=[]_:-+*$#!'^~;()/.",
        _ => b"AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    }
}

/// Derives the password of a site from a master password, by the scheme of Master Password.
fn derive_password(
    context: &mut Context<'_>,
    counter: Counter,
    shape: Text,
    password: Text,
    user: Text,
    site: Text,
) -> Result<Vec<u8>, Fault> {
    const SCHEME: &[u8] = b"com.lyndir.masterpassword";
    let Some((_, shapes)) = SHAPES.iter().find(|(name, _)| shape == *name) else {
        return Ok([b"cannot find password template ", &shape[..]].concat());
    };
    context.spend(SCRYPT_STEPS)?;
    let measured = |text: &[u8]| [&(text.len() as u32).to_be_bytes(), text].concat();
    let mut key = [0; 64];
    let failed = |_| Fault::new("failed to derive password");
    let parameters = Params::new(15, 8, 2).map_err(|_| Fault::new("failed to derive password"))?;
    scrypt::scrypt(&password, &[SCHEME, &measured(&user)].concat(), &parameters, &mut key).map_err(failed)?;
    let seed = hmac_sha256(&key, &[SCHEME, &measured(&site), &counter.0.to_be_bytes()].concat());
    let pick = |choices: usize, seed: u8| usize::from(seed) % choices.max(1);
    let shape = shapes.get(pick(shapes.len(), seed[0])).copied().unwrap_or_default();
    let character = |(letter, seed): (u8, &u8)| {
        let characters = characters(letter);
        characters.get(pick(characters.len(), *seed)).copied()
    };
    Ok(shape.bytes().zip(&seed[1..]).filter_map(character).collect())
}

/// Signs bytes with a key of 64 bytes, which is the size of a block.
fn hmac_sha256(key: &[u8; 64], message: &[u8]) -> [u8; 32] {
    let inner = Sha256::new().chain_update(key.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(key.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::bcrypt;

    #[test]
    fn hashes_are_those_of_go() {
        // Recorded by `tests/record/bcrypt`.
        let salt = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
        for (password, hash) in PASSWORDS {
            assert_eq!(bcrypt(password.as_bytes(), salt), hash, "{password}");
        }
    }

    const PASSWORDS: [(&str, &str); 3] = [
        ("", "$2a$10$..CA.uOD/eaGAOmJB.yMBu9m/VIwgxxGiBBCE9BoV3i2KCQRk0xNy"),
        ("password", "$2a$10$..CA.uOD/eaGAOmJB.yMBuHtICrZkZBO5AdQ7Nw5WEmWQZKVA0IkK"),
        (
            "pässwörd with more than a few words, to the limit of seventy-two bytes",
            "$2a$10$..CA.uOD/eaGAOmJB.yMBu8TOVD7P5J8MqIIOviWqRxThUw/lSbte",
        ),
    ];
}
