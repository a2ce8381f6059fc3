use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::failure::Failure;
use super::invocation::Invocation;
use super::{base, progress, project};
use crate::compile::{Compilation, Compiler, Earlier, Request};
use crate::diagnostics::printable;
use crate::world::{FolderWorld, GitWorld, World, commit_of, project_prefix};

/// The earlier state that Applications of Argo CD are compared with.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct AgainstArguments {
    /// An earlier state, no Application of which may disappear: a revision, or a folder that holds the project [default: where HEAD left
    /// the main branch, if there is one]
    #[arg(long, value_name = "REVISION|FOLDER", conflicts_with = "files")]
    against: Option<String>,
    #[command(flatten)]
    removal: RemovalArguments,
}

/// What may disappear.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct RemovalArguments {
    /// Applications that may disappear, `*` in names; may be repeated
    #[arg(long, value_name = "NAME")]
    allow_removal: Vec<String>,
}

/// The earlier state, and how it is called.
pub(super) struct Against {
    pub(super) earlier: Arc<Earlier>,
    pub(super) name: String,
}

impl RemovalArguments {
    /// Keeps of a compiled earlier state what a later one is compared with.
    ///
    /// # Errors
    /// Fails where Argo CD would refuse what it is told there.
    pub(super) fn earlier(&self, compilation: &Compilation) -> Result<Arc<Earlier>, Failure> {
        Earlier::of(compilation, &self.allow_removal).map(Arc::new).map_err(Failure::of)
    }
}

impl AgainstArguments {
    /// Compiles the earlier state on the memo of the later one. Where none was named and none is found there is nothing to compare
    /// with, which is said where Argo CD is told anything.
    ///
    /// # Errors
    /// Fails where a state was named that cannot be found.
    pub(super) fn compile(
        &self,
        invocation: &Invocation,
        (root, world): (&Path, &dyn World),
        compiler: &mut Compiler,
        request: &Request,
    ) -> Result<Option<Against>, Failure> {
        let (earlier, name) = match self.find(root) {
            Ok(found) => found,
            Err(failure) if self.against.is_some() => return Err(failure),
            Err(failure) => {
                if tells_argocd(world) {
                    let why = failure.headline();
                    invocation.remark(&printable(&format!("not compared with an earlier state: {why}")));
                }
                return Ok(None);
            }
        };
        if !tells_argocd(&*earlier) {
            return Ok(None);
        }
        let request = Request { against: None, ..request.clone() };
        let compile = || compiler.compile(&*earlier, &request);
        let compilation = progress::during(invocation, "compiling the earlier state", compile);
        if compilation.report.has_errors() {
            let summary = compilation.report.summary().unwrap_or_default();
            let talk = format!("warning: the earlier state {name} has {summary}; what failed there is not compared");
            invocation.talk(&printable(&talk));
        }
        Ok(Some(Against { earlier: self.removal.earlier(&compilation)?, name }))
    }

    fn find(&self, root: &Path) -> Result<(Box<dyn World>, String), Failure> {
        if let Some(named) = &self.against {
            let folder = PathBuf::from(named);
            if commit_of(root, named).is_err() && folder.is_dir() {
                project::find(Some(&folder))?;
                let world = FolderWorld::open(&folder, &[project::OUTPUT]).map_err(Failure::of)?;
                return Ok((Box::new(world), named.clone()));
            }
        }
        let commit = base::choose(root, self.against.as_deref())?;
        let prefix = project_prefix(root).map_err(Failure::of)?;
        let world = GitWorld::open(root, &commit, &prefix, &[project::OUTPUT]).map_err(Failure::of)?;
        Ok((Box::new(world), commit.get(..12).unwrap_or(&commit).to_owned()))
    }
}

/// Whether any environment may tell Argo CD something: only then is there something to compare.
fn tells_argocd(world: &dyn World) -> bool {
    let environments = world.paths().iter().filter(|path| path.starts_with("environments/"));
    environments.filter_map(|path| world.read(path).ok()).any(|(bytes, _)| {
        let word = b"argocd";
        bytes.windows(word.len()).any(|window| window == word)
    })
}

/// Says which environments could not be compared.
pub(super) fn remark_on_not_compared(invocation: &Invocation, compilation: &Compilation, name: &str) {
    for environment in &compilation.not_compared {
        let talk = format!("not compared with {name}: the Applications of {environment}, of which something failed");
        invocation.talk(&printable(&talk));
    }
}
