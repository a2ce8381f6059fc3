/// Joins a folder of a repository and a path below it, without `.` and `..`, so that programs find the file from the repository's
/// top. An absolute path stays as it is.
pub(super) fn address(folder: &str, path: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn leads_from_the_top_of_the_repository() {
        assert_eq!(address("", "./a.yaml"), "a.yaml");
        assert_eq!(address("platform", "stacks/a.yaml"), "platform/stacks/a.yaml");
        assert_eq!(address("platform/x", "../a.yaml"), "platform/a.yaml");
        assert_eq!(address("", "../../a.yaml"), "../../a.yaml");
        assert_eq!(address("platform", "/tmp/a.yaml"), "/tmp/a.yaml");
    }
}
