//! `.helmignore`.

use crate::pattern::match_path;

/// Rules that leave files out of a chart, in the order of their lines.
#[derive(Clone, Debug, Default)]
pub(crate) struct IgnoreRules(Vec<Rule>);

#[derive(Clone, Debug)]
struct Rule {
    pattern: String,
    is_negated: bool,
    is_for_folders: bool,
    subject: Subject,
}

/// What a pattern is held against.
#[derive(Clone, Copy, Debug)]
enum Subject {
    WholePath,
    BaseName,
}

impl IgnoreRules {
    /// Reads the rules of a chart's `.helmignore`, and adds the one that always holds: hidden files of `templates/`.
    ///
    /// # Errors
    ///
    /// A sentence for a pattern that does not parse or holds `**`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut rules = Self::default();
        for line in text.lines().chain(["templates/.?*"]) {
            rules.add(line)?;
        }
        Ok(rules)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if line.contains("**") {
            return Err("double-star (**) syntax is not supported".to_owned());
        }
        match_path(line, "abc").map_err(|_| "syntax error in pattern".to_owned())?;
        let unsigned = line.strip_prefix('!');
        let pattern = unsigned.unwrap_or(line);
        let bare = pattern.strip_suffix('/');
        let is_for_folders = bare.is_some();
        let pattern = bare.unwrap_or(pattern);
        let (pattern, subject) = match pattern.strip_prefix('/') {
            Some(rooted) => (rooted, Subject::WholePath),
            None if pattern.contains('/') => (pattern, Subject::WholePath),
            None => (pattern, Subject::BaseName),
        };
        self.0.push(Rule { pattern: pattern.to_owned(), is_negated: unsigned.is_some(), is_for_folders, subject });
        Ok(())
    }

    /// Tells whether a file is left out, by itself or by a folder above it.
    pub(crate) fn leaves_out(&self, path: &str) -> bool {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.into_iter().any(|folder| self.matches(folder, true)) || self.matches(path, false)
    }

    /// The first rule that matches decides; a negated one leaves out all that it does not match.
    fn matches(&self, path: &str, is_folder: bool) -> bool {
        for rule in &self.0 {
            if rule.is_negated {
                if (rule.is_for_folders && !is_folder) || !rule.fits(path) {
                    return true;
                }
            } else if (!rule.is_for_folders || is_folder) && rule.fits(path) {
                return true;
            }
        }
        false
    }
}

impl Rule {
    fn fits(&self, path: &str) -> bool {
        let subject = match self.subject {
            Subject::WholePath => path,
            Subject::BaseName => path.rsplit('/').next().unwrap_or(path),
        };
        match_path(&self.pattern, subject) == Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::IgnoreRules;

    #[test]
    fn quirks() {
        let rules = IgnoreRules::parse("# c\n*.md\n/d/\nsub/*.txt\n").expect("the rules parse");
        for (path, is_left_out) in [
            ("a.md", true),
            ("deep/er/a.md", true),
            ("d/x", true),
            ("e/d/x", false),
            ("sub/b.txt", true),
            ("sub/c/d.txt", false),
            ("templates/.hidden.yaml", true),
            (".hidden", false),
        ] {
            assert_eq!(rules.leaves_out(path), is_left_out, "{path}");
        }
        let negated = IgnoreRules::parse("*.bak\n!keep.bak\n").expect("the rules parse");
        assert!(negated.leaves_out("Chart.yaml"));
        assert!(IgnoreRules::parse("a/**").is_err());
    }
}
