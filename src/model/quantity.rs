use std::fmt;

/// A Kubernetes quantity as an exact number: billionths, so that every suffix from `n` to `Ei` is whole.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Amount(i128);

const ONE: i128 = 1_000_000_000;
const BINARY: [(&str, i128); 6] =
    [("Ei", 1 << 60), ("Pi", 1 << 50), ("Ti", 1 << 40), ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)];

impl Amount {
    /// Reads a quantity that its rule accepts; what is finer than a billionth is rounded up, as Kubernetes does.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('+').unwrap_or(text);
        let number = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let (number, suffix) = text.split_at(number);
        let (numerator, denominator) = match suffix {
            "n" => (1, ONE),
            "u" => (1, 1_000_000),
            "m" => (1, 1000),
            "" => (1, 1),
            "k" => (1000, 1),
            "M" => (1_000_000, 1),
            "G" => (ONE, 1),
            "T" => (ONE * 1000, 1),
            "P" => (ONE * 1_000_000, 1),
            "E" => (ONE * ONE, 1),
            _ => match BINARY.iter().find(|(name, _)| *name == suffix) {
                Some((_, factor)) => (*factor, 1),
                None => exponent(suffix.strip_prefix(['e', 'E'])?)?,
            },
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let above = digits.checked_mul(ONE)?.checked_mul(numerator)?;
        let below = scale.checked_mul(denominator)?;
        Some(Self(above.checked_add(below - 1)? / below))
    }

    /// The sum of two amounts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i128::from(count)))
    }

    /// What is left after taking another amount; nothing where that is more.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0))
    }

    /// An equal part, rounded down to a thousandth, or to a whole where it is more than a million.
    #[must_use]
    pub fn divided(self, parts: usize) -> Self {
        let part = self.0 / i128::try_from(parts.max(1)).unwrap_or(1);
        let grain = if part > ONE * 1_000_000 { ONE } else { ONE / 1000 };
        Self(part / grain * grain)
    }
}

fn exponent(text: &str) -> Option<(i128, i128)> {
    let exponent: i32 = text.parse().ok()?;
    let power = 10_i128.checked_pow(exponent.unsigned_abs())?;
    Some(if exponent < 0 { (1, power) } else { (power, 1) })
}

/// The shortest form with a binary suffix where the amount is a whole number of kibibytes or more, else decimal.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 % ONE != 0 {
            return write!(f, "{}m", (self.0 + ONE / 1000 - 1) / (ONE / 1000));
        }
        let whole = self.0 / ONE;
        match BINARY.iter().find(|(_, factor)| whole >= *factor && whole % factor == 0) {
            Some((suffix, factor)) => write!(f, "{}{suffix}", whole / factor),
            None => write!(f, "{whole}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Amount;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).expect("a quantity")
    }

    #[test]
    fn compares_across_suffixes() {
        assert_eq!(amount("1"), amount("1000m"));
        assert_eq!(amount("1Gi"), amount("1024Mi"));
        assert!(amount("1G") < amount("1Gi"));
        assert_eq!(amount("1.5"), amount("1500m"));
        assert_eq!(amount("1e3"), amount("1k"));
        assert_eq!(amount("12e-1"), amount("1200m"));
        assert!(Amount::parse("many").is_none());
        assert!(Amount::parse("1e40").is_none());
    }

    #[test]
    fn shows_the_customary_form() {
        assert_eq!(amount("204800Mi").to_string(), "200Gi");
        assert_eq!(amount("0.25").to_string(), "250m");
        assert_eq!(amount("100").divided(3).to_string(), "33333m");
        assert_eq!(amount("200Gi").minus(amount("50Gi")).to_string(), "150Gi");
    }
}
