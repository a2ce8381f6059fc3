use ecow::EcoString;

/// What a path of the output belongs to; a scope and a prune speak of whole owners.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Owner {
    /// One app on one cluster of one environment.
    App {
        /// The environment.
        environment: EcoString,
        /// The cluster's real name.
        cluster: EcoString,
        /// The app's name.
        app: EcoString,
        /// The stack that the app comes from; `None` for apps of the platform (`namespaces`).
        stack: Option<EcoString>,
    },
    /// What a stack of one environment has in the cloud.
    Units {
        /// The environment.
        environment: EcoString,
        /// The stack.
        stack: EcoString,
    },
    /// What an environment has beside its apps.
    Environment {
        /// The environment.
        environment: EcoString,
    },
}

impl Owner {
    /// The environment that the path lies in.
    pub fn environment(&self) -> &EcoString {
        match self {
            Owner::App { environment, .. } | Owner::Units { environment, .. } | Owner::Environment { environment } => {
                environment
            }
        }
    }

    /// The index file that lists this owner's paths, below the output folder.
    pub fn index_path(&self) -> EcoString {
        match self {
            Owner::App { environment, cluster, app, .. } => {
                ecow::eco_format!("{environment}/index/apps/{cluster}/{app}")
            }
            Owner::Units { environment, stack } => ecow::eco_format!("{environment}/index/units/{stack}"),
            Owner::Environment { environment } => ecow::eco_format!("{environment}/index/environment"),
        }
    }
}

/// Which part of a project a compile covers and a write may prune.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Scope {
    /// Names of environments; empty means all.
    pub environments: Vec<EcoString>,
    /// Names of stacks; empty means all, and the apps that belong to no stack.
    pub stacks: Vec<EcoString>,
}

impl Scope {
    /// Whether an environment lies in the scope.
    pub fn covers_environment(&self, name: &str) -> bool {
        self.environments.is_empty() || self.environments.iter().any(|environment| environment == name)
    }

    /// Whether an owner's paths lie in the scope.
    pub fn covers(&self, owner: &Owner) -> bool {
        self.covers_environment(owner.environment())
            && match owner {
                Owner::App { stack: Some(stack), .. } | Owner::Units { stack, .. } => {
                    self.stacks.is_empty() || self.stacks.contains(stack)
                }
                Owner::App { stack: None, .. } | Owner::Environment { .. } => self.stacks.is_empty(),
            }
    }
}
