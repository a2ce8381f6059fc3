//! Times.

use super::civil::{self, Date};
use super::duration::Duration;
use super::zone::Zone;
use std::fmt;

/// A moment, and the zone in which it is shown. Go's zero time, which is the first moment of year 1, is the default.
#[derive(Clone, PartialEq, Debug)]
pub struct Time {
    /// Seconds from 1970.
    seconds: i64,
    nanosecond: u32,
    zone: Zone,
}

/// The parts of a time in its zone.
pub(super) struct Broken {
    pub(super) date: Date,
    pub(super) day_of_year: i64,
    pub(super) weekday: usize,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) nanosecond: u32,
    pub(super) zone: String,
    pub(super) offset: i64,
}

const NANOSECONDS: i128 = 1_000_000_000;
/// Seconds from 1970 back to the year 1.
const YEAR_ONE: i64 = -62_135_596_800;

impl Default for Time {
    fn default() -> Self {
        Self::at_second(YEAR_ONE)
    }
}

impl Time {
    /// Gives the moment so many seconds after 1970, in UTC.
    pub fn at_second(seconds: i64) -> Self {
        Self { seconds, nanosecond: 0, zone: Zone::Utc }
    }

    /// Gives the moment so many nanoseconds after 1970, in UTC; the nearest that can be said.
    pub fn at_nanosecond(nanoseconds: i128) -> Self {
        let seconds = nanoseconds.div_euclid(NANOSECONDS).clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        Self { seconds, nanosecond: nanoseconds.rem_euclid(NANOSECONDS) as u32, zone: Zone::Utc }
    }

    pub(super) fn of_clock(date: Date, second_of_day: i64, nanosecond: u32) -> Self {
        let seconds = civil::days_of(date).wrapping_mul(86_400).wrapping_add(second_of_day);
        Self { seconds, nanosecond, zone: Zone::Utc }
    }

    /// Shows the same moment in another zone.
    pub fn in_zone(&self, zone: Zone) -> Self {
        Self { zone, ..self.clone() }
    }

    /// Tells the seconds from 1970.
    pub fn unix(&self) -> i64 {
        self.seconds
    }

    /// Tells the nanoseconds from 1970.
    pub fn unix_nanoseconds(&self) -> i128 {
        i128::from(self.seconds) * NANOSECONDS + i128::from(self.nanosecond)
    }

    /// Gives the moment a duration later.
    pub fn plus(&self, duration: Duration) -> Self {
        let later = Self::at_nanosecond(self.unix_nanoseconds() + i128::from(duration.0));
        later.in_zone(self.zone.clone())
    }

    /// Tells how much later this is than another moment; the longest duration where it is more.
    pub fn since(&self, earlier: &Time) -> Duration {
        let nanoseconds = self.unix_nanoseconds() - earlier.unix_nanoseconds();
        Duration(nanoseconds.clamp(i64::MIN.into(), i64::MAX.into()) as i64)
    }

    /// Gives the same time of the day so many years, months and days later. A day that a month does not have is one of the next.
    pub fn plus_date(&self, years: i64, months: i64, days: i64) -> Self {
        let broken = self.broken();
        let date = Date {
            year: broken.date.year.saturating_add(years).clamp(-FARTHEST, FARTHEST),
            month: broken.date.month.saturating_add(months).clamp(-FARTHEST, FARTHEST),
            day: broken.date.day.saturating_add(days).clamp(-FARTHEST, FARTHEST),
        };
        let second_of_day = (broken.hour * 60 + broken.minute) * 60 + broken.second;
        let local = Self::of_clock(date, second_of_day, self.nanosecond);
        // The offset at the moment itself is not known before the moment is: the offset there, or around there.
        let guess = local.seconds - broken.offset;
        let (_, offset) = self.zone.at(guess);
        Self { seconds: local.seconds - offset, zone: self.zone.clone(), ..local }
    }

    pub(super) fn broken(&self) -> Broken {
        let (zone, offset) = self.zone.at(self.seconds);
        let seconds = self.seconds.saturating_add(offset);
        let days = seconds.div_euclid(86_400);
        let second_of_day = seconds.rem_euclid(86_400);
        let date = civil::date_of(days);
        let new_year = civil::days_of(Date { month: 1, day: 1, ..date });
        Broken {
            date,
            day_of_year: days - new_year + 1,
            weekday: civil::weekday_of(days),
            hour: second_of_day / 3600,
            minute: second_of_day / 60 % 60,
            second: second_of_day % 60,
            nanosecond: self.nanosecond,
            zone,
            offset,
        }
    }

    /// Tells the year.
    pub fn year(&self) -> i64 {
        self.broken().date.year
    }

    /// Tells the month, from 1.
    pub fn month(&self) -> i64 {
        self.broken().date.month
    }

    /// Tells the day of the month, from 1.
    pub fn day(&self) -> i64 {
        self.broken().date.day
    }

    /// Tells the day of the year, from 1.
    pub fn day_of_year(&self) -> i64 {
        self.broken().day_of_year
    }

    /// Tells the day of the week, from 0 for Sunday.
    pub fn weekday(&self) -> usize {
        self.broken().weekday
    }

    /// Tells hour, minute and second.
    pub fn clock(&self) -> [i64; 3] {
        let broken = self.broken();
        [broken.hour, broken.minute, broken.second]
    }

    /// Tells the nanoseconds of the second.
    pub fn nanosecond(&self) -> u32 {
        self.nanosecond
    }

    /// Tells whether this is Go's zero time.
    pub fn is_zero(&self) -> bool {
        self.seconds == YEAR_ONE && self.nanosecond == 0
    }
}

/// Years, months or days that dates may be apart; Go wraps around somewhere beyond.
const FARTHEST: i64 = 1 << 40;

impl fmt::Display for Time {
    /// Writes the time as Go prints one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.format(b"2006-01-02 15:04:05.999999999 -0700 MST");
        f.write_str(&String::from_utf8_lossy(&text))
    }
}
