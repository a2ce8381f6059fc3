//! The functions that Helm's templates have from sprig 3.3, and Go's JSON.
//!
//! [`sprig`] gives the table. A family of functions has a file; a function is a Rust function whose parameters are those of the
//! Go function, so that what Go's template engine refuses is refused in its words.
//!
//! The laws. The same arguments give the same bytes as in Go, but for three things: maps are never in random order, so `keys` and
//! `values` are sorted (and [noted](crate::context::Records::unordered), for Go's are not); what differs between runs comes from
//! the source that the caller has [lent](crate::context::Chance), and is noted too; and no call does more work than the run's
//! bounds allow.

mod cast;
mod certificates;
mod cipher;
mod copy;
mod dates;
mod decimal;
mod defaults;
mod dicts;
mod digests;
mod encodings;
mod equality;
mod items;
mod json;
mod lists;
mod math;
mod merge;
mod passwords;
mod paths;
mod random;
mod reflection;
mod regexes;
mod sequences;
mod strings;
mod urls;
mod versions;

pub use equality::deep_equal;

use crate::function::Functions;

/// Gives all of them. What Helm takes away again, `env` and `expandenv`, is not there, nor is what reaches the network.
pub fn sprig() -> Functions {
    let mut functions = Functions::default();
    for add in [
        certificates::add,
        cipher::add,
        copy::add,
        dates::add,
        defaults::add,
        dicts::add,
        digests::add,
        encodings::add,
        json::add,
        lists::add,
        math::add,
        merge::add,
        passwords::add,
        paths::add,
        random::add,
        reflection::add,
        regexes::add,
        sequences::add,
        strings::add,
        urls::add,
        versions::add,
    ] {
        add(&mut functions);
    }
    functions
}
