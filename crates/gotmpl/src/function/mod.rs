//! Functions: how they are declared, and the table in which a parser finds them.
//!
//! A function is a plain Rust function. Its parameters are Rust types that stand for Go types ([`Parameter`]), from which the
//! machine knows what it may pass and in which words it refuses the rest; its result is anything that becomes a value
//! ([`Outcome`]).
//!
//! ```
//! use platgen_gotmpl::function::{Functions, Int, Rest};
//! use platgen_gotmpl::{Context, Fault, Text, Value};
//!
//! fn trunc(_: &mut Context<'_>, length: Int, text: Text) -> Text {
//!     Text::from(&text[..text.len().min(length.0 as usize)])
//! }
//!
//! fn coalesce(_: &mut Context<'_>, values: Rest<Value>) -> Value {
//!     values.0.into_iter().find(Value::is_true).unwrap_or_default()
//! }
//!
//! fn fail(_: &mut Context<'_>, message: Text) -> Result<Value, Fault> {
//!     Err(Fault::new(message.to_string()))
//! }
//!
//! let mut functions = Functions::default();
//! functions.add("trunc", trunc).add("coalesce", coalesce).add("fail", fail);
//! assert_eq!(functions.find("trunc").expect("it was added").signature().parameters.len(), 2);
//! ```

mod body;
mod outcome;
mod parameter;

pub use body::Body;
pub use outcome::Outcome;
pub use parameter::{Int, Int64, Parameter, Rest};

use crate::context::Context;
use crate::error::Fault;
use crate::value::{Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a function or a method takes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Signature {
    /// The parameters' types, the repeated one last.
    pub parameters: Vec<Type>,
    /// Whether the last parameter takes any number of arguments, none included.
    pub is_variadic: bool,
}

impl Signature {
    /// Takes exactly these.
    pub fn fixed(parameters: &[Type]) -> Self {
        Self { parameters: parameters.to_vec(), is_variadic: false }
    }

    /// Takes these, the last any number of times.
    pub fn variadic(parameters: &[Type]) -> Self {
        Self { parameters: parameters.to_vec(), is_variadic: true }
    }

    /// Counts the parameters that need an argument.
    pub fn required(&self) -> usize {
        self.parameters.len() - usize::from(self.is_variadic && !self.parameters.is_empty())
    }

    /// Tells the type of the argument at an index.
    pub fn parameter(&self, index: usize) -> Option<&Type> {
        match self.is_variadic {
            true => self.parameters.get(index).or(self.parameters.last()),
            false => self.parameters.get(index),
        }
    }
}

type Call = dyn Fn(&mut Context<'_>, Vec<Value>) -> Result<Value, Fault> + Send + Sync;

/// A function of the table. Cloning gives another handle.
#[derive(Clone)]
pub struct Function {
    signature: Arc<Signature>,
    call: Arc<Call>,
}

impl Function {
    /// Makes a function of a Rust one; see the [module](self).
    pub fn new<Arguments>(body: impl Body<Arguments>) -> Self {
        Self {
            signature: Arc::new(body.signature()),
            call: Arc::new(move |context, arguments| body.call(context, arguments)),
        }
    }

    /// Makes a function that takes its arguments as they come, for signatures that no Rust type says.
    ///
    /// The machine passes as many arguments as the signature says, each of its parameter's type. A parameter that is a list or a
    /// map gets a nil one for nil.
    pub fn raw(
        signature: Signature,
        call: impl Fn(&mut Context<'_>, Vec<Value>) -> Result<Value, Fault> + Send + Sync + 'static,
    ) -> Self {
        Self { signature: Arc::new(signature), call: Arc::new(call) }
    }

    /// Tells what the function takes.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Calls the function with arguments that fit its signature.
    ///
    /// # Errors
    ///
    /// What the function fails with.
    pub fn call(&self, context: &mut Context<'_>, arguments: Vec<Value>) -> Result<Value, Fault> {
        (self.call)(context, arguments)
    }
}

/// The functions that templates may call, by name. Go's own are there without being added, and may be replaced.
#[derive(Clone, Default)]
pub struct Functions {
    by_name: BTreeMap<&'static str, Function>,
}

impl Functions {
    /// Adds a function under a name, in place of one that had it.
    pub fn add<Arguments>(&mut self, name: &'static str, body: impl Body<Arguments>) -> &mut Self {
        self.insert(name, Function::new(body))
    }

    /// Adds a function that was made before.
    pub fn insert(&mut self, name: &'static str, function: Function) -> &mut Self {
        self.by_name.insert(name, function);
        self
    }

    /// Removes a function.
    pub fn remove(&mut self, name: &str) -> &mut Self {
        self.by_name.remove(name);
        self
    }

    /// Finds a function.
    pub fn find(&self, name: &str) -> Option<&Function> {
        self.by_name.get(name)
    }

    /// Gives the names, sorted, without those of Go's own functions.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.by_name.keys().copied()
    }
}
