//! Faults of single characters: tabs, reserved ones, those that no text may hold, and broken anchors and tags.

use super::Stop;
use crate::Span;
use crate::fault::{Fault, FaultKind};
use granit_parser::ErrorKind;

pub(super) fn word(stop: Stop<'_>) -> Option<Fault> {
    let new = |kind, message: &str| Fault::new(kind, stop.here(), message);
    let fault = match stop.kind {
        ErrorKind::UnexpectedCharacter { character } => unexpected(stop, *character),
        ErrorKind::BomInsideDocument => {
            new(FaultKind::ForbiddenCharacter, "a byte order mark stands inside the text").help("delete it")
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar
        | ErrorKind::InvalidBlockEntryWhitespace
        | ErrorKind::InvalidMappingValueWhitespace => tab(stop),
        ErrorKind::MissingAnchorOrAliasName => new(FaultKind::Syntax, "a name is missing after `&` or `*`")
            .help("quote the value if the character is text"),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte
        | ErrorKind::InvalidTagUtf8 => {
            new(FaultKind::UnknownTag, "`!` starts a tag that is not known").help("quote the value if the `!` is text")
        }
        ErrorKind::CommentNotSeparated => {
            new(FaultKind::Syntax, "a comment needs a space before its `#`").help("add a space, or quote the value")
        }
        ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => {
            new(FaultKind::Syntax, "text follows `|` or `>` on the same line")
                .help("start the text on the next line, or quote the value if the character is text")
        }
        _ => return directive(stop),
    };
    Some(fault)
}

fn unexpected(stop: Stop<'_>, character: char) -> Fault {
    if matches!(character, '%' | '@' | '`') {
        let message = match character {
            '`' => "a value cannot start with a backtick".to_owned(),
            _ => format!("a value cannot start with `{character}`"),
        };
        return Fault::new(FaultKind::Syntax, stop.here(), message).help("quote the value");
    }
    // The parser points at the start of the token, the character may stand further on.
    let rest = stop.text.get(stop.at..).unwrap_or_default();
    let offset = stop.at + rest.find(character).unwrap_or_default();
    let message = format!("the character U+{:04X} is not allowed in YAML", u32::from(character));
    Fault::new(FaultKind::ForbiddenCharacter, Stop { at: offset, ..stop }.here(), message)
        .help("delete it, or escape it inside double quotes")
}

/// Points at the first tab of the line.
fn tab(stop: Stop<'_>) -> Fault {
    let start = super::line::start(stop.text, stop.at);
    let find = |from: usize| stop.text.get(from..)?.find('\t').map(|found| from + found);
    let at = find(start).unwrap_or(stop.at);
    indented(Stop { at, ..stop }.here())
}

/// Words the fault of a tab in indentation.
pub(crate) fn indented(span: Span) -> Fault {
    Fault::new(FaultKind::Tab, span, "a tab stands where YAML takes spaces only").help("indent with spaces")
}

fn directive(stop: Stop<'_>) -> Option<Fault> {
    let message = match stop.kind {
        ErrorKind::DuplicateVersionDirective => "`%YAML` is given twice",
        ErrorKind::UnsupportedYamlMajorVersion => "the `%YAML` version is not known",
        ErrorKind::DuplicateTagDirective => "`%TAG` is given twice for one handle",
        ErrorKind::MissingDocumentEndBeforeDirective => {
            "a line that starts with `%` is a directive, which cannot stand here"
        }
        ErrorKind::InvalidDirectiveTerminator
        | ErrorKind::MissingYamlVersionSeparator
        | ErrorKind::MissingDirectiveName
        | ErrorKind::InvalidDirectiveName
        | ErrorKind::DirectiveByteLimitExceeded { .. }
        | ErrorKind::TooManyReservedDirectiveParams { .. }
        | ErrorKind::YamlVersionTooLong
        | ErrorKind::MissingYamlVersion
        | ErrorKind::ExpectedTagDirectiveBang
        | ErrorKind::InvalidTagDirectiveTerminator => "the `%` directive is malformed",
        _ => return None,
    };
    Some(Fault::new(FaultKind::Directive, stop.here(), message).help("remove the directive"))
}
