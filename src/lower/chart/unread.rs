use super::spot;
use crate::diagnostics::{Code, Finding, Sink};
use crate::inflate::{Inflated, ReleaseInput, UnreadValue, unread_values};
use crate::node::Origins;
use crate::resolve::ChartPlan;

/// Reports values that no template reads.
pub(super) fn report(
    plan: &ChartPlan,
    input: ReleaseInput<'_>,
    inflated: &Inflated,
    origins: &Origins,
    sink: &mut Sink,
) {
    for UnreadValue { path, origin, known } in unread_values(input, inflated) {
        let Some(key) = path.last() else { continue };
        let message = format!("no template of chart `{}` reads `values.{}`", plan.chart.folder, path.join("."));
        let finding = Finding::new(Code::UNREAD_VALUE, message, spot::key(origins, origin));
        let finding = finding.suggest(key, known.iter().map(|key| key.as_str()));
        sink.report(finding);
    }
}
