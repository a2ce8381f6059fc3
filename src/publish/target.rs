use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use crate::model::DeployLayout;
use crate::resolve::DeployPlan;

/// A branch of a deploy repository, and the environments that are committed to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// The URL of the repository.
    pub repository: EcoString,
    /// The branch that is moved, as a full reference.
    pub reference: EcoString,
    /// The branch that a new one begins at, where it is another one.
    pub base: Option<EcoString>,
    /// The environments, sorted.
    pub environments: Vec<EcoString>,
    /// Where files about the commit stand, where they are wanted.
    pub hydrator: Option<Place>,
}

/// Where files about the commit stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// At the top of the branch.
    Top,
    /// In each environment's folder.
    Environment,
}

/// Gathers where environments are committed to, in the order of repositories and branches; `repository` takes the place of those of
/// platgen.yaml.
///
/// # Errors
/// The first environment for which nobody names a repository.
pub fn targets(plans: &[DeployPlan], repository: Option<&str>) -> Result<Vec<Target>, EcoString> {
    let mut targets: BTreeMap<(EcoString, EcoString), Target> = BTreeMap::new();
    for plan in plans {
        let known = repository.map(EcoString::from).or_else(|| plan.repository.clone());
        let repository = known.ok_or_else(|| plan.environment.clone())?;
        let (reference, base) = references(plan);
        let target = targets.entry((repository.clone(), reference.clone())).or_insert_with(|| Target {
            repository,
            reference,
            base,
            environments: Vec::new(),
            hydrator: plan.is_hydrated.then_some(match plan.layout {
                DeployLayout::Directory => Place::Environment,
                DeployLayout::Branch | DeployLayout::Repository => Place::Top,
            }),
        });
        target.environments.push(plan.environment.clone());
    }
    let mut targets: Vec<Target> = targets.into_values().collect();
    targets.iter_mut().for_each(|target| target.environments.sort());
    Ok(targets)
}

/// The branch that is moved and the one that it begins at. The names of branches beside others are GitOps Promoter's: where
/// environments share a branch, each has one of its own below `<branch>-next`.
fn references(plan: &DeployPlan) -> (EcoString, Option<EcoString>) {
    let active = eco_format!("refs/heads/{}", plan.branch);
    match (plan.has_next, plan.layout) {
        (false, _) => (active, None),
        (true, DeployLayout::Directory) => (eco_format!("{active}-next/{}", plan.environment), Some(active)),
        (true, DeployLayout::Branch | DeployLayout::Repository) => (eco_format!("{active}-next"), Some(active)),
    }
}

impl Target {
    /// The branch without what all branches' references begin with.
    pub fn branch(&self) -> &str {
        self.reference.strip_prefix("refs/heads/").unwrap_or(&self.reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(environment: &str, layout: DeployLayout, has_next: bool) -> DeployPlan {
        let branch = match layout {
            DeployLayout::Branch => eco_format!("environment/{environment}"),
            _ => "main".into(),
        };
        let repository = match layout {
            DeployLayout::Repository => eco_format!("https://git.example.com/{environment}.git"),
            _ => "https://git.example.com/deploy.git".into(),
        };
        DeployPlan {
            environment: environment.into(),
            repository: Some(repository),
            layout,
            branch,
            has_next,
            is_hydrated: true,
        }
    }

    fn found(layout: DeployLayout, has_next: bool) -> Vec<String> {
        let plans = [plan("staging", layout, has_next), plan("production", layout, has_next)];
        let targets = targets(&plans, None).expect("a repository is named");
        let show = |target: &Target| {
            let repository = target.repository.trim_start_matches("https://git.example.com/");
            let base = target.base.as_deref().unwrap_or("-");
            format!("{repository} {} {base} {}", target.branch(), target.environments.join("+"))
        };
        targets.iter().map(show).collect()
    }

    #[test]
    fn layouts_choose_repository_and_branch() {
        assert_eq!(found(DeployLayout::Directory, false), ["deploy.git main - production+staging"]);
        assert_eq!(
            found(DeployLayout::Branch, false),
            ["deploy.git environment/production - production", "deploy.git environment/staging - staging"]
        );
        assert_eq!(
            found(DeployLayout::Repository, false),
            ["production.git main - production", "staging.git main - staging"]
        );
    }

    #[test]
    fn branches_beside_others_begin_at_them() {
        assert_eq!(
            found(DeployLayout::Directory, true),
            [
                "deploy.git main-next/production refs/heads/main production",
                "deploy.git main-next/staging refs/heads/main staging"
            ]
        );
        assert_eq!(found(DeployLayout::Repository, true)[0], "production.git main-next refs/heads/main production");
    }

    #[test]
    fn a_repository_of_the_command_line_takes_the_place_of_all() {
        let mut plans = [plan("a", DeployLayout::Directory, false), plan("b", DeployLayout::Directory, false)];
        plans[1].repository = None;
        assert_eq!(targets(&plans, None), Err("b".into()));
        let found = targets(&plans, Some("https://git.example.com/other.git")).expect("a repository is named");
        assert_eq!((found.len(), &*found[0].repository), (1, "https://git.example.com/other.git"));
    }
}
