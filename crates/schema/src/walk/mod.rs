//! Walks an object beside its schema and collects faults.
//!
//! Takes a release, an API version, a kind and a tree; gives faults in the order of the tree, a map's missing fields after its own.
//! Kubernetes' own kinds are read as its decoder reads them: null is absent, an optional empty text is absent. Custom resources are read
//! as structural schemas: null needs `nullable` or a default, and is dropped from a map without. Of a status only the structure is checked, since the server overwrites it.

mod combined;
mod kept;
mod list;
mod object;
mod rule;
mod value;

use crate::catalog::Schemas;
use crate::fault::{Fault, FaultKind, Step};
use crate::identity;
use crate::known::Known;
use crate::limits::Limits;
use crate::relation;
use crate::schema::Schema;
use crate::tree::{Tree, View};
use kept::Kept;
use std::borrow::Cow;

/// Validates an object within the default [`Limits`].
#[must_use]
pub fn validate<'t, N: Tree>(schemas: &Schemas, api_version: &str, kind: &str, root: &'t N) -> Vec<Fault<'t, N>> {
    validate_within(schemas, api_version, kind, root, Limits::default())
}

/// Validates an object. A kind that the release does not serve is one fault and nothing else is judged.
#[must_use]
pub fn validate_within<'t, N: Tree>(
    schemas: &Schemas,
    api_version: &str,
    kind: &str,
    root: &'t N,
    limits: Limits,
) -> Vec<Fault<'t, N>> {
    // What a list holds is judged object by object, see [`Schemas::items_of`].
    if schemas.is_bare_list(api_version, kind) {
        return Vec::new();
    }
    let trail = Trail { parent: None, step: None };
    let context = Context { native: true, status: false, branch: false, optional: false, depth: 0 };
    let custom = schemas.custom_kind(api_version, kind);
    let schema = match custom {
        Some(custom) => Some(custom.schema()),
        None => schemas.definition_of(api_version, kind).and_then(|name| schemas.resolve(name)),
    };
    let kept = custom.map_or(Kept::Same, |custom| Kept::Open(custom.schema(), root));
    let mut walker = Walker { schemas, faults: Vec::new(), limits, visits: 0, kept };
    match schema {
        Some(schema) => {
            walker.walk(schema, root, &trail, Context { native: custom.is_none(), ..context });
            identity::check(&mut walker, api_version, kind, root);
            if custom.is_none() {
                relation::check(&mut walker, api_version, kind, root);
            }
            if walker.is_exhausted() {
                let message = "the object takes too much work to check; a part of it is unchecked".to_owned();
                walker.report(FaultKind::TooMuchWork, &trail, root, message);
            }
        }
        None => walker.report_unknown_kind(api_version, kind, root),
    }
    walker.faults
}

/// One validation under way.
pub(crate) struct Walker<'s, 't, N> {
    pub(crate) schemas: &'s Schemas,
    pub(crate) faults: Vec<Fault<'t, N>>,
    limits: Limits,
    visits: usize,
    kept: Kept<'s, 't, N>,
}

/// The way from the root, kept on the stack so that a node without faults costs no allocation.
pub(crate) struct Trail<'p, 't> {
    parent: Option<&'p Trail<'p, 't>>,
    step: Option<Step<'t>>,
}

/// How the schema at hand applies.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    /// Whether the schema is Kubernetes' own and not a custom resource's.
    native: bool,
    /// Whether the value is inside a status.
    status: bool,
    /// Whether the schema is one of several alternatives, which constrain values and know no fields.
    branch: bool,
    /// Whether the value is a field that may be absent.
    optional: bool,
    depth: usize,
}

impl<'p, 't> Trail<'p, 't> {
    pub(crate) fn root() -> Self {
        Self { parent: None, step: None }
    }

    pub(crate) fn key(&'p self, key: &'t str) -> Trail<'p, 't> {
        Trail { parent: Some(self), step: Some(Step::Key(Cow::Borrowed(key))) }
    }

    pub(crate) fn index(&'p self, index: usize) -> Trail<'p, 't> {
        Trail { parent: Some(self), step: Some(Step::Index(index)) }
    }

    fn path(&self) -> Vec<Step<'t>> {
        let mut path: Vec<Step<'t>> =
            std::iter::successors(Some(self), |trail| trail.parent).filter_map(|trail| trail.step.clone()).collect();
        path.reverse();
        path
    }

    /// Names the value for a message: by its key, or by the key of the list that it is in.
    pub(crate) fn subject(&self) -> String {
        match (&self.step, self.parent) {
            (Some(Step::Key(key)), _) => format!("`{key}`"),
            (Some(Step::Index(index)), Some(parent)) if parent.step.is_some() => {
                format!("item {index} of {}", parent.subject())
            }
            (Some(Step::Index(index)), _) => format!("item {index}"),
            (None, _) => "the object".to_owned(),
        }
    }
}

impl Context {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, optional: false, ..self }
    }
}

impl<'s, 't, N: Tree> Walker<'s, 't, N> {
    /// Checks one value against one schema.
    fn walk(&mut self, schema: &'s Schema, node: &'t N, trail: &Trail<'_, 't>, context: Context) {
        if !self.may_visit(node, trail, context) {
            return;
        }
        if let View::Null = node.view() {
            return self.check_null(schema, node, trail, context);
        }
        if schema.cut {
            let message = format!("{} is left unchecked: its schema is nested too deeply", trail.subject());
            self.report(FaultKind::Uncheckable, trail, node, message);
            return;
        }
        if let Some(name) = &schema.reference
            && let Some(definition) = self.schemas.resolve(name)
        {
            self.walk(definition, node, trail, Context { native: true, depth: context.depth + 1, ..context });
        }
        if !schema.alternatives.is_empty() {
            return self.walk_alternative(schema, node, trail, context);
        }
        if let Some(kind) = schema.kind
            && !self.check_kind(kind, node, trail)
        {
            return;
        }
        match node.view() {
            View::Map(fields) => self.walk_fields(schema, node, fields, trail, context),
            View::Seq(items) => self.walk_items(schema, node, items, trail, context),
            _ => {}
        }
        if !context.status {
            self.check_rules(schema, node, trail, context);
            let is_done = schema.combined.is_some() && self.check_combined_kept(schema, node, trail, context);
            if !is_done {
                self.check_combined(schema, node, trail, context);
            }
        }
    }

    fn may_visit(&mut self, node: &'t N, trail: &Trail<'_, 't>, context: Context) -> bool {
        self.visits += 1;
        if self.is_full() {
            return false;
        }
        if self.is_exhausted() {
            return false;
        }
        if context.depth > self.limits.depth {
            self.report(
                FaultKind::TooDeep,
                trail,
                node,
                format!("{} is nested too deeply and is left unchecked", trail.subject()),
            );
            return false;
        }
        true
    }

    /// Tells whether there are as many faults as may be reported.
    pub(crate) fn is_full(&self) -> bool {
        self.faults.len() >= self.limits.faults
    }

    /// Tells whether the validation has cost what it may, so that what it says from here on means nothing.
    fn is_exhausted(&self) -> bool {
        self.visits > self.limits.visits
    }

    pub(crate) fn report(
        &mut self,
        kind: FaultKind,
        trail: &Trail<'_, 't>,
        node: &'t N,
        message: String,
    ) -> &mut Fault<'t, N> {
        self.faults.push(Fault { kind, path: trail.path(), node, key: None, message, help: None });
        self.faults.last_mut().expect("a fault was just added")
    }

    fn report_unknown_kind(&mut self, api_version: &str, kind: &str, root: &'t N) {
        let minor = self.schemas.minor();
        let use_instead = |names: &[String]| names.first().map(|name| format!("use `{name}`"));
        let meant = |name: Option<String>| name.map(|name| format!("did you mean `{name}`?"));
        let (what, help) = match self.schemas.known(api_version, kind) {
            Known::Removed { minor, replacement } => {
                (format!("was removed in 1.{minor}"), use_instead(replacement.as_slice()))
            }
            Known::NotYet { since } => (format!("is served since 1.{since}"), None),
            Known::UnknownVersion { served } => ("is no version of that kind".to_owned(), use_instead(&served)),
            Known::UnknownKind { nearest, elsewhere } | Known::UnknownGroup { nearest, elsewhere } => {
                ("is unknown".to_owned(), use_instead(&elsewhere).or_else(|| meant(nearest)))
            }
            Known::Yes => ("has no schema".to_owned(), None),
        };
        let message = format!("`{kind}` of `{api_version}` {what}, as Kubernetes 1.{minor} sees it");
        let fault = self.report(FaultKind::UnknownKind, &Trail::root(), root, message);
        fault.key = Some(Cow::Borrowed("kind"));
        fault.help = help;
    }
}
