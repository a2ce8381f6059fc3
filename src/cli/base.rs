use std::path::Path;

use crate::cli::failure::Failure;
use crate::world::{OpenError, commit_of, merge_base};

/// Where a main branch may be, the most telling first.
const MAIN_BRANCHES: [&str; 4] = ["origin/main", "origin/master", "main", "master"];

/// Finds the full id of the commit to compare with: the revision named, else where HEAD left the first main branch that exists.
///
/// On the main branch itself that is HEAD.
///
/// # Errors
/// Fails where the project is in no git repository, or there is no such revision or main branch.
pub(super) fn choose(project: &Path, named: Option<&str>) -> Result<String, Failure> {
    if let Some(revision) = named {
        return commit_of(project, revision).map_err(Failure::of);
    }
    for branch in MAIN_BRANCHES {
        match commit_of(project, branch) {
            Ok(_) => return merge_base(project, "HEAD", branch).map_err(explain),
            Err(OpenError::UnknownRevision { .. }) => {}
            Err(error) => return Err(Failure::of(error)),
        }
    }
    Err(Failure::new(format!("the repository has none of the branches {}", MAIN_BRANCHES.join(", ")))
        .help("name a revision: `platgen diff HEAD`"))
}

fn explain(error: OpenError) -> Failure {
    let shallow = matches!(error, OpenError::NoMergeBase { .. });
    let failure = Failure::of(error);
    if shallow {
        failure.help("fetch more history with `git fetch --unshallow`, or name a revision: `platgen diff HEAD`")
    } else {
        failure
    }
}

#[cfg(test)]
mod tests {
    use git2::{Oid, Repository, Signature};

    use super::*;

    fn commit(repository: &Repository, parents: &[Oid], message: &str) -> Oid {
        let parents: Vec<_> = parents.iter().map(|id| repository.find_commit(*id).expect("the parent")).collect();
        let parents: Vec<_> = parents.iter().collect();
        let tree = repository.treebuilder(None).and_then(|builder| builder.write()).expect("an empty tree");
        let tree = repository.find_tree(tree).expect("the tree");
        let author = Signature::new("a", "a@example.com", &git2::Time::new(0, 0)).expect("an author");
        repository.commit(None, &author, &author, message, &tree, &parents).expect("a commit")
    }

    #[test]
    fn the_base_is_where_head_left_the_main_branch() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let repository = Repository::init(folder.path()).expect("a repository");
        let root = commit(&repository, &[], "root");
        let on_main = commit(&repository, &[root], "main");
        let on_branch = commit(&repository, &[root], "branch");
        repository.set_head_detached(on_branch).expect("a head");
        let failure = choose(folder.path(), None).expect_err("no main branch yet");
        assert!(failure.to_string().contains("`platgen diff HEAD`"), "{failure}");
        repository.reference("refs/heads/main", on_main, true, "").expect("a branch");
        assert_eq!(choose(folder.path(), None).expect("a base"), root.to_string());
        repository.reference("refs/remotes/origin/main", on_branch, true, "").expect("a branch");
        assert_eq!(choose(folder.path(), None).expect("a base"), on_branch.to_string());
        assert_eq!(choose(folder.path(), Some("main")).expect("a base"), on_main.to_string());
        assert!(choose(folder.path(), Some("nothing")).is_err());
    }
}
