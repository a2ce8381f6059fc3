//! The grammar of texts, actions and control structures.

use super::lexer::Lexer;
use super::token::{Sort, Token};
use super::tree::{Block, Branch, Node, Position, Source, Template, VariableId};
use crate::error::{Fault, Limit, Place};
use crate::format::quote::unquote;
use crate::function::Functions;
use std::sync::Arc;

/// Levels of control structures and of parentheses in one template.
const DEEPEST: usize = 250;
/// Clauses of `else if` after each other.
const LONGEST_CHAIN: usize = 1000;

/// Parses a text into templates: those that it defines, then the text as a whole under its own name.
///
/// # Errors
///
/// One fault with a line, in Go's words; [`Limit::Depth`] where structures are nested more than 250 deep.
pub(crate) fn parse(name: &str, text: &[u8], functions: &Functions) -> Result<Vec<Template>, Fault> {
    let mut parser = Parser::new(name, text, functions);
    let body = parser.whole()?;
    parser.add(name.into(), body)?;
    Ok(parser.templates)
}

/// A parser over one text. Three tokens can be put back.
pub(super) struct Parser<'t> {
    pub(super) text: &'t [u8],
    pub(super) functions: &'t Functions,
    pub(super) source: Arc<Source>,
    lexer: Lexer<'t>,
    /// The line of the last token that the lexer gave, to which faults belong.
    line: u32,
    waiting: Vec<Token>,
    /// The variables' names by number.
    pub(super) names: Vec<Arc<str>>,
    /// The variables that are visible.
    pub(super) visible: Vec<VariableId>,
    /// The line of the action that is being read.
    action_line: Option<u32>,
    range_depth: usize,
    pub(super) depth: usize,
    templates: Vec<Template>,
}

/// What ends a list of nodes.
#[derive(Clone, Copy)]
enum End {
    End,
    /// `else`, be it with the `if` or `with` that begins the next structure.
    Else,
}

impl End {
    fn shown(&self) -> &'static str {
        match self {
            End::End => "{{end}}",
            End::Else => "{{else}}",
        }
    }
}

enum Item {
    Node(Node),
    End(End),
}

impl<'t> Parser<'t> {
    fn new(name: &str, text: &'t [u8], functions: &'t Functions) -> Self {
        let is_function = |name| functions.find(name).is_some();
        Self {
            text,
            functions,
            source: Arc::new(Source::new(name, text)),
            lexer: Lexer::new(text, is_function("break"), is_function("continue")),
            line: 0,
            waiting: Vec::new(),
            names: vec!["$".into()],
            visible: vec![VariableId::ROOT],
            action_line: None,
            range_depth: 0,
            depth: 0,
            templates: Vec::new(),
        }
    }

    pub(super) fn next(&mut self) -> Token {
        self.waiting.pop().unwrap_or_else(|| {
            let token = self.lexer.next();
            self.line = token.line;
            token
        })
    }

    pub(super) fn back(&mut self, token: Token) {
        self.waiting.push(token);
    }

    pub(super) fn peek(&mut self) -> &Token {
        let token = self.next();
        self.waiting.push(token);
        self.waiting.last().expect("a token was pushed")
    }

    pub(super) fn next_non_space(&mut self) -> Token {
        loop {
            let token = self.next();
            if token.sort != Sort::Space {
                return token;
            }
        }
    }

    pub(super) fn peek_non_space(&mut self) -> &Token {
        let token = self.next_non_space();
        self.waiting.push(token);
        self.waiting.last().expect("a token was pushed")
    }

    pub(super) fn fault(&self, message: impl Into<String>) -> Fault {
        let place = Place { file: self.source.name.to_string(), line: self.line, execution: None };
        Fault::at(place, message, None)
    }

    pub(super) fn unexpected(&self, token: &Token, context: &str) -> Fault {
        let shown = token.shown(self.text);
        if token.sort != Sort::Error {
            return self.fault(format!("unexpected {shown} in {context}"));
        }
        match self.action_line.filter(|line| *line != token.line) {
            Some(line) => {
                let action = if shown.ends_with(" action") { "" } else { " in action" };
                self.fault(format!("{shown}{action} started at {}:{line}", self.source.name))
            }
            None => self.fault(shown),
        }
    }

    fn expect(&mut self, sort: Sort, context: &str) -> Result<Token, Fault> {
        let token = self.next_non_space();
        if token.sort == sort { Ok(token) } else { Err(self.unexpected(&token, context)) }
    }

    /// Goes a level deeper for as long as something is being read.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.depth == DEEPEST {
            return Err(self.too_deep(format!("structures and parentheses are nested more than {DEEPEST} deep")));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn too_deep(&self, reason: String) -> Fault {
        let place = Place { file: self.source.name.to_string(), line: self.line, execution: None };
        Fault::at(place, "max expression depth exceeded", Some(Fault::limit(Limit::Depth, reason)))
    }

    fn whole(&mut self) -> Result<Block, Fault> {
        let mut nodes = Vec::new();
        loop {
            match self.peek().sort {
                Sort::Eof => return Ok(Block(nodes)),
                Sort::LeftDelimiter => {
                    let delimiter = self.next();
                    let word = self.next_non_space();
                    if word.sort == Sort::Define {
                        self.definition()?;
                        continue;
                    }
                    self.back(word);
                    self.back(delimiter);
                }
                _ => {}
            }
            match self.text_or_action()? {
                Item::Node(node) => nodes.push(node),
                Item::End(end) => return Err(self.fault(format!("unexpected {}", end.shown()))),
            }
        }
    }

    fn definition(&mut self) -> Result<(), Fault> {
        const CONTEXT: &str = "define clause";
        let token = self.next_non_space();
        let name = self.template_name(&token, CONTEXT)?;
        self.expect(Sort::RightDelimiter, CONTEXT)?;
        self.separate(name, CONTEXT)
    }

    /// Reads the body of a `define` or `block`, which sees no variable of what is around it.
    fn separate(&mut self, name: Arc<str>, context: &str) -> Result<(), Fault> {
        let visible = std::mem::replace(&mut self.visible, vec![VariableId::ROOT]);
        let range_depth = std::mem::take(&mut self.range_depth);
        let action_line = self.action_line.take();
        let (body, end) = self.nested(Self::block)?;
        if !matches!(end, End::End) {
            return Err(self.fault(format!("unexpected {} in {context}", end.shown())));
        }
        self.add(name, body)?;
        self.visible = visible;
        self.range_depth = range_depth;
        self.action_line = action_line;
        Ok(())
    }

    /// Adds a template; a second body for a name in one text is accepted where one of the two is blank.
    fn add(&mut self, name: Arc<str>, body: Block) -> Result<(), Fault> {
        let template = Template { name, source: self.source.clone(), body };
        let known = self.templates.iter().position(|known| known.name == template.name);
        match known.and_then(|index| self.templates.get_mut(index)) {
            None => self.templates.push(template),
            Some(known) if known.body.is_blank() => *known = template,
            Some(_) if template.body.is_blank() => {}
            Some(_) => {
                let name = super::token::quoted(template.name.as_bytes());
                return Err(self.fault(format!("template: multiple definition of template {name}")));
            }
        }
        Ok(())
    }

    fn template_name(&mut self, token: &Token, context: &str) -> Result<Arc<str>, Fault> {
        match token.sort {
            Sort::String | Sort::RawString => {
                let name = unquote(&self.text[token.start..token.end]).ok_or_else(|| self.fault("invalid syntax"))?;
                Ok(String::from_utf8_lossy(&name).into())
            }
            _ => Err(self.unexpected(token, context)),
        }
    }

    /// Reads up to the `end` or `else` of the structure.
    fn block(&mut self) -> Result<(Block, End), Fault> {
        let mut nodes = Vec::new();
        while self.peek_non_space().sort != Sort::Eof {
            match self.text_or_action()? {
                Item::Node(node) => nodes.push(node),
                Item::End(end) => return Ok((Block(nodes), end)),
            }
        }
        Err(self.fault("unexpected EOF"))
    }

    fn text_or_action(&mut self) -> Result<Item, Fault> {
        let token = self.next_non_space();
        match token.sort {
            Sort::Text => Ok(Item::Node(Node::Text(token.start as Position, self.text[token.start..token.end].into()))),
            Sort::LeftDelimiter => {
                self.action_line = Some(token.line);
                let item = self.action();
                // A fault was worded already.
                self.action_line = None;
                item
            }
            _ => Err(self.unexpected(&token, "input")),
        }
    }

    fn action(&mut self) -> Result<Item, Fault> {
        let token = self.next_non_space();
        let position = token.start as Position;
        Ok(Item::Node(match token.sort {
            Sort::Block => self.block_clause()?,
            Sort::Break => self.loop_control("{{break}}").map(|()| Node::Break(position))?,
            Sort::Continue => self.loop_control("{{continue}}").map(|()| Node::Continue(position))?,
            Sort::Else => return self.else_clause().map(Item::End),
            Sort::End => return self.expect(Sort::RightDelimiter, "end").map(|_| Item::End(End::End)),
            Sort::If => Node::If(self.branch("if")?),
            Sort::Range => Node::Range(self.branch("range")?),
            Sort::Template => self.template_clause()?,
            Sort::With => Node::With(self.branch("with")?),
            _ => {
                self.back(token);
                Node::Action(position, self.pipeline("command", Sort::RightDelimiter)?)
            }
        }))
    }

    fn loop_control(&mut self, shown: &str) -> Result<(), Fault> {
        self.expect(Sort::RightDelimiter, shown)?;
        match self.range_depth {
            0 => Err(self.fault(format!("{shown} outside {{{{range}}}}"))),
            _ => Ok(()),
        }
    }

    fn else_clause(&mut self) -> Result<End, Fault> {
        let next = self.peek_non_space();
        // `else if` is read as an `if` of its own by what asked for the clause.
        if matches!(next.sort, Sort::If | Sort::With) {
            return Ok(End::Else);
        }
        self.expect(Sort::RightDelimiter, "else").map(|_| End::Else)
    }

    fn branch(&mut self, word: &'static str) -> Result<Branch, Fault> {
        let visible = self.visible.len();
        let branch = self.nested(|parser| parser.branches(word));
        self.visible.truncate(visible);
        branch
    }

    /// Reads a structure with its `else if`s, each of which is a structure in the `else` of the one before.
    fn branches(&mut self, word: &'static str) -> Result<Branch, Fault> {
        let mut chain = vec![];
        let mut last = loop {
            if chain.len() == LONGEST_CHAIN {
                return Err(self.too_deep(format!("more than {LONGEST_CHAIN} clauses of `else {word}`")));
            }
            let pipeline = self.pipeline(word, Sort::RightDelimiter)?;
            let in_range = usize::from(word == "range");
            self.range_depth += in_range;
            let (body, end) = self.block()?;
            self.range_depth -= in_range;
            let branch = Branch { position: pipeline.position, pipeline, body, otherwise: None };
            match (end, word, self.peek_after_else(end)) {
                (End::End, ..) => break branch,
                (End::Else, "if", Some(Sort::If)) | (End::Else, "with", Some(Sort::With)) => {
                    self.next();
                    chain.push(branch);
                }
                (End::Else, ..) => break Branch { otherwise: Some(self.otherwise()?), ..branch },
            }
        };
        let node = if word == "if" { Node::If } else { Node::With };
        while let Some(before) = chain.pop() {
            last = Branch { otherwise: Some(Block(vec![node(last)])), ..before };
        }
        Ok(last)
    }

    fn peek_after_else(&mut self, end: End) -> Option<Sort> {
        matches!(end, End::Else).then(|| self.peek().sort)
    }

    fn otherwise(&mut self) -> Result<Block, Fault> {
        match self.block()? {
            (block, End::End) => Ok(block),
            (_, end) => Err(self.fault(format!("expected end; found {}", end.shown()))),
        }
    }

    fn block_clause(&mut self) -> Result<Node, Fault> {
        const CONTEXT: &str = "block clause";
        let token = self.next_non_space();
        let name = self.template_name(&token, CONTEXT)?;
        let pipeline = self.pipeline(CONTEXT, Sort::RightDelimiter)?;
        self.separate(name.clone(), CONTEXT)?;
        Ok(Node::Template { position: token.start as Position, name, pipeline: Some(pipeline) })
    }

    fn template_clause(&mut self) -> Result<Node, Fault> {
        const CONTEXT: &str = "template clause";
        let token = self.next_non_space();
        let name = self.template_name(&token, CONTEXT)?;
        let next = self.next_non_space();
        let pipeline = match next.sort {
            Sort::RightDelimiter => None,
            _ => {
                self.back(next);
                Some(self.pipeline(CONTEXT, Sort::RightDelimiter)?)
            }
        };
        Ok(Node::Template { position: token.start as Position, name, pipeline })
    }
}
