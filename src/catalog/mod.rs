//! Definitions: catalogue entries, compiled once and evaluated for each instance.
//!
//! Takes a Definition's document; gives a [`CompiledDefinition`]: the schema of its parameters, and its resources as tree
//! templates with `$if`, `$for` and `$merge`.
//!
//! Law: a template evaluates into a tree, never into text; the result cannot be malformed and is never read back.

mod built_in;
mod definition;
mod directives;
mod instantiate;
mod parameters;
mod template;
mod unit;
mod used;

pub use built_in::{built_in_definitions, built_in_names, is_built_in};
pub use definition::{ChartTemplate, CompiledDefinition};
pub use instantiate::{Instance, Surroundings, instantiate, instantiate_one};
pub use parameters::{ParameterSchema, schema_json};
pub use template::TreeTemplate;
pub use unit::{AccessTemplate, LocalTemplate, ModuleTemplate, OUTPUT, UnitTemplate, UsesTemplate};
pub use used::{CLUSTER_UNIT, UsedComponents, WORKLOAD_ROLE, add_stand_ins, used_components};
