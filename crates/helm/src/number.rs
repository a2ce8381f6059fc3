//! Numbers as Go writes them.

/// Go's `FormatFloat(value, 'g', -1, 64)`: the fewest digits that read back the same, with an exponent below 1e-04 and from
/// 1e+06 on.
pub(crate) fn shortest_float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..6).contains(&exponent) {
        return format!("{value}");
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use super::shortest_float;

    #[test]
    fn as_go_prints() {
        for (value, text) in [
            (123456.0, "123456"),
            (999999.9, "999999.9"),
            (1000000.0, "1e+06"),
            (1234567.0, "1.234567e+06"),
            (0.0001, "0.0001"),
            (0.00001234, "1.234e-05"),
            (1e100, "1e+100"),
            (-0.0, "-0"),
        ] {
            assert_eq!(shortest_float(value), text);
        }
    }
}
