//! Sets of characters, and how Go writes them.

use super::error::{Complaint, Refusal};
use super::parser::Parser;
use super::{escape, names};
use regex_syntax::hir::{Class as HirClass, ClassUnicode, ClassUnicodeRange, Hir};

/// Whether a set takes in the other cases of its characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fold {
    Nothing,
    Case,
}

/// A set of characters that is being read.
pub(super) struct Class {
    set: ClassUnicode,
}

const FIRST_SURROGATE: u32 = 0xd800;
const LAST_SURROGATE: u32 = 0xdfff;

impl Default for Class {
    fn default() -> Self {
        Self { set: ClassUnicode::empty() }
    }
}

impl Class {
    pub(super) fn any() -> Self {
        let mut class = Class::default();
        class.add_range(0, char::MAX.into(), Fold::Nothing);
        class
    }

    pub(super) fn any_but_newline() -> Self {
        let mut class = Class::default();
        class.add_range('\n'.into(), '\n'.into(), Fold::Nothing);
        class.set.negate();
        class
    }

    pub(super) fn into_hir(self) -> Hir {
        Hir::class(HirClass::Unicode(self.set))
    }

    /// Adds a range of code points. Surrogates are left out: no text holds them.
    pub(super) fn add_range(&mut self, first: u32, last: u32, fold: Fold) {
        let mut set = ClassUnicode::empty();
        for (first, last) in [(first, last.min(FIRST_SURROGATE - 1)), (first.max(LAST_SURROGATE + 1), last)].into_iter()
        {
            if let (true, Some(first), Some(last)) = (first <= last, char::from_u32(first), char::from_u32(last)) {
                set.push(ClassUnicodeRange::new(first, last));
            }
        }
        self.add(set, fold, false);
    }

    /// Adds a set, with the other cases of its characters or without, or all characters that are not in it.
    pub(super) fn add(&mut self, mut set: ClassUnicode, fold: Fold, is_negated: bool) {
        if fold == Fold::Case {
            set.try_case_fold_simple().expect("the table of cases is built in");
        }
        if is_negated {
            set.negate();
        }
        self.set.union(&set);
    }
}

impl Parser<'_> {
    /// Reads a class from its `[` on.
    pub(super) fn read_class(&mut self) -> Result<Class, Refusal> {
        let whole = self.rest();
        self.at += 1;
        let is_negated = self.take("^");
        let mut class = Class::default();
        let mut is_first = true;
        while is_first || !self.rest().starts_with(']') {
            is_first = false;
            if self.read_posix_class(&mut class)?
                || self.read_unicode_class(&mut class)?
                || self.read_perl_class(&mut class)
            {
                continue;
            }
            let start = self.at;
            let first = self.read_class_character(whole)?;
            let mut last = first;
            let rest = self.rest().as_bytes();
            if rest.len() >= 2 && rest.starts_with(b"-") && rest.get(1) != Some(&b']') {
                self.at += 1;
                last = self.read_class_character(whole)?;
                if last < first {
                    return self.refuse(Complaint::ClassRange, start);
                }
            }
            class.add_range(first, last, self.flags.fold());
        }
        self.at += 1;
        if is_negated {
            class.set.negate();
        }
        Ok(class)
    }

    fn read_class_character(&mut self, whole: &str) -> Result<u32, Refusal> {
        if self.rest().starts_with('\\') {
            return escape::read_character(self);
        }
        let next = self.next();
        next.map(u32::from).ok_or_else(|| Refusal::new(Complaint::MissingBracket, whole))
    }

    /// Reads `[:name:]` or `[:^name:]`, if that is what comes.
    fn read_posix_class(&mut self, class: &mut Class) -> Result<bool, Refusal> {
        let Some(after) = self.rest().strip_prefix("[:") else { return Ok(false) };
        let Some(length) = after.find(":]") else { return Ok(false) };
        let start = self.at;
        let name = &after[..length];
        self.at += length + 4;
        let (is_negated, bare) = negation(name);
        let Some(set) = names::posix(bare) else {
            return self.refuse(Complaint::ClassRange, start);
        };
        class.add(set, self.flags.fold(), is_negated);
        Ok(true)
    }

    /// Reads `\d`, `\s`, `\w` or one of their opposites, if that is what comes. They are sets of ASCII characters.
    pub(super) fn read_perl_class(&mut self, class: &mut Class) -> bool {
        let Some([b'\\', letter, ..]) = self.rest().as_bytes().first_chunk::<2>().map(|pair| &pair[..]) else {
            return false;
        };
        let Some(set) = names::perl(letter.to_ascii_lowercase()) else { return false };
        class.add(set, self.flags.fold(), letter.is_ascii_uppercase());
        self.at += 2;
        true
    }

    /// Reads `\pN`, `\p{Name}`, `\p{^Name}` or one of their opposites, if that is what comes.
    pub(super) fn read_unicode_class(&mut self, class: &mut Class) -> Result<bool, Refusal> {
        let rest = self.rest();
        if !rest.starts_with(r"\p") && !rest.starts_with(r"\P") {
            return Ok(false);
        }
        let start = self.at;
        let name = match rest[2..].chars().next() {
            Some('{') => match rest.find('}') {
                Some(end) => {
                    self.at += end + 1;
                    &rest[3..end]
                }
                None => return Err(Refusal::new(Complaint::ClassRange, rest)),
            },
            Some(letter) => {
                self.at += 2 + letter.len_utf8();
                &rest[2..2 + letter.len_utf8()]
            }
            None => {
                self.at += 2;
                ""
            }
        };
        let (is_negated, bare) = negation(name);
        let Some(set) = names::unicode(bare) else {
            return self.refuse(Complaint::ClassRange, start);
        };
        class.add(set, self.flags.fold(), is_negated != rest.starts_with(r"\P"));
        Ok(true)
    }
}

fn negation(name: &str) -> (bool, &str) {
    match name.strip_prefix('^') {
        Some(bare) => (true, bare),
        None => (false, name),
    }
}
