//! Chance: what differs in every run, drawn from the source that the caller has lent.

use crate::context::{Chance, Context};
use crate::encoding::{base64, hex};
use crate::error::Fault;
use crate::format::rune;
use crate::function::{Functions, Int};
use crate::value::Text;

const DIGITS: &[u8] = b"0123456789";
const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LETTERS_AND_DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

pub(super) fn add(functions: &mut Functions) {
    functions
        .add("randAlphaNum", |context: &mut Context<'_>, count: Int| {
            drawn(context, "randAlphaNum", LETTERS_AND_DIGITS, count)
        })
        .add("randAlpha", |context: &mut Context<'_>, count: Int| drawn(context, "randAlpha", LETTERS, count))
        .add("randNumeric", |context: &mut Context<'_>, count: Int| drawn(context, "randNumeric", DIGITS, count))
        .add("randAscii", |context: &mut Context<'_>, count: Int| {
            let printable: Vec<u8> = (b' '..=b'~').collect();
            drawn(context, "randAscii", &printable, count)
        })
        .add("randBytes", rand_bytes)
        .add("randInt", rand_int)
        .add("shuffle", shuffle)
        .add("uuidv4", uuid);
}

/// Draws a number below a bound, all with the same chance.
fn below(chance: &mut dyn Chance, bound: u64) -> u64 {
    // Numbers from the last, incomplete round on are drawn again.
    let rounds = u64::MAX - u64::MAX % bound.max(1);
    loop {
        let mut bytes = [0; 8];
        chance.fill(&mut bytes);
        let number = u64::from_le_bytes(bytes);
        if number < rounds {
            return number % bound.max(1);
        }
    }
}

/// Draws so many characters; none where the number is negative.
fn drawn(context: &mut Context<'_>, function: &str, from: &[u8], count: Int) -> Result<Vec<u8>, Fault> {
    let count = usize::try_from(count.0).unwrap_or(0);
    if count == 0 {
        return Ok(Vec::new());
    }
    context.claim(count)?;
    context.spend(count as u64)?;
    let chance = context.chance(function)?;
    let draw = |_| from.get(below(chance, from.len() as u64) as usize).copied();
    Ok((0..count).filter_map(draw).collect())
}

fn rand_bytes(context: &mut Context<'_>, count: Int) -> Result<String, Fault> {
    let count = usize::try_from(count.0).map_err(|_| Fault::new("runtime error: makeslice: len out of range"))?;
    context.claim(count.saturating_mul(2))?;
    let mut bytes = vec![0; count];
    context.chance("randBytes")?.fill(&mut bytes);
    Ok(base64::encode(&bytes))
}

/// Draws a number from one on and below another.
fn rand_int(context: &mut Context<'_>, least: Int, end: Int) -> Result<Int, Fault> {
    let span = u64::try_from(end.0.wrapping_sub(least.0)).ok().filter(|span| *span > 0);
    let span = span.ok_or_else(|| Fault::new("invalid argument to Intn"))?;
    let number = below(context.chance("randInt")?, span);
    Ok(Int(least.0.wrapping_add(number as i64)))
}

/// Puts the characters into another order.
fn shuffle(context: &mut Context<'_>, text: Text) -> Result<String, Fault> {
    context.spend(text.len() as u64)?;
    let mut characters: Vec<char> = rune::runes(&text).map(|(_, character, _)| character).collect();
    if characters.len() > 1 {
        let chance = context.chance("shuffle")?;
        for last in (1..characters.len()).rev() {
            characters.swap(last, below(chance, last as u64 + 1) as usize);
        }
    }
    Ok(characters.into_iter().collect())
}

fn uuid(context: &mut Context<'_>) -> Result<String, Fault> {
    let mut bytes = [0; 16];
    context.chance("uuidv4")?.fill(&mut bytes);
    // The version and the variant.
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = hex::encode(&bytes);
    Ok([&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-"))
}
