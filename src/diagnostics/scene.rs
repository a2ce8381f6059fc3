use std::ops::Range;

use super::printable::printable_bytes;
use super::{Diagnostic, Excerpt, Report};

/// The most source that is drawn from at once, in bytes: the cost of drawing grows with the source.
const WINDOW: usize = 64 * 1024;

/// Whether a place is the fault or explains it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Primary,
    Secondary,
}

/// A place in the source of a scene.
#[derive(Debug)]
pub(super) struct Mark<'a> {
    pub(super) role: Role,
    pub(super) range: Range<usize>,
    pub(super) message: &'a str,
}

/// What is shown of one file: a piece of it with marks, or its name where there is nothing to show.
#[derive(Debug)]
pub(super) enum Scene<'a> {
    Drawn { path: &'a str, source: String, first_line: usize, marks: Vec<Mark<'a>> },
    Named { role: Role, excerpt: &'a Excerpt },
}

impl Report {
    /// Chooses what to show for a finding, the file at fault first. Places of one file are shown together where they are near.
    pub(super) fn scenes<'a>(&'a self, diagnostic: &'a Diagnostic) -> Vec<Scene<'a>> {
        let mut files: Vec<Vec<(Role, &Excerpt)>> = vec![vec![(Role::Primary, &diagnostic.primary)]];
        for excerpt in &diagnostic.secondary {
            let place = (Role::Secondary, excerpt);
            match files.iter_mut().find(|places| places.iter().any(|(_, known)| known.path == excerpt.path)) {
                Some(places) => places.push(place),
                None => files.push(vec![place]),
            }
        }
        files.iter().flat_map(|places| self.file_scenes(places)).collect()
    }

    fn file_scenes<'a>(&'a self, places: &[(Role, &'a Excerpt)]) -> Vec<Scene<'a>> {
        let whole = places.iter().any(|(_, excerpt)| excerpt.is_whole_file());
        match self.draw(places) {
            Some(scene) if !whole => vec![scene],
            _ => places.iter().map(|place| self.draw_or_name(*place)).collect(),
        }
    }

    fn draw_or_name<'a>(&'a self, (role, excerpt): (Role, &'a Excerpt)) -> Scene<'a> {
        let drawn = if excerpt.is_whole_file() { None } else { self.draw(&[(role, excerpt)]) };
        drawn.unwrap_or(Scene::Named { role, excerpt })
    }

    /// Cuts the lines of places of one file out of it; `None` where the file is not known or they are too far apart.
    fn draw<'a>(&'a self, places: &[(Role, &'a Excerpt)]) -> Option<Scene<'a>> {
        let path = &places.first()?.1.path;
        let text = self.texts.get(path)?;
        let ranges: Vec<Range<usize>> =
            places.iter().map(|(_, excerpt)| text.first_line(excerpt.start..excerpt.end)).collect();
        let start = ranges.iter().map(|range| range.start).min()?;
        let end = ranges.iter().map(|range| range.end).max()?;
        let window = text.lines(start..end);
        if window.len() > WINDOW {
            return None;
        }
        let mut offsets: Vec<usize> = ranges
            .iter()
            .flat_map(|range| [range.start, range.end])
            .map(|at| at.saturating_sub(window.start))
            .collect();
        let source = printable_bytes(text.slice(window.clone()), &mut offsets);
        let marks = places
            .iter()
            .zip(offsets.chunks_exact(2))
            .map(|((role, excerpt), at)| Mark { role: *role, range: at[0]..at[1], message: &excerpt.message })
            .collect();
        Some(Scene::Drawn { path, source, first_line: text.position(window.start).line, marks })
    }
}
