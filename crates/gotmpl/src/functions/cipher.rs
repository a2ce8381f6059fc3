//! Encryption by AES-256 in CBC mode.

use crate::context::Context;
use crate::encoding::base64;
use crate::error::Fault;
use crate::function::Functions;
use crate::value::Text;
use aes::Aes256;
use aes::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

pub(super) fn add(functions: &mut Functions) {
    functions.add("encryptAES", encrypt).add("decryptAES", decrypt);
}

const BLOCK: usize = 16;

/// Makes a cipher of a password: of its first 32 bytes, or filled up with zeros.
fn cipher(password: &[u8]) -> Aes256 {
    let mut key = [0; 32];
    for (place, byte) in key.iter_mut().zip(password) {
        *place = *byte;
    }
    Aes256::new(&Array::from(key))
}

/// Encrypts a text; the result begins with what the first block was mixed with.
fn encrypt(context: &mut Context<'_>, password: Text, text: Text) -> Result<String, Fault> {
    if text.is_empty() {
        return Ok(String::new());
    }
    context.spend(text.len() as u64 / 8)?;
    context.claim(text.len().saturating_mul(2))?;
    let mut before = [0; BLOCK];
    context.chance("encryptAES")?.fill(&mut before);
    let cipher = cipher(&password);
    // The last block is filled up with the number of bytes that were missing.
    let missing = BLOCK - text.len() % BLOCK;
    let filled = [&text[..], &vec![missing as u8; missing]].concat();
    let mut encrypted = before.to_vec();
    for block in filled.as_chunks::<BLOCK>().0 {
        let mut mixed = Array::from(*block);
        mixed.iter_mut().zip(before).for_each(|(byte, with)| *byte ^= with);
        cipher.encrypt_block(&mut mixed);
        before = mixed.into();
        encrypted.extend_from_slice(&before);
    }
    Ok(base64::encode(&encrypted))
}

fn decrypt(context: &mut Context<'_>, password: Text, text: Text) -> Result<Vec<u8>, Fault> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    context.spend(text.len() as u64 / 8)?;
    let encrypted = base64::decode(&text).map_err(|corrupt| Fault::new(corrupt.to_string()))?;
    let Some((before, encrypted)) = encrypted.split_first_chunk::<BLOCK>() else {
        let length = encrypted.len();
        return Err(Fault::new(format!("runtime error: slice bounds out of range [:16] with capacity {length}")));
    };
    let (blocks, rest) = encrypted.as_chunks::<BLOCK>();
    if !rest.is_empty() {
        return Err(Fault::new("crypto/cipher: input not full blocks"));
    }
    let cipher = cipher(&password);
    let mut before = *before;
    let mut decrypted = Vec::with_capacity(encrypted.len());
    for block in blocks {
        let mut mixed = Array::from(*block);
        cipher.decrypt_block(&mut mixed);
        decrypted.extend(mixed.iter().zip(before).map(|(byte, with)| byte ^ with));
        before = *block;
    }
    let Some(missing) = decrypted.last() else {
        return Err(Fault::new("runtime error: index out of range [-1]"));
    };
    let end = decrypted.len() as i64 - i64::from(*missing);
    match usize::try_from(end) {
        Ok(end) => decrypted.truncate(end),
        Err(_) => return Err(Fault::new(format!("runtime error: slice bounds out of range [:{end}]"))),
    }
    Ok(decrypted)
}
