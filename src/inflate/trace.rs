use std::ops::Range;

use super::LoadedChart;
use super::documents::Written;
use crate::node::{Origin, Origins};

/// Finds what made a rendered document: the lines of its template, the values that they read, and all that the release is made of.
pub(super) struct Trace<'a> {
    pub(super) chart: &'a LoadedChart,
    /// The template, as Helm calls it.
    pub(super) template: &'a str,
    /// Everything that the release is made of.
    pub(super) because: Origin,
    pub(super) origins: &'a mut Origins,
}

impl Written for Trace<'_> {
    fn origin(&mut self, _: Range<usize>, _: Option<Range<usize>>) -> Origin {
        let place = self.chart.line(self.template, 1);
        let line = place.map_or(Origin::INHERITED, |place| self.origins.leaf(place));
        self.origins.join(&[line, self.because])
    }
}
