use std::fmt::Write;

use super::plan::Told;
use super::source::Source;

/// What a commit says: of which commit it was made, in that one's words, and what it changes.
///
/// The first line is as Argo CD's hydrator has it. Credentials are in no part of it.
pub(super) fn message(source: &Source, told: &Told<'_>) -> String {
    let mut text = format!("{}: {}\n\n", source.short(), source.subject);
    if !source.body.is_empty() {
        let _ = write!(text, "{}\n\n", source.body);
    }
    let mut trailer = |key: &str, value: &str| {
        let _ = writeln!(text, "{key}: {}", value.replace('\n', " "));
    };
    if let Some(repository) = &source.repository {
        trailer("Platgen-Source-Repo", repository);
    }
    trailer("Platgen-Source-Sha", &source.revision);
    trailer("Platgen-Source-Author", &source.author.to_string());
    trailer("Platgen-Version", env!("CARGO_PKG_VERSION"));
    trailer("Platgen-Environments", &join(told.environments.iter()));
    if !told.stacks.is_empty() {
        trailer("Platgen-Stacks", &join(told.stacks.iter()));
    }
    source.passed_on.iter().for_each(|(key, value)| trailer(key, value));
    text
}

fn join<'a>(names: impl Iterator<Item = &'a &'a str>) -> String {
    names.copied().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::source::Person;

    #[test]
    fn a_message_names_where_it_comes_from_and_what_it_changes() {
        let ada = Person { name: "Ada".into(), email: "ada@example.com".into(), seconds: 0, offset: 0 };
        let source = Source {
            repository: Some("https://git.example.com/acme/platform.git".into()),
            revision: "3f2a91c0".repeat(5).into(),
            author: ada.clone(),
            committer: ada,
            subject: "Raise the limits of web".into(),
            body: "They were too low.".into(),
            passed_on: vec![("Co-authored-by".into(), "Bo <bo@example.com>".into())],
        };
        let told = Told { environments: ["production", "staging"].into(), stacks: ["web"].into() };
        assert_eq!(
            message(&source, &told),
            format!(
                "3f2a91c: Raise the limits of web\n\nThey were too low.\n\n\
                 Platgen-Source-Repo: https://git.example.com/acme/platform.git\n\
                 Platgen-Source-Sha: 3f2a91c03f2a91c03f2a91c03f2a91c03f2a91c0\n\
                 Platgen-Source-Author: Ada <ada@example.com>\nPlatgen-Version: {}\n\
                 Platgen-Environments: production, staging\nPlatgen-Stacks: web\n\
                 Co-authored-by: Bo <bo@example.com>\n",
                env!("CARGO_PKG_VERSION")
            )
        );
    }
}
