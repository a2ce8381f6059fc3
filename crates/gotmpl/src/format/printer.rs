//! Prints one value after the other under a verb.

use super::flags::Flags;
use crate::context::Context;
use crate::error::Fault;
use crate::value::{Kind, Map, Object, Value};

/// A text that is being printed, within the bounds of a run.
pub(super) struct Printer<'p, 'run> {
    pub(super) context: &'p mut Context<'run>,
    pub(super) out: Vec<u8>,
    pub(super) flags: Flags,
    /// Whether a value is being shown inside `%!d(…)`, where no method is called.
    is_complaining: bool,
}

impl<'p, 'run> Printer<'p, 'run> {
    pub(super) fn new(context: &'p mut Context<'run>) -> Self {
        Self { context, out: Vec::new(), flags: Flags::default(), is_complaining: false }
    }

    /// Checks that the text may grow and the recursion go on.
    fn check(&mut self) -> Result<(), Fault> {
        self.context.check_stack()?;
        self.context.check_text(self.out.len())?;
        self.context.spend(1)
    }

    /// Prints an argument.
    pub(super) fn argument(&mut self, value: &Value, verb: char) -> Result<(), Fault> {
        self.check()?;
        match (value, verb) {
            (Value::Nil, 'T' | 'v') => self.flags.pad(b"<nil>", &mut self.out),
            (Value::Nil, _) => self.complain_of_nil(verb),
            (_, 'T') => self.flags.text(value.type_name().as_bytes(), &mut self.out),
            (_, 'p') => self.pointer(value, verb)?,
            (Value::Bytes(bytes), _) => self.bytes(value, bytes, verb)?,
            _ => {
                if !self.by_method(value, verb)? {
                    self.value(value, verb, 0)?;
                }
            }
        }
        Ok(())
    }

    /// Prints by `String()` where the type has it and the verb is for text.
    fn by_method(&mut self, value: &Value, verb: char) -> Result<bool, Fault> {
        if self.is_complaining {
            return Ok(false);
        }
        if verb == 'w' {
            self.complain(value, verb)?;
            return Ok(true);
        }
        let Value::Object(object) = value else { return Ok(false) };
        if self.flags.sharp_v || !matches!(verb, 'v' | 's' | 'x' | 'X' | 'q') {
            return Ok(false);
        }
        match object.string() {
            Some(text) => {
                self.string(&Value::String(text.clone()), &text, verb)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Prints a value, or one inside of another.
    fn value(&mut self, value: &Value, verb: char, depth: usize) -> Result<(), Fault> {
        self.check()?;
        if depth > 0 && self.by_method(value, verb)? {
            return Ok(());
        }
        match value {
            Value::Nil => self.out.extend_from_slice(if self.flags.sharp_v { b"interface {}(nil)" } else { b"<nil>" }),
            Value::Bool(truth) => match verb {
                't' | 'v' => self.flags.pad(if *truth { b"true" } else { b"false" }, &mut self.out),
                _ => self.complain(value, verb)?,
            },
            Value::Int(int) | Value::Int64(int) => self.integer(value, *int < 0, int.unsigned_abs(), verb)?,
            Value::Int32(int) => self.integer(value, *int < 0, int.unsigned_abs().into(), verb)?,
            Value::Uint(uint) | Value::Uint64(uint) => self.integer(value, false, *uint, verb)?,
            Value::Uint8(uint) => self.integer(value, false, (*uint).into(), verb)?,
            Value::Float64(float) => match float_format(verb) {
                Some((format, precision)) => self.flags.float(*float, format, precision, &mut self.out),
                None => self.complain(value, verb)?,
            },
            Value::Complex128(real, imaginary) => self.complex(value, *real, *imaginary, verb)?,
            Value::String(text) => self.string(value, text, verb)?,
            Value::Bytes(bytes) if matches!(verb, 's' | 'q' | 'x' | 'X') => self.bytes(value, bytes, verb)?,
            Value::Bytes(bytes) => {
                let items: Vec<_> = bytes.iter().copied().map(Value::Uint8).collect();
                self.list("[]uint8", false, &items, verb, depth)?;
            }
            Value::List(list) => self.list(list.list_type().name, list.is_nil(), list, verb, depth)?,
            Value::Map(map) => self.map(map.map_type().name, map, verb, depth)?,
            Value::Object(object) => self.object(value, &**object, verb, depth)?,
        }
        Ok(())
    }

    fn integer(&mut self, value: &Value, is_negative: bool, magnitude: u64, verb: char) -> Result<(), Fault> {
        let (flags, out) = (&self.flags, &mut self.out);
        let is_unsigned = matches!(value, Value::Uint(_) | Value::Uint8(_) | Value::Uint64(_));
        // As a character, a negative number is none.
        let code = if is_negative { u64::MAX } else { magnitude };
        match verb {
            'v' if flags.sharp_v && is_unsigned => {
                Flags { sharp: true, ..*flags }.integer(false, magnitude, 16, 'v', out);
            }
            'v' | 'd' => flags.integer(is_negative, magnitude, 10, verb, out),
            'b' => flags.integer(is_negative, magnitude, 2, verb, out),
            'o' | 'O' => flags.integer(is_negative, magnitude, 8, verb, out),
            'x' | 'X' => flags.integer(is_negative, magnitude, 16, verb, out),
            'c' => flags.character(code, out),
            'q' => flags.quoted_character(code, out),
            'U' => flags.unicode(if is_negative { magnitude.wrapping_neg() } else { magnitude }, out),
            _ => return self.complain(value, verb),
        }
        Ok(())
    }

    fn complex(&mut self, value: &Value, real: f64, imaginary: f64, verb: char) -> Result<(), Fault> {
        let Some((format, precision)) = float_format(verb) else { return self.complain(value, verb) };
        self.out.push(b'(');
        self.flags.float(real, format, precision, &mut self.out);
        Flags { plus: true, ..self.flags }.float(imaginary, format, precision, &mut self.out);
        self.out.extend_from_slice(b"i)");
        Ok(())
    }

    fn string(&mut self, value: &Value, text: &[u8], verb: char) -> Result<(), Fault> {
        let (flags, out) = (&self.flags, &mut self.out);
        match verb {
            'v' if flags.sharp_v => flags.quoted(text, out),
            'v' | 's' => flags.text(text, out),
            'x' => flags.hexadecimal(text, false, out),
            'X' => flags.hexadecimal(text, true, out),
            'q' => flags.quoted(text, out),
            _ => return self.complain(value, verb),
        }
        Ok(())
    }

    fn bytes(&mut self, value: &Value, bytes: &[u8], verb: char) -> Result<(), Fault> {
        match verb {
            'v' | 'd' if self.flags.sharp_v => {
                self.out.extend_from_slice(b"[]byte{");
                for (index, byte) in bytes.iter().enumerate() {
                    if index > 0 {
                        self.out.extend_from_slice(b", ");
                    }
                    Flags { sharp: true, ..self.flags }.integer(false, (*byte).into(), 16, 'v', &mut self.out);
                }
                self.out.push(b'}');
            }
            'v' | 'd' => {
                self.out.push(b'[');
                for (index, byte) in bytes.iter().enumerate() {
                    if index > 0 {
                        self.out.push(b' ');
                    }
                    self.check()?;
                    self.flags.integer(false, (*byte).into(), 10, verb, &mut self.out);
                }
                self.out.push(b']');
            }
            's' => self.flags.text(bytes, &mut self.out),
            'x' => self.flags.hexadecimal(bytes, false, &mut self.out),
            'X' => self.flags.hexadecimal(bytes, true, &mut self.out),
            'q' => self.flags.quoted(bytes, &mut self.out),
            _ => self.value(value, verb, 0)?,
        }
        Ok(())
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.out.extend_from_slice(if self.flags.sharp_v { b", " } else { b" " });
        }
    }

    fn list(&mut self, name: &str, is_nil: bool, items: &[Value], verb: char, depth: usize) -> Result<(), Fault> {
        let sharp = self.flags.sharp_v;
        if sharp {
            self.out.extend_from_slice(name.as_bytes());
        }
        if sharp && is_nil {
            self.out.extend_from_slice(b"(nil)");
            return Ok(());
        }
        self.out.push(if sharp { b'{' } else { b'[' });
        for (index, item) in items.iter().enumerate() {
            self.separate(index);
            self.value(item, verb, depth + 1)?;
        }
        self.out.push(if sharp { b'}' } else { b']' });
        Ok(())
    }

    fn map(&mut self, name: &str, map: &Map, verb: char, depth: usize) -> Result<(), Fault> {
        let sharp = self.flags.sharp_v;
        match sharp {
            true if map.is_nil() => {
                self.out.extend_from_slice(format!("{name}(nil)").as_bytes());
                return Ok(());
            }
            true => self.out.extend_from_slice(format!("{name}{{").as_bytes()),
            false => self.out.extend_from_slice(b"map["),
        }
        for (index, (key, value)) in map.entries().into_iter().enumerate() {
            self.separate(index);
            self.value(&Value::String(key), verb, depth + 1)?;
            self.out.push(b':');
            self.value(&value, verb, depth + 1)?;
        }
        self.out.push(if sharp { b'}' } else { b']' });
        Ok(())
    }

    fn object(&mut self, value: &Value, object: &dyn Object, verb: char, depth: usize) -> Result<(), Fault> {
        match object.kind() {
            Kind::Struct => self.fields(object, object.type_name(), verb, depth),
            // Go prints the struct behind a pointer, but the address of one inside of something else.
            Kind::Pointer if depth == 0 => {
                self.out.push(b'&');
                self.fields(object, object.type_name().trim_start_matches('*'), verb, depth + 1)
            }
            Kind::Pointer => self.pointer(value, verb),
            _ => match object.underlying() {
                Some(Value::List(list)) => self.list(object.type_name(), list.is_nil(), &list, verb, depth),
                Some(Value::Map(map)) => self.map(object.type_name(), &map, verb, depth),
                Some(underlying) => self.value(&underlying, verb, depth),
                None => self.fields(object, object.type_name(), verb, depth),
            },
        }
    }

    fn fields(&mut self, object: &dyn Object, name: &str, verb: char, depth: usize) -> Result<(), Fault> {
        if self.flags.sharp_v {
            self.out.extend_from_slice(name.as_bytes());
        }
        self.out.push(b'{');
        for (index, (name, value)) in object.fields().into_iter().enumerate() {
            self.separate(index);
            if self.flags.plus_v || self.flags.sharp_v {
                self.out.extend_from_slice(format!("{name}:").as_bytes());
            }
            self.value(&value, verb, depth + 1)?;
        }
        self.out.push(b'}');
        Ok(())
    }

    /// Prints an address. Go's are different in every run; these are all one.
    fn pointer(&mut self, value: &Value, verb: char) -> Result<(), Fault> {
        const ADDRESS: u64 = 0xc0_0000_0000;
        if !matches!(value.kind(), Kind::Map | Kind::Slice | Kind::Pointer) {
            return self.complain(value, verb);
        }
        let sharp = Flags { sharp: true, ..self.flags };
        match verb {
            'v' if self.flags.sharp_v => {
                self.out.extend_from_slice(format!("({})(", value.type_name()).as_bytes());
                sharp.integer(false, ADDRESS, 16, 'v', &mut self.out);
                self.out.push(b')');
            }
            'v' | 'p' => Flags { sharp: !self.flags.sharp, ..sharp }.integer(false, ADDRESS, 16, 'v', &mut self.out),
            'b' | 'o' | 'd' | 'x' | 'X' => self.integer(&Value::Uint64(ADDRESS), false, ADDRESS, verb)?,
            _ => self.complain(value, verb)?,
        }
        Ok(())
    }

    fn complain_of_nil(&mut self, verb: char) {
        self.out.extend_from_slice(format!("%!{verb}(<nil>)").as_bytes());
    }

    /// Writes `%!d(string=hi)`.
    fn complain(&mut self, value: &Value, verb: char) -> Result<(), Fault> {
        let outer = std::mem::replace(&mut self.is_complaining, true);
        self.out.extend_from_slice(format!("%!{verb}({}=", value.type_name()).as_bytes());
        self.argument(value, 'v')?;
        self.out.push(b')');
        self.is_complaining = outer;
        Ok(())
    }
}

/// Tells the format of `strconv` for a verb, and the digits where no precision is given.
fn float_format(verb: char) -> Option<(u8, Option<usize>)> {
    Some(match verb {
        'v' => (b'g', None),
        'b' | 'g' | 'G' | 'x' | 'X' => (verb as u8, None),
        'f' | 'e' | 'E' => (verb as u8, Some(6)),
        'F' => (b'f', Some(6)),
        _ => return None,
    })
}
