use ecow::EcoString;

use super::Evaluator;
use super::stacks::StackInstance;
use crate::diagnostics::Poison;
use crate::diagnostics::Sink;
use crate::model::{Open, Reading, Shaped, Sourced, Text, TextRule};
use crate::node::Origins;
use crate::resolve::environments::Inputs;

type Allows = Open<Sourced<Text>, { TextRule::LABEL }>;

/// Reads the findings that a stack allows on everything that it renders: code and reason.
pub(super) fn allows_of(
    instance: &StackInstance<'_>,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Vec<(EcoString, Sourced<EcoString>)>, Poison> {
    let Some(merged) = instance.merged.member("allow", inputs.sources) else { return Ok(Vec::new()) };
    let mut evaluator: Evaluator<'_> = instance.evaluator(inputs, origins, sink);
    let tree = evaluator.evaluate(&merged, &Allows::SHAPE)?;
    let allows = Allows::read(&tree, &mut Reading { origins, sink })?;
    let allow =
        |(code, reason): (EcoString, Sourced<Text>)| (code, Sourced { value: reason.value.0, origin: reason.origin });
    Ok(allows.entries.into_iter().map(allow).collect())
}
