use ecow::EcoString;

use super::{Fragment, spot};
use crate::diagnostics::{Code, Finding, Sink};
use crate::model::{Amount, Amounts, Bytes, Sourced};
use crate::node::Origins;

/// Kubernetes' resource names with what is set of them.
fn resource_rows(amounts: &Amounts) -> [(&'static str, Option<Sourced<&EcoString>>); 3] {
    [
        ("cpu", amounts.cpu.as_ref().map(|amount| Sourced { value: &amount.value.0, origin: amount.origin })),
        ("memory", amounts.memory.as_ref().map(text_of)),
        ("ephemeral-storage", amounts.ephemeral_storage.as_ref().map(text_of)),
    ]
}

fn text_of(amount: &Sourced<Bytes>) -> Sourced<&EcoString> {
    Sourced { value: &amount.value.0, origin: amount.origin }
}

/// Amounts as Kubernetes has them; `None` where nothing is set.
pub(super) fn lower_amounts(amounts: Option<&Amounts>) -> Option<Fragment> {
    let amounts = amounts?;
    let set = resource_rows(amounts).into_iter().filter_map(|(name, amount)| Some((name, amount?)));
    Fragment::texts(set.map(|(name, amount)| (name, amount.value.clone(), amount.origin)))
        .map(|lowered| lowered.because(&[], amounts.origin))
}

/// Two sets of amounts of which the first may not exceed the second, with the names of both for messages.
pub(super) struct Bounds<'a> {
    /// What is bounded: `the request`.
    pub(super) low: (&'static str, Option<&'a Amounts>),
    /// The bound: `the limit`.
    pub(super) high: (&'static str, Option<&'a Amounts>),
}

impl Bounds<'_> {
    /// Reports every amount that exceeds its bound.
    pub(super) fn check(&self, origins: &Origins, sink: &mut Sink) {
        let (Some(low), Some(high)) = (self.low.1, self.high.1) else { return };
        for ((name, amount), (_, bound)) in resource_rows(low).into_iter().zip(resource_rows(high)) {
            let (Some(amount), Some(bound)) = (amount, bound) else { continue };
            if Amount::parse(amount.value).zip(Amount::parse(bound.value)).is_some_and(|(amount, bound)| amount > bound)
            {
                sink.report(self.finding(name, &amount, &bound, origins));
            }
        }
    }

    fn finding(
        &self,
        name: &str,
        amount: &Sourced<&EcoString>,
        bound: &Sourced<&EcoString>,
        origins: &Origins,
    ) -> Finding {
        let (low, high) = (self.low.0, self.high.0);
        let (amount_text, bound_text) = (amount.value, bound.value);
        let message = format!("{low} of `{amount_text}` {name} is above {high} of `{bound_text}`");
        Finding::new(Code::CONTRADICTION, message, spot::value(origins, amount.origin))
            .with(spot::value(origins, bound.origin), high)
            .help(format!("write at most `{bound_text}`, or raise {high}"))
    }
}
