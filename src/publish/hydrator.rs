//! What Argo CD's hydrator writes beside manifests, and GitOps Promoter reads: from which commit they come.

use std::sync::Arc;

use ecow::{EcoString, eco_format};
use git2::Repository;
use serde_json::{Map, Value, json};

use super::entries::Entries;
use super::outcome::Fault;
use super::plan::{Edit, Plan, blob_id};
use super::source::{Person, Source, reference};
use super::target::{Place, Target};
use crate::disk::{ForeignFile, Obstacle};

/// What a README of ours begins with.
const MARK: &str = "<!-- Written by platgen publish. -->\n";

/// Adds the files about a commit to what it changes: they alone are no reason for one.
///
/// # Errors
/// [`Fault::Obstructed`] where a file of that name says something else.
pub(super) fn add_files(
    plan: &mut Plan<'_>,
    place: Place,
    (target, source): (&Target, &Source),
    there: &Entries,
    repository: &Repository,
) -> Result<(), Fault> {
    let folders: Vec<EcoString> = match place {
        Place::Top => vec![EcoString::new()],
        Place::Environment => plan.told.environments.iter().map(|name| eco_format!("{name}/")).collect(),
    };
    let metadata: Arc<[u8]> = Arc::from(metadata(source).as_bytes());
    let text = |path: &str| {
        let blob = there.file(path).filter(|entry| entry.is_file()).map(|entry| repository.find_blob(entry.id));
        blob.and_then(Result::ok).map(|blob| String::from_utf8_lossy(blob.content()).into_owned())
    };
    for folder in folders {
        let path = eco_format!("{folder}hydrator.metadata");
        let is_taken =
            there.is_folder(&path) || there.file(&path).is_some_and(|_| !is_metadata(text(&path).as_deref()));
        if is_taken {
            let obstacle = there.file(&path).map_or(Obstacle::Folder, super::entries::Entry::obstacle);
            return Err(Fault::Obstructed(vec![ForeignFile { path, obstacle }]));
        }
        plan.edits.insert(path, Edit::Put(metadata.clone(), blob_id(&metadata)));
        let path = eco_format!("{folder}README.md");
        let is_ours = match there.file(&path) {
            Some(_) => text(&path).is_some_and(|text| text.starts_with(MARK)),
            None => !there.is_folder(&path),
        };
        // Somebody's own README is worth more than ours.
        if is_ours {
            let bytes: Arc<[u8]> = Arc::from(readme(source, target, &folder).as_bytes());
            let id = blob_id(&bytes);
            plan.edits.insert(path, Edit::Put(bytes, id));
        }
    }
    Ok(())
}

fn is_metadata(text: Option<&str>) -> bool {
    let value: Option<Value> = text.and_then(|text| serde_json::from_str(text).ok());
    value.is_some_and(|value| value.get("drySha").is_some_and(Value::is_string))
}

/// The note about a commit.
pub(super) fn note(source: &Source) -> String {
    json!({"drySha": source.revision.as_str()}).to_string()
}

fn metadata(source: &Source) -> String {
    let mut fields = Map::new();
    let mut add = |key: &str, value: String| {
        if !value.is_empty() {
            fields.insert(key.to_owned(), value.into());
        }
    };
    add("repoURL", source.repository.as_deref().unwrap_or_default().to_owned());
    add("drySha", source.revision.to_string());
    add("author", source.author.to_string());
    add("date", date(&source.author));
    add("subject", source.subject.to_string());
    add("body", source.body.to_string());
    if let Some(commit) = referred(source) {
        fields.insert("references".to_owned(), json!([{"commit": commit}]));
    }
    format!("{:#}\n", Value::Object(fields))
}

/// The commit that the source says it was made for.
fn referred(source: &Source) -> Option<Value> {
    let sha = reference(source, "sha")?;
    let mut commit = Map::new();
    for (key, end) in [("author", "author"), ("date", "date"), ("subject", "subject")] {
        commit.extend(reference(source, end).map(|value| (key.to_owned(), value.into())));
    }
    // Its lines are kept in one by JSON.
    let body = reference(source, "body").and_then(|text| serde_json::from_str::<String>(text).ok());
    commit.extend(body.map(|body| ("body".to_owned(), body.into())));
    commit.insert("sha".to_owned(), sha.into());
    commit.extend(reference(source, "repourl").map(|value| ("repoURL".to_owned(), value.into())));
    Some(Value::Object(commit))
}

fn readme(source: &Source, target: &Target, folder: &str) -> String {
    let environments = match folder.trim_end_matches('/') {
        "" => target.environments.join(" "),
        one => one.to_owned(),
    };
    let arguments: String = environments.split(' ').map(|name| format!(" --environment {name}")).collect();
    let repository = source.repository.as_deref().unwrap_or("the project");
    let revision = &source.revision;
    format!(
        "{MARK}# {environments}\n\nRendered by platgen from commit `{revision}` of {repository}. Changes belong there: what \
         is changed here is changed back.\n\nTo make these files again, in a clone of it:\n\n```sh\ngit checkout {revision}\n\
         platgen render{arguments}\n```\n"
    )
}

/// A time as RFC 3339 has it.
fn date(person: &Person) -> String {
    let local = person.seconds + i64::from(person.offset) * 60;
    let (days, seconds) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let zone = match person.offset {
        0 => "Z".to_owned(),
        offset => {
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
        }
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{zone}")
}

/// Year, month and day of a day since 1970: eras of 400 years, years that begin in March.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * day + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day - (153 * shifted_month + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64, offset: i32) -> Person {
        Person { name: "Ada".into(), email: "ada@example.com".into(), seconds, offset }
    }

    #[test]
    fn times_are_those_of_date() {
        // `date -u -d @<seconds> +%FT%TZ`
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(date(&at(seconds, 0)), expected);
        }
        assert_eq!(date(&at(1_735_689_599, 90)), "2025-01-01T01:29:59+01:30");
        assert_eq!(date(&at(0, -300)), "1969-12-31T19:00:00-05:00");
    }

    #[test]
    fn the_metadata_says_which_commit_it_was_and_which_that_was_made_for() {
        let passed_on = [("sha", "abc"), ("author", "Bo <bo@example.com>"), ("body", "\"a\\nb\"")];
        let source = Source {
            repository: None,
            revision: "12".into(),
            author: at(0, 0),
            committer: at(0, 0),
            subject: "Raise".into(),
            body: EcoString::new(),
            passed_on: passed_on
                .map(|(end, value)| (eco_format!("Argocd-reference-commit-{end}"), value.into()))
                .into(),
        };
        let expected = r#"{
  "drySha": "12",
  "author": "Ada <ada@example.com>",
  "date": "1970-01-01T00:00:00Z",
  "subject": "Raise",
  "references": [
    {
      "commit": {
        "author": "Bo <bo@example.com>",
        "body": "a\nb",
        "sha": "abc"
      }
    }
  ]
}
"#;
        assert_eq!(metadata(&source), expected);
        assert!(is_metadata(Some(expected)) && !is_metadata(Some("{}")) && !is_metadata(None));
    }
}
