//! `printf`: text with directives.

use super::flags::Flags;
use super::printer::Printer;
use super::rune;
use crate::error::Fault;
use crate::value::Value;

/// The largest width or precision that Go takes.
const LARGEST: usize = 1_000_000;

/// A format that is being carried out.
pub(super) struct Directives<'d> {
    format: &'d [u8],
    at: usize,
    arguments: &'d [Value],
    next: usize,
    /// Whether an argument was chosen by number.
    is_reordered: bool,
    /// Whether the numbers in this directive name arguments that there are.
    is_good_number: bool,
}

impl<'d> Directives<'d> {
    pub(super) fn new(format: &'d [u8], arguments: &'d [Value]) -> Self {
        Self { format, at: 0, arguments, next: 0, is_reordered: false, is_good_number: true }
    }

    /// Prints all of it.
    pub(super) fn print(mut self, printer: &mut Printer<'_, '_>) -> Result<(), Fault> {
        while self.at < self.format.len() {
            let rest = &self.format[self.at..];
            let literal = rest.iter().position(|byte| *byte == b'%').unwrap_or(rest.len());
            printer.out.extend_from_slice(&rest[..literal]);
            self.at += literal;
            if self.at < self.format.len() {
                self.at += 1;
                self.directive(printer)?;
            }
            printer.context.check_text(printer.out.len())?;
            printer.context.spend(1)?;
        }
        self.extra(printer)
    }

    fn peek(&self) -> Option<u8> {
        self.format.get(self.at).copied()
    }

    fn directive(&mut self, printer: &mut Printer<'_, '_>) -> Result<(), Fault> {
        self.is_good_number = true;
        printer.flags = Flags::default();
        let flags = &mut printer.flags;
        loop {
            match self.peek() {
                Some(b'#') => flags.sharp = true,
                Some(b'0') => flags.zero = true,
                Some(b'+') => flags.plus = true,
                Some(b'-') => flags.minus = true,
                Some(b' ') => flags.space = true,
                _ => break,
            }
            self.at += 1;
        }
        let mut after_number = self.argument_number();
        if self.peek() == Some(b'*') {
            self.at += 1;
            self.width_of_argument(printer);
            after_number = false;
        } else {
            printer.flags.width = self.number();
            if after_number && printer.flags.width.is_some() {
                self.is_good_number = false;
            }
        }
        if self.peek() == Some(b'.') && self.at + 1 < self.format.len() {
            self.at += 1;
            if after_number {
                self.is_good_number = false;
            }
            after_number = self.argument_number();
            if self.peek() == Some(b'*') {
                self.at += 1;
                self.precision_of_argument(printer);
                after_number = false;
            } else {
                printer.flags.precision = Some(self.number().unwrap_or(0));
            }
        }
        if !after_number {
            self.argument_number();
        }
        self.verb(printer)
    }

    fn verb(&mut self, printer: &mut Printer<'_, '_>) -> Result<(), Fault> {
        let Some((verb, width)) = rune::decode(&self.format[self.at..]) else {
            printer.out.extend_from_slice(b"%!(NOVERB)");
            return Ok(());
        };
        self.at += width;
        let complaint = match self.arguments.get(self.next) {
            _ if verb == '%' => "%".to_owned(),
            _ if !self.is_good_number => format!("%!{verb}(BADINDEX)"),
            None => format!("%!{verb}(MISSING)"),
            Some(argument) => {
                let flags = &mut printer.flags;
                if matches!(verb, 'v' | 'w') {
                    (flags.sharp_v, flags.sharp) = (flags.sharp, false);
                    (flags.plus_v, flags.plus) = (flags.plus, false);
                }
                self.next += 1;
                return printer.argument(argument, verb);
            }
        };
        printer.out.extend_from_slice(complaint.as_bytes());
        Ok(())
    }

    /// Reads `[3]`, and tells whether it was there and sound.
    fn argument_number(&mut self) -> bool {
        if self.peek() != Some(b'[') {
            return false;
        }
        self.is_reordered = true;
        let rest = &self.format[self.at..];
        let end = if rest.len() < 3 { None } else { rest.iter().position(|byte| *byte == b']') };
        let Some(end) = end else {
            self.at += 1;
            self.is_good_number = false;
            return false;
        };
        let number = str::from_utf8(&rest[1..end]).ok().and_then(parse_number);
        self.at += end + 1;
        match number {
            Some(number) if (1..=self.arguments.len()).contains(&number) => {
                self.next = number - 1;
                true
            }
            number => {
                self.is_good_number = false;
                number.is_some()
            }
        }
    }

    /// Reads digits. Too large a number takes the rest of the format with it.
    fn number(&mut self) -> Option<usize> {
        let rest = &self.format[self.at..];
        let length = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
        if length == 0 {
            return None;
        }
        let number = str::from_utf8(&rest[..length]).ok().and_then(parse_number);
        self.at = if number.is_some() { self.at + length } else { self.format.len() };
        number
    }

    /// Takes an argument for `*`.
    fn star(&mut self) -> Option<i64> {
        let argument = self.arguments.get(self.next)?;
        self.next += 1;
        let number = match argument {
            Value::Int(number) | Value::Int64(number) => *number,
            Value::Int32(number) => (*number).into(),
            Value::Uint(number) | Value::Uint64(number) => i64::try_from(*number).ok()?,
            Value::Uint8(number) => (*number).into(),
            _ => return None,
        };
        (number.unsigned_abs() <= LARGEST as u64).then_some(number)
    }

    fn width_of_argument(&mut self, printer: &mut Printer<'_, '_>) {
        match self.star() {
            Some(width) => {
                printer.flags.width = Some(width.unsigned_abs() as usize);
                if width < 0 {
                    printer.flags.minus = true;
                    printer.flags.zero = false;
                }
            }
            None => printer.out.extend_from_slice(b"%!(BADWIDTH)"),
        }
    }

    fn precision_of_argument(&mut self, printer: &mut Printer<'_, '_>) {
        match self.star() {
            Some(precision) if precision >= 0 => printer.flags.precision = Some(precision as usize),
            _ => printer.out.extend_from_slice(b"%!(BADPREC)"),
        }
    }

    /// Tells of arguments that no directive used.
    fn extra(self, printer: &mut Printer<'_, '_>) -> Result<(), Fault> {
        if self.is_reordered || self.next >= self.arguments.len() {
            return Ok(());
        }
        printer.flags = Flags::default();
        printer.out.extend_from_slice(b"%!(EXTRA ");
        for (index, argument) in self.arguments[self.next..].iter().enumerate() {
            if index > 0 {
                printer.out.extend_from_slice(b", ");
            }
            if !argument.is_nil() {
                printer.out.extend_from_slice(format!("{}=", argument.type_name()).as_bytes());
            }
            printer.argument(argument, 'v')?;
        }
        printer.out.push(b')');
        Ok(())
    }
}

fn parse_number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number <= LARGEST)
}
