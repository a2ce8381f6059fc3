//! From a place in a document to the template that wrote it and to the values behind it.

use super::Rendered;
use crate::manifest::Document;
use platgen_gotmpl::context::{Entered, Read, Records, Written};
use std::ops::Range;

impl Rendered {
    /// Finds what was noted down of the text of a document of this rendering.
    ///
    /// Gives nothing where ranges were not recorded, and for files of `crds/`, which no template wrote: their text is that of the
    /// file.
    #[must_use]
    pub fn sources<'r>(&'r self, document: &'r Document) -> Option<Sources<'r>> {
        let records = &self.records.iter().find(|file| file.path == document.path)?.records;
        (!records.ranges.is_empty()).then_some(Sources { records, document })
    }
}

/// Which templates wrote the parts of a document, and of which values.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'r> {
    records: &'r Records,
    document: &'r Document,
}

impl<'r> Sources<'r> {
    /// Finds the part with a byte of the document's text; nothing past its end.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<Piece<'r>> {
        self.within(offset..offset.checked_add(1)?).find(|piece| piece.bytes.contains(&offset))
    }

    /// Walks the parts that reach into some bytes of the document's text or touch them, in order.
    ///
    /// A part may be empty: what was there wrote nothing, and with other values might have. One that stands right at the
    /// beginning or the end of the bytes belongs to them. Those in the white space around the document, which is cut off, belong
    /// to its beginning and its end.
    pub fn within(&self, bytes: Range<usize>) -> impl Iterator<Item = Piece<'r>> + use<'r> {
        let Self { records, document } = *self;
        let (text, extent) = (&document.cut.text, &document.cut.extent);
        let start = if bytes.start == 0 { extent.start } else { text.start + bytes.start };
        let end = if bytes.end >= text.len() { extent.end } else { text.start + bytes.end };
        let first = records.ranges.partition_point(|written| written.bytes.end < start);
        let near = records.ranges.iter().enumerate().skip(first);
        let near = near.take_while(move |(_, written)| written.bytes.start <= end);
        let place = |at: usize| at.clamp(text.start, text.end) - text.start;
        near.filter_map(move |(number, written)| {
            let Range { start: from, end: to } = written.bytes;
            let bytes = place(from)..place(to);
            let reaches_in = from < end && to > start && !(bytes.is_empty() && written.reads.is_empty());
            (reaches_in || from == to).then_some(Piece { records, number, written, bytes })
        })
    }
}

/// A part of a document that one line of a template wrote.
#[derive(Clone, Debug)]
pub struct Piece<'r> {
    records: &'r Records,
    number: usize,
    written: &'r Written,
    bytes: Range<usize>,
}

impl<'r> Piece<'r> {
    /// The bytes in the document's text.
    #[must_use]
    pub fn bytes(&self) -> Range<usize> {
        self.bytes.clone()
    }

    /// Its number among the parts of everything that its file's template wrote.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// The path of the template with the literal text or the action that wrote it. For what an action included, that is the
    /// action; what `{{ template }}` called has its own.
    #[must_use]
    pub fn template(&self) -> &'r str {
        &self.written.file
    }

    /// The line there, counted from 1; of an action the one on which it begins. Literal text has a part for each of its lines.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.written.line
    }

    /// The values that were read to write it, in order and maybe more than once; none for literal text.
    #[must_use]
    pub fn reads(&self) -> &'r [Read] {
        &self.records.reads[self.written.reads.clone()]
    }

    /// Walks what decided that it is written, from the inside out.
    pub fn enclosing(&self) -> impl Iterator<Item = Enclosing<'r>> + use<'r> {
        let records = self.records;
        let outwards = move |number: &usize| records.blocks[*number].within;
        let numbers = std::iter::successors(self.written.within, outwards);
        numbers.map(|number| Enclosing { records, number, block: &records.blocks[number] })
    }
}

/// A control structure or a `{{ template }}` around a part of a document.
#[derive(Clone, Copy, Debug)]
pub struct Enclosing<'r> {
    records: &'r Records,
    number: usize,
    block: &'r Entered,
}

impl<'r> Enclosing<'r> {
    /// Its number among those that everything stands in that its file's template wrote.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// The path of the template with the structure.
    #[must_use]
    pub fn template(&self) -> &'r str {
        &self.block.file
    }

    /// The line of the clause that was chosen, counted from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.block.line
    }

    /// The values that were read to decide.
    #[must_use]
    pub fn reads(&self) -> &'r [Read] {
        &self.records.reads[self.block.reads.clone()]
    }
}
