//! How long releases are supported: facts with a date, since this crate has no clock.

use crate::catalog::Catalog;
use serde_json::Value;

/// The day on which the table of support was last compared with its sources, which it names.
pub const SUPPORT_TABLE_DATE: &str = "2026-11-20";

static TABLE: &str = include_str!("../data/support.json");

/// When the support of one minor release ends, in days such as `2026-11-20`, which compare as texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Support {
    /// The minor release.
    pub minor: u32,
    /// The day after which Kubernetes itself publishes no more patches.
    pub end_of_life: String,
    /// The last day of standard support in Amazon EKS; none where none was announced by [`SUPPORT_TABLE_DATE`].
    pub eks_standard: Option<String>,
    /// The last day of extended support in Amazon EKS, after which it upgrades clusters by itself.
    pub eks_extended: Option<String>,
}

impl Catalog {
    /// Tells when the support of a release ends.
    #[must_use]
    pub fn support(&self, minor: u32) -> Option<Support> {
        read().into_iter().find(|support| support.minor == minor)
    }

    /// Tells the oldest release that Kubernetes itself supported on [`SUPPORT_TABLE_DATE`].
    #[must_use]
    pub fn oldest_supported(&self) -> u32 {
        let supported = read().into_iter().filter(|support| *support.end_of_life >= *SUPPORT_TABLE_DATE);
        supported.map(|support| support.minor).min().unwrap_or(*self.minors().end())
    }
}

fn read() -> Vec<Support> {
    let table: Value = serde_json::from_str(TABLE).expect("the table of support is JSON");
    let rows = table["releases"].as_array().into_iter().flatten();
    let day = |value: &Value| value.as_str().map(str::to_owned);
    rows.map(|row| Support {
        minor: row[0].as_u64().unwrap_or_default() as u32,
        end_of_life: day(&row[1]).unwrap_or_default(),
        eks_standard: day(&row[2]),
        eks_extended: day(&row[3]),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_release_and_its_own_date() {
        let catalog = Catalog::embedded();
        assert_eq!(serde_json::from_str::<Value>(TABLE).unwrap()["date"], SUPPORT_TABLE_DATE);
        let is_day = |text: &String| text.len() == 10 && crate::check_text(crate::Grammar::Date, text).is_ok();
        let mut last = String::new();
        for minor in catalog.minors() {
            let support = catalog.support(minor).unwrap();
            assert!(is_day(&support.end_of_life) && support.end_of_life > last, "{support:?}");
            assert!(support.eks_standard.iter().chain(&support.eks_extended).all(is_day), "{support:?}");
            last = support.end_of_life;
        }
        assert_eq!(catalog.support(99), None);
    }

    #[test]
    fn the_oldest_supported_release_is_the_first_whose_life_has_not_ended() {
        assert_eq!(Catalog::embedded().oldest_supported(), 35);
    }
}
