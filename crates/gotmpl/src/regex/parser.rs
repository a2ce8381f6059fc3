//! Reads Go's syntax: from left to right, with a stack of the groups that are open.

use super::class::{Class, Fold};
use super::error::{Complaint, Refusal};
use super::node::{Count, MOST_REPEATS, Node};
use super::{escape, group};
use regex_syntax::hir::{Hir, Look};

/// A pattern that was read.
pub(super) struct Parsed {
    pub(super) hir: Hir,
    pub(super) names: Vec<String>,
}

/// What `(?flags)` sets. Go's defaults are all off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Flags {
    pub(super) ignores_case: bool,
    pub(super) is_multi_line: bool,
    pub(super) dot_takes_newline: bool,
    pub(super) is_lazy: bool,
}

impl Flags {
    pub(super) fn fold(self) -> Fold {
        if self.ignores_case { Fold::Case } else { Fold::Nothing }
    }
}

/// A group that is open, or the whole pattern.
struct Open {
    /// The flags to go back to when the group closes.
    flags_before: Flags,
    capture: Option<u32>,
    /// The alternatives that are complete.
    choices: Vec<Node>,
    /// The pieces of the alternative that is being read.
    pieces: Vec<Node>,
}

pub(super) struct Parser<'pattern> {
    pub(super) pattern: &'pattern str,
    pub(super) at: usize,
    pub(super) flags: Flags,
    names: Vec<String>,
    open: Vec<Open>,
    current: Open,
}

/// Levels of a pattern, a group and a repetition being one each. Go takes 1,000; the builders of matchers recurse, at a
/// kilobyte or two a level in builds that are not optimized, and a pattern that a person wrote has less than ten.
const DEEPEST: usize = 250;

pub(super) fn parse(pattern: &str) -> Result<Parsed, Refusal> {
    let whole = Open::new(Flags::default(), None);
    let flags = Flags::default();
    let mut parser = Parser { pattern, at: 0, flags, names: vec![String::new()], open: Vec::new(), current: whole };
    parser.read()?;
    let Parser { open, current, names, .. } = parser;
    if !open.is_empty() {
        return Err(Refusal::new(Complaint::MissingParenthesis, pattern));
    }
    Ok(Parsed { hir: current.close().hir, names })
}

impl Open {
    fn new(flags_before: Flags, capture: Option<u32>) -> Self {
        Self { flags_before, capture, choices: Vec::new(), pieces: Vec::new() }
    }

    fn end_choice(&mut self) {
        let pieces = std::mem::take(&mut self.pieces);
        self.choices.push(Node::sequence(pieces));
    }

    fn close(mut self) -> Node {
        self.end_choice();
        let node = Node::choice(self.choices);
        match self.capture {
            Some(index) => node.captured(index),
            None => node,
        }
    }
}

impl<'pattern> Parser<'pattern> {
    pub(super) fn rest(&self) -> &'pattern str {
        self.pattern.get(self.at..).unwrap_or("")
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    pub(super) fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Refuses the pattern for what stands between an offset and the place of reading.
    pub(super) fn refuse<T>(&self, complaint: Complaint, from: usize) -> Result<T, Refusal> {
        Err(Refusal::new(complaint, self.pattern.get(from..self.at).unwrap_or("")))
    }

    pub(super) fn add(&mut self, node: Node) {
        self.current.pieces.push(node);
    }

    pub(super) fn add_literal(&mut self, literal: char) {
        let mut class = Class::default();
        class.add_range(literal.into(), literal.into(), self.flags.fold());
        self.add(Node::of(class.into_hir()));
    }

    /// Opens a group that is captured, under a name or not.
    pub(super) fn open_capture(&mut self, name: &str) -> Result<(), Refusal> {
        let index = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.open_group(Some(index))
    }

    pub(super) fn open_group(&mut self, capture: Option<u32>) -> Result<(), Refusal> {
        if self.open.len() >= DEEPEST {
            return Err(Refusal::new(Complaint::NestsTooDeep, self.pattern));
        }
        let group = Open::new(self.flags, capture);
        self.open.push(std::mem::replace(&mut self.current, group));
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), Refusal> {
        let Some(outer) = self.open.pop() else {
            return Err(Refusal::new(Complaint::UnexpectedParenthesis, self.pattern));
        };
        let group = std::mem::replace(&mut self.current, outer);
        self.flags = group.flags_before;
        let node = group.close();
        self.add_checked(node)
    }

    fn add_checked(&mut self, node: Node) -> Result<(), Refusal> {
        if node.height > DEEPEST {
            return Err(Refusal::new(Complaint::NestsTooDeep, self.pattern));
        }
        self.add(node);
        Ok(())
    }

    fn read(&mut self) -> Result<(), Refusal> {
        // Where the repetition that was just read starts.
        let mut repetition = None;
        while let Some(next) = self.rest().chars().next() {
            let start = self.at;
            let mut repeated = None;
            match next {
                '*' | '+' | '?' => {
                    self.at += 1;
                    let (least, most) = match next {
                        '*' => (0, None),
                        '+' => (1, None),
                        _ => (0, Some(1)),
                    };
                    self.repeat(Count { least, most, is_counted: false }, start, repetition)?;
                    repeated = Some(start);
                }
                '{' => match self.read_count()? {
                    Some(count) => {
                        self.repeat(count, start, repetition)?;
                        repeated = Some(start);
                    }
                    None => {
                        self.at = start + 1;
                        self.add_literal('{');
                    }
                },
                _ => self.read_piece(next)?,
            }
            repetition = repeated;
        }
        Ok(())
    }

    fn read_piece(&mut self, next: char) -> Result<(), Refusal> {
        if next == '[' {
            let class = self.read_class()?;
            self.add(Node::of(class.into_hir()));
            return Ok(());
        }
        if next == '\\' {
            return escape::read(self);
        }
        if next == '(' && self.rest().starts_with("(?") {
            return group::read(self);
        }
        self.next();
        match next {
            '(' => self.open_capture("")?,
            '|' => self.current.end_choice(),
            ')' => self.close_group()?,
            '^' => self.add(Node::look(if self.flags.is_multi_line { Look::StartLF } else { Look::Start })),
            '$' => self.add(Node::look(if self.flags.is_multi_line { Look::EndLF } else { Look::End })),
            '.' => {
                let class = if self.flags.dot_takes_newline { Class::any() } else { Class::any_but_newline() };
                self.add(Node::of(class.into_hir()));
            }
            literal => self.add_literal(literal),
        }
        Ok(())
    }

    /// Repeats the last piece. `before` is where a repetition starts that stands directly before this one.
    fn repeat(&mut self, count: Count, start: usize, before: Option<usize>) -> Result<(), Refusal> {
        let is_lazy = self.flags.is_lazy != self.take("?");
        if let Some(before) = before {
            return self.refuse(Complaint::NestedRepetition, before);
        }
        let Some(piece) = self.current.pieces.pop() else {
            return self.refuse(Complaint::NothingToRepeat, start);
        };
        match piece.repeated(count, !is_lazy) {
            Some(node) => self.add_checked(node),
            None => self.refuse(Complaint::RepeatCount, start),
        }
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`; gives nothing where it is none of these, and the brace stands for itself.
    fn read_count(&mut self) -> Result<Option<Count>, Refusal> {
        let start = self.at;
        self.at += 1;
        let Some(least) = self.read_number() else { return Ok(None) };
        let mut most = Some(least);
        if self.take(",") {
            most = None;
            if !self.rest().starts_with('}') {
                let Some(number) = self.read_number() else { return Ok(None) };
                most = Some(number);
            }
        }
        if !self.take("}") {
            return Ok(None);
        }
        if least > MOST_REPEATS || most.is_some_and(|most| most > MOST_REPEATS || most < least) {
            return self.refuse(Complaint::RepeatCount, start);
        }
        Ok(Some(Count { least, most, is_counted: true }))
    }

    /// Reads a number without leading zeros; one that is too large for any use becomes the largest.
    fn read_number(&mut self) -> Option<u32> {
        let rest = self.rest();
        let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        if digits.is_empty() || (digits.len() > 1 && digits.starts_with('0')) {
            return None;
        }
        self.at += digits.len();
        Some(digits.parse().unwrap_or(u32::MAX))
    }
}
