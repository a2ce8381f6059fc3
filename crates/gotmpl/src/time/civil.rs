//! Days and dates of the calendar, which is taken to have always been the Gregorian one.

/// A date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Date {
    pub(super) year: i64,
    /// 1 to 12.
    pub(super) month: i64,
    /// 1 to 31.
    pub(super) day: i64,
}

pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Days of 400 years, after which the calendar repeats.
const DAYS_OF_ERA: i64 = 146_097;
/// Days between 1 March of year 0 and 1 January 1970.
const DAYS_TO_EPOCH: i64 = 719_468;

/// Counts the days from 1970 to a date, whose month and day may lie outside of their ranges.
pub(super) fn days_of(date: Date) -> i64 {
    let months = date.month - 1;
    let year = date.year + months.div_euclid(12);
    // Counted from March, so that the day that is not in every year is the last.
    let month = (months.rem_euclid(12) + 10) % 12;
    let year = if month >= 10 { year - 1 } else { year };
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + date.day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    year.div_euclid(400) * DAYS_OF_ERA + day_of_era - DAYS_TO_EPOCH
}

/// Finds the date so many days after 1970.
pub(super) fn date_of(days: i64) -> Date {
    let days = days + DAYS_TO_EPOCH;
    let day_of_era = days.rem_euclid(DAYS_OF_ERA);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / (DAYS_OF_ERA - 1)) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let year = year_of_era + days.div_euclid(DAYS_OF_ERA) * 400;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    Date { year: if month <= 2 { year + 1 } else { year }, month, day }
}

/// Tells the day of the week, from 0 for Sunday.
pub(super) fn weekday_of(days: i64) -> usize {
    // 1970 began on a Thursday.
    (days + 4).rem_euclid(7) as usize
}

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn days_in(month: i64, year: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
