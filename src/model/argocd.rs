use super::scalars::{Count, DnsName, Duration, GitRevision, Label, Pointer, Text, choice};
use super::{IntOrPercent, List, Named, Open, Sourced, TextRule, record};

record! {
    /// Where Argo CD runs and how it is told.
    ArgoCd {
        /// The cluster that it runs in, by its real name; any cluster of the project.
        cluster "cluster": Sourced<DnsName>,
        /// Its namespace; `argocd` where it is not set.
        namespace "namespace": Option<Sourced<Label>>,
        /// What it is told with; an ApplicationSet per team where it is not set.
        mode "mode": Option<Sourced<ArgoCdMode>>,
        /// Where it reads manifests from; from the deploy repository where it is not set.
        source "source": Option<Sourced<ArgoCdSource>>,
        /// With `source: hydrator` the branch that Argo CD writes in place of the one that it reads, `environment/<environment>`,
        /// such as `environment/production-next`: what is there must be merged before it is applied.
        hydrate_to "hydrateTo": Option<Sourced<GitRevision>>,
        /// Applications that are meant to go, each with the reason. Any other that an earlier state has and this one has not is an
        /// error of `platgen check` and `platgen diff`.
        removed "removed": Open<Sourced<Text>, { TextRule::LABEL }>,
    }
}

choice! {
    /// Where Argo CD reads manifests from.
    ArgoCdSource {
        /// From the deploy repository, as they are rendered.
        Git "git",
        /// From an artifact in a registry that holds the output, `deploy.oci` of platgen.yaml. ApplicationSets find the apps in the
        /// deploy repository all the same: for artifacts Argo CD has no generator.
        Oci "oci",
        /// From a branch `environment/<environment>` into which Argo CD's source hydrator copies them from the deploy repository.
        Hydrator "hydrator",
    }
}

choice! {
    /// What Argo CD is told with.
    ArgoCdMode {
        /// An ApplicationSet per team.
        ApplicationSet "applicationset",
        /// Plain Applications.
        Applications "applications",
    }
}

record! {
    /// When changes are applied, and how.
    Sync {
        /// Whether by hand or by themselves; by hand where it is not set.
        mode "mode": Option<Sourced<SyncMode>>,
        /// Whether what is no longer rendered is deleted in an automatic sync; it is where that is not said.
        prune "prune": Option<Sourced<bool>>,
        /// Whether what somebody changed in the cluster is changed back; it is where that is not said.
        heal "heal": Option<Sourced<bool>>,
        /// How often a sync that failed is tried again; five times where it is not set.
        retries "retries": Option<Sourced<Count>>,
        /// How objects are applied.
        options "options": Option<SyncOptions>,
        /// Windows in time in which syncs are allowed or denied.
        windows "windows": Named<SyncWindow>,
        /// Differences between what is rendered and what is in the cluster that count for nothing.
        ignore "ignore": Named<IgnoredDifference>,
        /// Rings of clusters in the order in which they are synced: each when the one before it is healthy. Only with `mode: automatic`.
        rings "rings": List<Sourced<Label>>,
        /// How many apps of a ring are synced at once: a number, or a share such as `25%`. All where it is not set.
        at_once "atOnce": Option<Sourced<IntOrPercent>>,
    }
}

record! {
    /// When changes to a stack are applied, where that is not as in its environment.
    StackSync {
        /// Whether by hand or by themselves.
        mode "mode": Option<Sourced<SyncMode>>,
        /// Whether what is no longer rendered is deleted in an automatic sync.
        prune "prune": Option<Sourced<bool>>,
        /// Whether what somebody changed in the cluster is changed back.
        heal "heal": Option<Sourced<bool>>,
    }
}

choice! {
    /// Whether changes are applied by hand or by themselves.
    SyncMode {
        /// By hand.
        Manual "manual",
        /// By themselves.
        Automatic "automatic",
    }
}

record! {
    /// How Argo CD applies objects; the names are its own.
    SyncOptions {
        /// Whether the API server merges what is applied; it does where that is not said.
        server_side_apply "ServerSideApply": Option<Sourced<bool>>,
        /// Whether objects that did not change are left out; they are where that is not said.
        only_out_of_sync "ApplyOutOfSyncOnly": Option<Sourced<bool>>,
        /// Whether objects are deleted after the others are applied; they are where that is not said.
        prune_last "PruneLast": Option<Sourced<bool>>,
        /// How what an object owns goes with it.
        prune_propagation "PrunePropagationPolicy": Option<Sourced<PrunePropagation>>,
        /// Whether a sync leaves ignored differences as they are; it does where `ignore` names any.
        respect_ignored "RespectIgnoreDifferences": Option<Sourced<bool>>,
        /// Whether a sync fails where another app has the same object.
        fail_on_shared "FailOnSharedResource": Option<Sourced<bool>>,
        /// Whether the API server checks objects when they are applied.
        validate "Validate": Option<Sourced<bool>>,
    }
}

choice! {
    /// How what an object owns goes with it.
    PrunePropagation {
        /// Before it.
        Foreground "foreground",
        /// After it.
        Background "background",
        /// Not at all.
        Orphan "orphan",
    }
}

record! {
    /// A window in time.
    SyncWindow {
        /// Whether syncs are allowed or denied in it.
        kind "kind": Sourced<WindowKind>,
        /// When it opens, in cron's five fields.
        schedule "schedule": Sourced<Text>,
        /// How long it stays open.
        duration "duration": Sourced<Duration>,
        /// The time zone, by its IANA name.
        time_zone "timeZone": Option<Sourced<Text>>,
        /// Whether syncs by hand are allowed all the same.
        manual_sync "manualSync": Option<Sourced<bool>>,
        /// Says that this layer adds the window.
        add "add": Option<Sourced<bool>>,
    }
}

choice! {
    /// Whether a window allows or denies.
    WindowKind {
        /// Syncs run only inside.
        Allow "allow",
        /// Syncs run only outside.
        Deny "deny",
    }
}

record! {
    /// Differences that count for nothing: parts of objects that somebody else decides.
    IgnoredDifference {
        /// The API group of the objects; the core group where it is not set.
        group "group": Option<Sourced<DnsName>>,
        /// Their kind.
        kind "kind": Sourced<Text>,
        /// The name of the object, where only one is meant.
        name "name": Option<Sourced<DnsName>>,
        /// Its namespace, where only one is meant.
        namespace "namespace": Option<Sourced<Label>>,
        /// The parts, as JSON pointers.
        pointers "jsonPointers": List<Sourced<Pointer>>,
        /// The parts, as expressions of jq.
        expressions "jqPathExpressions": List<Sourced<Text>>,
        /// The parts, by the managers of fields that own them.
        managers "managedFieldsManagers": List<Sourced<Text>>,
        /// Says that this layer adds the entry.
        add "add": Option<Sourced<bool>>,
    }
}
