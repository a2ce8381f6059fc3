//! The grammar inside an action: pipelines, commands and operands.

use super::number::Number;
use super::parser::Parser;
use super::token::{Sort, Token, quoted};
use super::tree::{Callee, Command, Operand, Pipeline, Position, VariableId};
use crate::builtin::Builtin;
use crate::error::Fault;
use crate::format::quote::unquote;
use crate::value::Text;
use std::sync::Arc;

impl Parser<'_> {
    /// Reads a pipeline up to its end, which is consumed.
    pub(super) fn pipeline(&mut self, context: &str, end: Sort) -> Result<Pipeline, Fault> {
        let position = self.peek_non_space().start as Position;
        let mut pipeline = Pipeline { position, is_assignment: false, declared: Vec::new(), commands: Vec::new() };
        self.declarations(&mut pipeline, context)?;
        loop {
            let token = self.next_non_space();
            match token.sort {
                sort if sort == end => break,
                Sort::Bool
                | Sort::CharConstant
                | Sort::Complex
                | Sort::Dot
                | Sort::Field
                | Sort::Identifier
                | Sort::Number
                | Sort::Nil
                | Sort::RawString
                | Sort::String
                | Sort::Variable
                | Sort::LeftParen => {
                    self.back(token);
                    pipeline.commands.push(self.command()?);
                }
                _ => return Err(self.unexpected(&token, context)),
            }
        }
        self.check(&pipeline, context)?;
        Ok(pipeline)
    }

    /// Reads `$x :=`, `$x =` or, for `range`, `$k, $v :=`.
    fn declarations(&mut self, pipeline: &mut Pipeline, context: &str) -> Result<(), Fault> {
        while self.peek_non_space().sort == Sort::Variable {
            let variable = self.next();
            let after = self.next();
            let next = if after.sort == Sort::Space { self.next_non_space() } else { after.clone() };
            match next.sort {
                Sort::Assign | Sort::Declare => {
                    pipeline.is_assignment = next.sort == Sort::Assign;
                    self.declare(&variable, pipeline);
                    return Ok(());
                }
                Sort::Char if &self.text[next.start..next.end] == b"," => {
                    self.declare(&variable, pipeline);
                    if context != "range" || pipeline.declared.len() >= 2 {
                        return Err(self.fault(format!("too many declarations in {context}")));
                    }
                    let follows = self.peek_non_space().sort;
                    if !matches!(follows, Sort::Variable | Sort::RightDelimiter | Sort::RightParen) {
                        return Err(self.fault("range can only initialize variables"));
                    }
                }
                _ => {
                    // The space stays: `$x (y)` is two operands, `$x(y)` is a fault.
                    self.back(next);
                    if after.sort == Sort::Space {
                        self.back(after);
                    }
                    self.back(variable);
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn declare(&mut self, token: &Token, pipeline: &mut Pipeline) {
        let (name, id) = self.variable_id(token);
        self.visible.push(id);
        pipeline.declared.push((name, id));
    }

    fn variable_id(&mut self, token: &Token) -> (Arc<str>, VariableId) {
        let name = String::from_utf8_lossy(&self.text[token.start..token.end]);
        let known = self.names.iter().position(|known| **known == *name);
        let index = known.unwrap_or_else(|| {
            self.names.push(name.as_ref().into());
            self.names.len() - 1
        });
        (self.names[index].clone(), VariableId(index as u32))
    }

    fn check(&self, pipeline: &Pipeline, context: &str) -> Result<(), Fault> {
        if pipeline.commands.is_empty() {
            return Err(self.fault(format!("missing value for {context}")));
        }
        let is_constant = |command: &Command| {
            let first = command.operands.first();
            first.is_some_and(|operand| {
                matches!(
                    operand,
                    Operand::Bool(..)
                        | Operand::Dot(_)
                        | Operand::Nil(_)
                        | Operand::Number(..)
                        | Operand::String { .. }
                )
            })
        };
        match pipeline.commands.iter().skip(1).position(is_constant) {
            Some(index) => Err(self.fault(format!("non executable command in pipeline stage {}", index + 2))),
            None => Ok(()),
        }
    }

    /// Reads operands up to a `|`, which is consumed, or to the end of the pipeline, which is not.
    fn command(&mut self) -> Result<Command, Fault> {
        let position = self.peek_non_space().start as Position;
        let mut command = Command { position, operands: Vec::new() };
        loop {
            self.peek_non_space();
            if let Some(operand) = self.operand()? {
                command.operands.push(operand);
            }
            let token = self.next();
            match token.sort {
                Sort::Space => continue,
                Sort::RightDelimiter | Sort::RightParen => self.back(token),
                Sort::Pipe => {}
                _ => return Err(self.unexpected(&token, "operand")),
            }
            break;
        }
        match command.operands.is_empty() {
            true => Err(self.fault("empty command")),
            false => Ok(command),
        }
    }

    fn operand(&mut self) -> Result<Option<Operand>, Fault> {
        let Some(term) = self.term()? else { return Ok(None) };
        let position = self.peek().start as Position;
        let mut fields = Vec::new();
        while self.peek().sort == Sort::Field {
            let field = self.next();
            fields.push(Text::from(&self.text[field.start + 1..field.end]));
        }
        if fields.is_empty() {
            return Ok(Some(term));
        }
        // Go gives a chain the place of its second part.
        Ok(Some(match term {
            Operand::Field { names, .. } => Operand::Field { position, names: [names, fields].concat() },
            Operand::Variable { name, id, fields: first, .. } => {
                Operand::Variable { position, name, id, fields: [first, fields].concat() }
            }
            Operand::Bool(..) | Operand::String { .. } | Operand::Number(..) | Operand::Nil(_) | Operand::Dot(_) => {
                let shown = quoted(term.to_string().as_bytes());
                return Err(self.fault(format!("unexpected . after term {shown}")));
            }
            base => Operand::Chain { position, base: Box::new(base), fields },
        }))
    }

    fn term(&mut self) -> Result<Option<Operand>, Fault> {
        let token = self.next_non_space();
        let position = token.start as Position;
        let written = &self.text[token.start..token.end];
        Ok(Some(match token.sort {
            Sort::Identifier => self.function(position, written)?,
            Sort::Dot => Operand::Dot(position),
            Sort::Nil => Operand::Nil(position),
            Sort::Variable => {
                let (name, id) = self.variable_id(&token);
                if !self.visible.contains(&id) {
                    return Err(self.fault(format!("undefined variable {}", quoted(name.as_bytes()))));
                }
                Operand::Variable { position, name, id, fields: Vec::new() }
            }
            Sort::Field => Operand::Field { position, names: vec![Text::from(&written[1..])] },
            Sort::Bool => Operand::Bool(position, written == b"true"),
            Sort::CharConstant => self.number(position, Number::read_character(written))?,
            Sort::Complex => self.number(position, Number::read_complex(written))?,
            Sort::Number => self.number(position, Number::read(written))?,
            Sort::LeftParen => {
                let inner = self.nested(|parser| parser.pipeline("parenthesized pipeline", Sort::RightParen))?;
                Operand::Pipeline(Box::new(inner))
            }
            Sort::String | Sort::RawString => {
                let value = unquote(written).ok_or_else(|| self.fault("invalid syntax"))?;
                Operand::String { position, literal: written.into(), value: value.into() }
            }
            _ => {
                self.back(token);
                return Ok(None);
            }
        }))
    }

    fn number(&self, position: Position, number: Result<Number, String>) -> Result<Operand, Fault> {
        number.map(|number| Operand::Number(position, Box::new(number))).map_err(|message| self.fault(message))
    }

    fn function(&self, position: Position, written: &[u8]) -> Result<Operand, Fault> {
        let name = String::from_utf8_lossy(written);
        let found = self.functions.find(&name).cloned().map(Callee::Function);
        match found.or_else(|| Builtin::find(&name).map(Callee::Builtin)) {
            Some(callee) => Ok(Operand::Function { position, name: name.into(), callee }),
            None => Err(self.fault(format!("function {} not defined", quoted(written)))),
        }
    }
}
