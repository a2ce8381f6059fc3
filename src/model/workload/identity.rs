//! The identity of pods, and what it may do.

use crate::model::scalars::Text;
use crate::model::{AsWritten, List, Named, Open, Sourced, TextRule, record};

record! {
    /// The identity of the pods.
    ServiceAccount {
        /// Annotations of the ServiceAccount.
        annotations "annotations": Open<Sourced<AsWritten>, { TextRule::LABEL_KEY }>,
        /// Whether the pods get a token for the API server; they do where there are `rules`.
        token "token": Option<Sourced<bool>>,
        /// What the pods may do with objects of their namespace.
        rules "rules": Named<AccessRule>,
    }
}

record! {
    /// What may be done with objects of a namespace, as a Role has it.
    AccessRule {
        /// API groups; the core group where there are none.
        api_groups "apiGroups": List<Sourced<AsWritten>>,
        /// Resources in the plural, such as `pods` or `pods/log`.
        resources "resources": List<Sourced<Text>>,
        /// Names of objects; all where there are none.
        resource_names "resourceNames": List<Sourced<Text>>,
        /// What may be done: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`.
        verbs "verbs": List<Sourced<Text>>,
        /// Says that this layer adds the rule.
        add "add": Option<Sourced<bool>>,
    }
}
