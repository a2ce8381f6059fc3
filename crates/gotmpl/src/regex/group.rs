//! What may follow `(?`: a group's name, flags, or a group that is not captured.

use super::error::{Complaint, Refusal};
use super::parser::{Flags, Parser};

/// Reads from `(?` on.
pub(super) fn read(parser: &mut Parser<'_>) -> Result<(), Refusal> {
    let rest = parser.rest();
    let name_start = match rest {
        _ if rest.len() > 4 && rest.starts_with("(?P<") => Some(4),
        _ if rest.len() > 3 && rest.starts_with("(?<") => Some(3),
        _ => None,
    };
    match name_start {
        Some(start) => read_name(parser, start),
        None => read_flags(parser),
    }
}

fn read_name(parser: &mut Parser<'_>, start: usize) -> Result<(), Refusal> {
    let rest = parser.rest();
    let Some(end) = rest.find('>') else {
        return Err(Refusal::new(Complaint::GroupName, rest));
    };
    let name = &rest[start..end];
    if name.is_empty() || !name.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric()) {
        return Err(Refusal::new(Complaint::GroupName, &rest[..=end]));
    }
    parser.at += end + 1;
    parser.open_capture(name)
}

/// Reads flags such as `(?i)` and `(?i-s:`, which hold to the end of the group around them or of the group that they open.
fn read_flags(parser: &mut Parser<'_>) -> Result<(), Refusal> {
    let start = parser.at;
    parser.at += 2;
    let mut flags = parser.flags;
    let mut sets = true;
    let mut saw_flag = false;
    while let Some(next) = parser.next() {
        match next {
            '-' if sets => {
                sets = false;
                saw_flag = false;
            }
            ':' | ')' if sets || saw_flag => {
                if next == ':' {
                    parser.open_group(None)?;
                }
                parser.flags = flags;
                return Ok(());
            }
            flag => match flag_of(&mut flags, flag) {
                Some(place) => {
                    *place = sets;
                    saw_flag = true;
                }
                None => break,
            },
        }
    }
    parser.refuse(Complaint::Perl, start)
}

fn flag_of(flags: &mut Flags, letter: char) -> Option<&mut bool> {
    match letter {
        'i' => Some(&mut flags.ignores_case),
        'm' => Some(&mut flags.is_multi_line),
        's' => Some(&mut flags.dot_takes_newline),
        'U' => Some(&mut flags.is_lazy),
        _ => None,
    }
}
