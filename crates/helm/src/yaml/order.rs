//! The order in which go-yaml writes the keys of a map.

use super::Flavour;
use std::cmp::Ordering;

/// Sorts what has keys.
///
/// The order is not always transitive (`10a` < `010` < `100` < `10a`), which the standard library's sorting may refuse. Go's
/// answer then depends on the order that its maps give, which is random; here it is always the same.
pub(crate) fn sort_by_key<T>(flavour: Flavour, items: Vec<T>, key: impl Fn(&T) -> &str + Copy) -> Vec<T> {
    if items.len() < 2 {
        return items;
    }
    let mut left = items;
    let right = left.split_off(left.len() / 2);
    let left = sort_by_key(flavour, left, key);
    let right = sort_by_key(flavour, right, key);
    let mut sorted = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        let takes_right = compare(flavour, key(a), key(b)) == Ordering::Greater;
        sorted.extend(if takes_right { right.next() } else { left.next() });
    }
    sorted.extend(left.chain(right));
    sorted
}

/// Compares two keys: runs of digits by their number, and letters after everything else.
///
/// Measured: `_`, `9`, `10`, `A`, `a`; and `a1`, `a01`, `a2`, `a10`. In yaml.v3 a letter right after a digit comes first,
/// so that `10a` stands before `10.`.
fn compare(flavour: Flavour, left: &str, right: &str) -> Ordering {
    let mut after_digit = false;
    let mut common = 0;
    let (mut a_rest, mut b_rest) = (left.chars(), right.chars());
    loop {
        let (a, b) = match (a_rest.next(), b_rest.next()) {
            (Some(a), Some(b)) => (a, b),
            (a, b) => return a.is_some().cmp(&b.is_some()),
        };
        if a == b {
            after_digit = flavour == Flavour::V3 && is_digit(a);
            common += a.len_utf8();
            continue;
        }
        return match (a.is_alphabetic(), b.is_alphabetic()) {
            (true, true) => a.cmp(&b),
            (false, false) => compare_numbers(left, right, common),
            (a_is_letter, _) if a_is_letter == after_digit => Ordering::Less,
            _ => Ordering::Greater,
        };
    }
}

/// Compares from the first difference on, where neither has a letter.
fn compare_numbers(left: &str, right: &str, at: usize) -> Ordering {
    let (common, a, b) = (&left[..at], &left[at..], &right[at..]);
    // A zero inside a number counts as a digit, leading zeros do not.
    let inside_number = (a.starts_with('0') || b.starts_with('0'))
        && common.chars().rev().take_while(|c| is_digit(*c)).any(|digit| digit != '0');
    let start = i64::from(inside_number);
    number(a, start).cmp(&number(b, start)).then_with(|| a.chars().next().cmp(&b.chars().next()))
}

/// Reads the digits at the start, and counts them; overflows as Go's integers do.
fn number(text: &str, start: i64) -> (i64, usize) {
    text.chars().take_while(|c| is_digit(*c)).fold((start, 0), |(number, count), digit| {
        let value = i64::from(u32::from(digit)) - i64::from(u32::from('0'));
        (number.wrapping_mul(10).wrapping_add(value), count + 1)
    })
}

/// Go's `unicode.IsDigit`, as far as names of fields go: ASCII, Arabic, Devanagari and full-width digits.
const fn is_digit(character: char) -> bool {
    matches!(character, '0'..='9' | '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{966}'..='\u{96F}' | '\u{FF10}'..='\u{FF19}')
}

#[cfg(test)]
mod tests {
    use super::{Flavour, sort_by_key};

    fn sorted(flavour: Flavour, keys: &[&'static str]) -> Vec<&'static str> {
        sort_by_key(flavour, keys.to_vec(), |key| key)
    }

    /// Both orders as Helm 4.1.4 writes them.
    #[test]
    fn natural_order() {
        let keys = ["0", "10a", "10.", "a1b", "a1-", "a", "a-b", "a1", "a10", "a1.x"];
        let v2 = ["0", "10.", "10a", "a", "a-b", "a1", "a1-", "a1.x", "a10", "a1b"];
        let v3 = ["0", "10a", "10.", "a", "a-b", "a1", "a1b", "a1-", "a1.x", "a10"];
        assert_eq!(sorted(Flavour::V2, &keys), v2);
        assert_eq!(sorted(Flavour::V3, &keys), v3);
        assert_eq!(sorted(Flavour::V2, &["a10", "a2", "a01", "a1"]), ["a1", "a01", "a2", "a10"]);
        let symbols = ["b", "a.b", "a-b", "B", "A", "10", "9", "_", "a"];
        assert_eq!(sorted(Flavour::V2, &symbols), ["_", "9", "10", "A", "B", "a", "a-b", "a.b", "b"]);
        assert_eq!(sorted(Flavour::V2, &["10a", "100", "010"]).len(), 3);
    }
}
