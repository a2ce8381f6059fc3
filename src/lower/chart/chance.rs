use super::spot;
use crate::diagnostics::{Code, Finding, Level, Sink, Spot};
use crate::inflate::{ChancePlace, Inflated, ReleaseInput, reached_by_chance};
use crate::node::Origins;
use crate::resolve::ChartPlan;

/// How many of the fields that chance reaches are named.
const NAMED: usize = 3;

/// Reports functions whose answer differs between two renderings, with the fields that they reach.
pub(super) fn report(
    plan: &ChartPlan,
    input: ReleaseInput<'_>,
    inflated: &Inflated,
    origins: &Origins,
    sink: &mut Sink,
) {
    if inflated.chances.is_empty() {
        return;
    }
    let reached = reached_by_chance(input, inflated);
    let mut fields: Vec<String> = reached
        .iter()
        .take(NAMED)
        .map(|field| format!("{} `{}` at `{}`", field.kind, field.name, field.path))
        .collect();
    if reached.len() > NAMED {
        fields.push(format!("{} more", reached.len() - NAMED));
    }
    for chance in &inflated.chances {
        sink.report(finding(plan, chance, &fields, origins));
    }
}

fn finding(plan: &ChartPlan, chance: &ChancePlace, fields: &[String], origins: &Origins) -> Finding {
    let ChancePlace { function, place } = chance;
    let message = format!("chart `{}` calls `{function}`, which gives another answer each time", plan.chart.folder);
    let mut finding = Finding::new(Code::RANDOM_IN_CHART, message, spot::key(origins, plan.origin));
    if let Some(place) = place {
        finding = finding.with(Spot::Value(*place), "called here");
    }
    if !fields.is_empty() {
        finding = finding.label(format!("the release's chance reaches {}", fields.join(", ")));
    }
    if plan.is_seeded() {
        finding.level = Level::Info;
        return finding
            .help("made from the release's name and the place of the call: whoever knows the chart knows it");
    }
    finding.help(
        "let values name what is there already, such as a Secret; or write `random: seeded` in the release, which makes the same \
         each time and no secret",
    )
}
