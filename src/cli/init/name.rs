use std::path::Path;

use crate::cli::failure::Failure;

/// The longest DNS label, in characters (RFC 1123).
const LIMIT: usize = 63;

/// Accepts a name that is a DNS label and begins with a letter, as names in clouds must.
///
/// # Errors
/// Fails with a label to use in its place, where one can be made.
pub(super) fn expect_label(name: &str) -> Result<String, Failure> {
    match label_of(name) {
        Some(label) if label == name => Ok(label),
        near => {
            let failure = Failure::new(format!(
                "`{name}` is no name for a project: a letter, then at most {} of a-z, 0-9 and `-`",
                LIMIT - 1
            ));
            Err(near.iter().fold(failure, |failure, near| failure.help(format!("use --name {near}"))))
        }
    }
}

/// Makes a project's name of its folder's; `platform` where the folder has none that could be one.
///
/// # Errors
/// Fails where the working directory is gone.
pub(super) fn of_folder(folder: &Path) -> Result<String, Failure> {
    let absolute = std::path::absolute(folder)
        .map_err(|error| Failure::new(format!("`{}` cannot be found", folder.display())).caused_by(error))?;
    // `a/.` and `a` are one folder to `absolute`; `a/..` needs the disk.
    let real = absolute.canonicalize().unwrap_or(absolute);
    let name = real.file_name().and_then(|name| label_of(&name.to_string_lossy()));
    Ok(name.unwrap_or_else(|| "platform".to_owned()))
}

/// The nearest DNS label that begins with a letter; `None` where no letter is left.
fn label_of(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let dashed: String = lower.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = dashed.split('-').filter(|word| !word.is_empty()).collect();
    let joined = words.join("-");
    let label = joined.trim_start_matches(|c: char| !c.is_ascii_lowercase());
    let cut = label.get(..LIMIT).unwrap_or(label).trim_end_matches('-');
    (!cut.is_empty()).then(|| cut.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_labels_of_folder_names() {
        assert_eq!(label_of("My Shop_2").as_deref(), Some("my-shop-2"));
        assert_eq!(label_of("42-answers").as_deref(), Some("answers"));
        assert_eq!(label_of("größe").as_deref(), Some("gr-e"));
        assert_eq!(label_of("_.2"), None);
        assert_eq!(label_of(&"a".repeat(80)).map(|label| label.len()), Some(63));
    }

    #[test]
    fn refuses_names_with_a_better_one() {
        assert!(expect_label("acme").is_ok());
        let failure = expect_label("Acme Shop").expect_err("not a label");
        assert_eq!(
            failure.to_string(),
            "error: `Acme Shop` is no name for a project: a letter, then at most 62 of a-z, 0-9 and `-`\n  help: use --name acme-shop"
        );
    }
}
