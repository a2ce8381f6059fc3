//! Time zones.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A time zone.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Zone {
    /// Universal time.
    #[default]
    Utc,
    /// A zone that a text named or gave an offset for.
    Fixed {
        /// The abbreviation, empty where there was none.
        name: Arc<str>,
        /// Seconds to the east of Greenwich.
        offset: i64,
    },
    /// A zone of the tz database, of the release that is built in.
    Named(TimeZone),
}

impl Zone {
    /// Finds a zone by its name in the tz database. An empty name, `UTC` and `Local` are universal time.
    pub fn load(name: &str) -> Option<Self> {
        if matches!(name, "" | "UTC" | "Local") {
            return Some(Zone::Utc);
        }
        let zone = TimeZone::get(name).ok()?;
        // Go finds zones by the names of files, in which case matters.
        (zone.iana_name() == Some(name)).then_some(Zone::Named(zone))
    }

    /// Tells the abbreviation and the seconds to the east of Greenwich at a time, given in seconds from 1970.
    pub(super) fn at(&self, seconds: i64) -> (String, i64) {
        match self {
            Zone::Utc => ("UTC".to_owned(), 0),
            Zone::Fixed { name, offset } => (name.to_string(), *offset),
            Zone::Named(zone) => {
                let info = zone.to_offset_info(like(seconds));
                (info.abbreviation().to_owned(), info.offset().seconds().into())
            }
        }
    }
}

/// Seconds of 400 years, after which dates and days of the week repeat, and with them the rules of zones.
const CYCLE: i64 = 146_097 * 86_400;

/// Gives the time itself, or one to which the same rules apply where the years of the tz database's reader end.
fn like(seconds: i64) -> Timestamp {
    let last = Timestamp::MAX.as_second();
    let seconds = if seconds > last { last - CYCLE + (seconds - last) % CYCLE } else { seconds };
    Timestamp::from_second(seconds).unwrap_or(Timestamp::MIN)
}
