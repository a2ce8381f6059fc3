//! Keys of go-yaml: typed like values, then written out as strings by `sigs.k8s.io/yaml`.

use super::Scalar;
use ecow::{EcoString, eco_format};

/// Writes a typed key as a string; `None` where `sigs.k8s.io/yaml` refuses the type.
pub(crate) fn name(scalar: Scalar, text: &EcoString) -> Option<EcoString> {
    match scalar {
        Scalar::Str => Some(text.clone()),
        Scalar::Bool(value) => Some(if value { "true".into() } else { "false".into() }),
        Scalar::Int(value) => Some(eco_format!("{value}")),
        Scalar::Float(value) => Some(float(value)),
        Scalar::UInt(_) | Scalar::Null => None,
    }
}

/// Go's `FormatFloat(value, 'g', -1, 32)`: the shortest digits that tell 32-bit floats apart.
fn float(value: f64) -> EcoString {
    #[expect(clippy::cast_possible_truncation, reason = "the rounding to 32 bits is what Go does here")]
    let value = value as f32;
    if value.is_nan() {
        return ".nan".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf".into() } else { "-.inf".into() };
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    // 6 is Go's precision here where the digits asked for are the shortest.
    if (-4..6).contains(&exponent) {
        eco_format!("{value}")
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        eco_format!("{digits}e{sign}{:02}", exponent.abs())
    }
}
