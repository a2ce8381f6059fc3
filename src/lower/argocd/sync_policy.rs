use ecow::eco_format;

use super::project::boolean;
use super::rendered::{self, ToldSync};
use super::{Fragment, Lowering, fixed};
use crate::model::{IgnoredDifference, Sourced, Sync, SyncOptions};
use crate::node::{Node, Origin, Payload};

/// How often a sync that failed is tried again.
const RETRIES: i32 = 5;

/// Lowers when and how an app is synced.
///
/// By hand there is no `automated` at all: releases of Argo CD that do not know its `enabled` would take any as a yes.
pub(super) fn lower(lowering: &mut Lowering<'_>, own: Option<&ToldSync>) -> Fragment {
    let sync = lowering.plan.sync.as_ref();
    let automated = match own {
        Some(own) => {
            let origin = lowering.of(&own.causes);
            rendered::automated(own.automated).map(|node| Fragment::from_node(node).because(&[], origin))
        }
        None => sync.filter(|_| lowering.plan.is_automatic()).map(automated),
    };
    Fragment::map(Origin::INHERITED)
        .with("automated", automated)
        .with("syncOptions", options(sync))
        .with("retry", retry(sync))
}

/// What makes changes be applied by themselves, or not.
pub(super) fn mode_origin(lowering: &Lowering<'_>) -> Origin {
    let mode = lowering.plan.sync.as_ref().and_then(|sync| sync.mode.as_ref());
    mode.map_or(Origin::INHERITED, |mode| mode.origin)
}

fn automated(sync: &Sync) -> Fragment {
    let flag = |flag: &Option<Sourced<bool>>| match flag {
        Some(flag) => boolean(flag.value, flag.origin),
        None => boolean(true, Origin::INHERITED),
    };
    let mode = sync.mode.as_ref().map_or(Origin::INHERITED, |mode| mode.origin);
    Fragment::map(mode).with("prune", flag(&sync.prune)).with("selfHeal", flag(&sync.heal))
}

/// Argo CD's options as it writes them, in the order of the record.
fn options(sync: Option<&Sync>) -> Option<Fragment> {
    let options = sync.and_then(|sync| sync.options.as_ref());
    let ignores = sync.filter(|sync| !sync.ignore.is_empty()).map(|sync| sync.ignore.origin);
    let flag = |name: &str, chosen: fn(&SyncOptions) -> &Option<Sourced<bool>>, default: Option<Origin>| {
        let written = options.and_then(|options| chosen(options).as_ref());
        let (value, origin) = match (written, default) {
            (Some(written), _) => (written.value, written.origin),
            (None, default) => (true, default?),
        };
        Some(Fragment::text(eco_format!("{name}={value}"), origin))
    };
    let always = Some(Origin::INHERITED);
    let propagation = options.and_then(|options| options.prune_propagation.as_ref());
    let propagation = propagation
        .map(|policy| Fragment::text(eco_format!("PrunePropagationPolicy={}", policy.value.word()), policy.origin));
    let all = [
        flag("ServerSideApply", |options| &options.server_side_apply, always),
        flag("ApplyOutOfSyncOnly", |options| &options.only_out_of_sync, always),
        flag("PruneLast", |options| &options.prune_last, always),
        propagation,
        flag("RespectIgnoreDifferences", |options| &options.respect_ignored, ignores),
        flag("FailOnSharedResource", |options| &options.fail_on_shared, None),
        flag("Validate", |options| &options.validate, None),
    ];
    Fragment::list(all.into_iter().flatten())
}

fn retry(sync: Option<&Sync>) -> Fragment {
    let written = sync.and_then(|sync| sync.retries.as_ref());
    let (limit, origin) = written.map_or((RETRIES, Origin::INHERITED), |limit| (limit.value.0, limit.origin));
    let number = |number: i32, origin| Fragment::from_node(Node::new(Payload::Int(number.into()), origin));
    let backoff = Fragment::map(Origin::INHERITED)
        .with("duration", fixed("5s"))
        .with("factor", number(2, Origin::INHERITED))
        .with("maxDuration", fixed("3m"));
    // A retry takes what was pushed since: the fault may be mended there.
    Fragment::map(Origin::INHERITED)
        .with("limit", number(limit, origin))
        .with("refresh", boolean(true, Origin::INHERITED))
        .with("backoff", backoff)
}

/// The differences that count for nothing.
pub(super) fn ignored(lowering: &Lowering<'_>) -> Option<Fragment> {
    let sync = lowering.plan.sync.as_ref()?;
    Fragment::list(sync.ignore.iter().map(|(_, ignored)| ignored_of(ignored)))
}

fn ignored_of(ignored: &IgnoredDifference) -> Fragment {
    let IgnoredDifference { group, kind, name, namespace, pointers, expressions, managers, .. } = ignored;
    let texts = |texts: Vec<Fragment>| Fragment::list(texts);
    Fragment::map(ignored.origin)
        .with("group", group.as_ref().map(|group| Fragment::text(group.value.0.clone(), group.origin)))
        .with("kind", Fragment::text(kind.value.0.clone(), kind.origin))
        .with("name", name.as_ref().map(|name| Fragment::text(name.value.0.clone(), name.origin)))
        .with("namespace", namespace.as_ref().map(|name| Fragment::text(name.value.0.clone(), name.origin)))
        .with(
            "jsonPointers",
            texts(pointers.items.iter().map(|item| Fragment::text(item.value.0.clone(), item.origin)).collect()),
        )
        .with(
            "jqPathExpressions",
            texts(expressions.items.iter().map(|item| Fragment::text(item.value.0.clone(), item.origin)).collect()),
        )
        .with(
            "managedFieldsManagers",
            texts(managers.items.iter().map(|item| Fragment::text(item.value.0.clone(), item.origin)).collect()),
        )
}
