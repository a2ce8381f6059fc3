use std::cmp::Ordering;

use ecow::EcoString;
use platgen_gotmpl::semver::Version;

use super::fault::{Fault, Field};
use crate::chart::satisfies;

/// Chooses among the versions that a repository has: the one wanted most if it is there, else the highest in the range.
///
/// # Errors
/// Where none lies in the range, with the newest there is.
pub(super) fn choose<'v>(
    chart: &str,
    versions: impl IntoIterator<Item = &'v str>,
    range: Option<&str>,
    preferred: Option<&str>,
) -> Result<EcoString, Fault> {
    let versions: Vec<&str> = versions.into_iter().collect();
    let fits = |version: &&str| satisfies(version, range.unwrap_or_default());
    if let Some(preferred) = preferred.filter(|preferred| versions.contains(preferred) && fits(preferred)) {
        return Ok(preferred.into());
    }
    let newest = |versions: &[&'v str]| versions.iter().copied().max_by(|a, b| compare(a, b));
    let fitting: Vec<&str> = versions.iter().copied().filter(fits).collect();
    newest(&fitting).map(EcoString::from).ok_or_else(|| none(chart, range, newest(&versions)))
}

fn none(chart: &str, range: Option<&str>, newest: Option<&str>) -> Fault {
    let Some(newest) = newest else {
        return Fault::new(Field::Chart, format!("the repository has no version of `{chart}`"));
    };
    match range {
        Some(range) => {
            let message = format!("no version of `{chart}` lies in `{range}`");
            Fault::new(Field::Version, message).help(format!("the newest is `{newest}`"))
        }
        None => Fault::new(Field::Chart, format!("`{chart}` has no release yet"))
            .help(format!("the newest is `{newest}`: name it with `version`")),
    }
}

/// Compares two versions; what is no version comes before all others.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    match (Version::new(a), Version::new(b)) {
        (Ok(first), Ok(second)) => first.compare(&second).then_with(|| a.cmp(b)),
        (first, second) => first.is_ok().cmp(&second.is_ok()).then_with(|| a.cmp(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSIONS: [&str; 6] = ["1.2.0", "1.10.0", "v2.0.0", "2.1.0-rc.1", "latest", "1.10.1-beta"];

    #[test]
    fn the_highest_of_a_range_is_chosen() {
        let chosen = |range, preferred| choose("kong", VERSIONS, range, preferred).map(|version| version.to_string());
        assert_eq!(chosen(Some("~1.2"), None).as_deref(), Ok("1.2.0"));
        assert_eq!(chosen(Some("^1"), None).as_deref(), Ok("1.10.0"));
        assert_eq!(chosen(Some("^1"), Some("1.2.0")).as_deref(), Ok("1.2.0"));
        assert_eq!(chosen(Some("^1"), Some("2.0.0")).as_deref(), Ok("1.10.0"));
        assert_eq!(chosen(None, None).as_deref(), Ok("v2.0.0"));
        assert_eq!(chosen(Some(">=1-0"), None).as_deref(), Ok("2.1.0-rc.1"));
        assert_eq!(chosen(Some("latest"), None).as_deref(), Ok("latest"));
        let fault = chosen(Some("~9"), None).expect_err("none");
        assert_eq!(
            (fault.message.as_str(), fault.help.as_deref()),
            ("no version of `kong` lies in `~9`", Some("the newest is `2.1.0-rc.1`"))
        );
    }

    #[test]
    fn only_releases_count_where_no_range_is_given() {
        let fault = choose("kong", ["1.0.0-rc.1"], None, None).expect_err("none");
        assert_eq!(fault.message, "`kong` has no release yet");
        assert_eq!(choose("kong", [], None, None).expect_err("none").field, Field::Chart);
    }
}
