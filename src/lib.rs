//! platgen compiles stacks and environments into rendered Kubernetes manifests.
//!
//! One compile goes from left to right: a [`world::World`] is read and checked ([`parse`]), its layers are merged and its
//! expressions evaluated ([`resolve`]), each app's plan becomes resources ([`lower`], with [`catalog`]'s definitions), which are
//! checked together ([`check`]) and written into a tree ([`emit`]). [`compile::Compiler`] is that path; what touches the machine
//! lies around it: [`world`], [`disk`], [`program`], [`vendor`], [`publish`], [`cli`].
//!
//! Law: between a world and a tree everything is pure. Same input, same bytes.

pub mod catalog;
pub mod chart;
pub mod check;
pub mod cli;
pub mod compile;
pub mod diagnostics;
pub mod diff;
pub mod disk;
pub mod edit;
pub mod emit;
pub mod expand;
pub mod expression;
pub mod graph;
pub mod inflate;
pub mod lock;
pub mod lower;
pub mod manifests;
pub mod model;
pub mod node;
pub mod parse;
pub mod program;
pub mod publish;
pub mod resolve;
pub mod secret;
pub mod source;
pub mod terraform;
pub mod vendor;
pub mod world;
