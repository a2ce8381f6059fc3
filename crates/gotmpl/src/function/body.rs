//! Makes functions of the table out of Rust functions of up to eight parameters.

use super::{Outcome, Parameter, Rest, Signature};
use crate::context::Context;
use crate::error::Fault;
use crate::value::Value;

/// A Rust function that can be called from templates: its first parameter is the [`Context`], the others are [`Parameter`]s,
/// the last of which may be [`Rest`].
///
/// `Arguments` is the tuple of the parameters' types, which the compiler finds.
pub trait Body<Arguments>: Send + Sync + 'static {
    /// Tells what the function takes.
    fn signature(&self) -> Signature;

    /// Calls the function.
    ///
    /// # Errors
    ///
    /// What the function fails with; also when the arguments do not fit the signature, which the machine rules out.
    fn call(&self, context: &mut Context<'_>, arguments: Vec<Value>) -> Result<Value, Fault>;
}

fn take<P: Parameter>(arguments: &mut std::vec::IntoIter<Value>) -> Result<P, Fault> {
    let taken = arguments.next().and_then(P::take);
    taken.ok_or_else(|| Fault::new(format!("an argument is not of type {}", P::TYPE)))
}

fn take_rest<P: Parameter>(arguments: std::vec::IntoIter<Value>) -> Result<Rest<P>, Fault> {
    let taken = arguments.map(P::take).collect::<Option<_>>();
    taken.map(Rest).ok_or_else(|| Fault::new(format!("an argument is not of type {}", P::TYPE)))
}

/// Implements [`Body`] for functions of some parameters, with and without a repeated last one.
macro_rules! bodies {
    ($($parameter:ident)*) => {
        impl<Function, Result_, $($parameter,)*> Body<($($parameter,)*)> for Function
        where
            Function: Fn(&mut Context<'_>, $($parameter),*) -> Result_ + Send + Sync + 'static,
            Result_: Outcome,
            $($parameter: Parameter,)*
        {
            fn signature(&self) -> Signature {
                Signature::fixed(&[$($parameter::TYPE),*])
            }

            fn call(&self, context: &mut Context<'_>, arguments: Vec<Value>) -> Result<Value, Fault> {
                #[allow(unused_mut, unused_variables, reason = "a function without parameters takes nothing")]
                let mut arguments = arguments.into_iter();
                self(context, $(take::<$parameter>(&mut arguments)?),*).into_result()
            }
        }

        impl<Function, Result_, $($parameter,)* Last> Body<($($parameter,)* Rest<Last>,)> for Function
        where
            Function: Fn(&mut Context<'_>, $($parameter,)* Rest<Last>) -> Result_ + Send + Sync + 'static,
            Result_: Outcome,
            $($parameter: Parameter,)*
            Last: Parameter,
        {
            fn signature(&self) -> Signature {
                Signature::variadic(&[$($parameter::TYPE,)* Last::TYPE])
            }

            fn call(&self, context: &mut Context<'_>, arguments: Vec<Value>) -> Result<Value, Fault> {
                #[allow(unused_mut, reason = "a function with a repeated parameter only takes the rest")]
                let mut arguments = arguments.into_iter();
                self(context, $(take::<$parameter>(&mut arguments)?,)* take_rest(arguments)?).into_result()
            }
        }
    };
}

bodies!();
bodies!(A);
bodies!(A B);
bodies!(A B C);
bodies!(A B C D);
bodies!(A B C D E);
bodies!(A B C D E F);
bodies!(A B C D E F G);
