use ecow::EcoString;

use super::Merged;
use super::clusters::{ClusterView, Owners};
use super::deploy::{branch_of, read_deploy, written};
use super::environments::{Environment, Inputs};
use super::stacks::StackInstance;
use super::teams::Teams;
use crate::diagnostics::{Code, Finding, Poison, Sink, Spot};
use crate::model::{
    ArgoCd, ArgoCdMode, ArgoCdSource, Deploy, DeployLayout, Reading, Shaped, Sourced, StackSync, Sync, SyncMode,
    SyncWindow,
};
use crate::node::{Origin, Origins};
use crate::source::Place;

/// What an environment tells Argo CD: all that its objects are made of beside what was rendered.
#[derive(Debug)]
pub struct ArgoCdPlan {
    /// The environment's name.
    pub environment: Sourced<EcoString>,
    /// What the plan's origins point to.
    pub origins: Origins,
    /// Why the environment is rendered, and that Argo CD applies it.
    pub existence: Origin,
    /// Where Argo CD runs and how it is told.
    pub argocd: ArgoCd,
    /// When and how changes are applied.
    pub sync: Option<Sync>,
    /// The URL of the deploy repository.
    pub repository: Sourced<EcoString>,
    /// The branch of it that holds the environment, as a full reference.
    pub revision: Sourced<EcoString>,
    /// Where Argo CD reads manifests from.
    pub source: SourcePlan,
    /// What says so; nothing where nobody does.
    pub source_origin: Origin,
    /// The groups of each team, by what they may do.
    pub teams: Vec<(EcoString, TeamGroups)>,
}

/// Where Argo CD reads manifests from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SourcePlan {
    /// The deploy repository.
    Git,
    /// An artifact in a registry.
    Artifact {
        /// Its URL.
        repository: Sourced<EcoString>,
        /// Its tag or digest.
        tag: Sourced<EcoString>,
    },
    /// A branch of the deploy repository into which Argo CD copies what it reads in another.
    Hydrated {
        /// The branch that is applied.
        branch: Sourced<EcoString>,
        /// The branch that is written, where it is another one.
        hydrate_to: Option<Sourced<EcoString>>,
    },
}

/// The groups of a team, each with what its members may do.
pub type TeamGroups = Vec<(TeamRole, Sourced<EcoString>)>;

/// What the members of a group may do with the team's apps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TeamRole {
    /// Look.
    Viewers,
    /// Look and sync.
    Developers,
    /// Everything.
    Admins,
}

impl TeamRole {
    /// Its name in the AppProject.
    pub fn word(self) -> &'static str {
        match self {
            TeamRole::Viewers => "viewers",
            TeamRole::Developers => "developers",
            TeamRole::Admins => "admins",
        }
    }
}

/// What Argo CD is told of one app beside what its environment says.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AppDelivery {
    /// That Argo CD applies it.
    pub argocd: Origin,
    /// Whose it is.
    pub team: Origin,
    /// What Argo CD calls the cluster.
    pub destination: Sourced<EcoString>,
    /// The cluster's ring.
    pub ring: Option<Sourced<EcoString>>,
    /// When its changes are applied, where its stack says something of it.
    pub sync: Option<AppSync>,
}

/// When changes of one app are applied.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AppSync {
    /// Whether they are applied by themselves; then whether that deletes objects, and whether it changes back what others changed.
    pub automated: Option<(bool, bool)>,
    /// What decided it.
    pub origin: Origin,
}

/// The namespace of Argo CD where nobody says another.
pub const ARGOCD_NAMESPACE: &str = "argocd";

/// What Argo CD calls the cluster that it runs in.
pub const OWN_CLUSTER: &str = "in-cluster";

impl ArgoCdPlan {
    /// Argo CD's namespace.
    pub fn namespace(&self) -> Sourced<EcoString> {
        match &self.argocd.namespace {
            Some(namespace) => Sourced { value: namespace.value.0.clone(), origin: namespace.origin },
            None => Sourced { value: ARGOCD_NAMESPACE.into(), origin: self.argocd.origin },
        }
    }

    /// Whether it is told with plain Applications.
    pub fn has_plain_applications(&self) -> bool {
        self.argocd.mode.as_ref().is_some_and(|mode| mode.value == ArgoCdMode::Applications)
    }

    /// Whether changes are applied by themselves.
    pub fn is_automatic(&self) -> bool {
        is_automatic(self.sync.as_ref())
    }
}

fn is_automatic(sync: Option<&Sync>) -> bool {
    sync.and_then(|sync| sync.mode.as_ref()).is_some_and(|mode| mode.value == SyncMode::Automatic)
}

/// What Argo CD is told of the apps of one environment on one cluster; `None` where it applies none of them.
pub(super) fn delivery_of(
    environment: &Environment,
    cluster: &ClusterView,
    team: Option<Place>,
    origins: &mut Origins,
) -> Option<AppDelivery> {
    let argocd = environment.spec.argocd.as_ref()?;
    let context = &environment.context;
    let runs_in = context.export_origin(argocd.cluster.origin, origins);
    let own = argocd.cluster.value.0 == cluster.name;
    let place = origins.leaf(cluster.place);
    Some(AppDelivery {
        argocd: context.export_origin(argocd.origin, origins),
        team: team.map_or(Origin::INHERITED, |place| origins.leaf(place)),
        destination: Sourced {
            value: if own { OWN_CLUSTER.into() } else { cluster.name.clone() },
            origin: origins.join(&[runs_in, place]),
        },
        sync: None,
        ring: cluster
            .ring
            .clone()
            .map(|ring| Sourced { value: ring, origin: origins.of_causes(cluster.ring_causes.iter().copied()) }),
    })
}

/// When changes of a stack's apps are applied, where its entry in the environment says something of it.
///
/// # Errors
/// Poison after a finding where what it says cannot be read, or cannot be done.
pub(super) fn sync_of(
    instance: &StackInstance<'_>,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Result<Option<AppSync>, Poison> {
    let Some(written) = &instance.sync else { return Ok(None) };
    let tree = instance.evaluator(inputs, origins, sink).evaluate(written, &StackSync::SHAPE)?;
    let own = StackSync::read(&tree, &mut Reading { origins, sink })?;
    let environment = &instance.environment;
    let sync = environment.spec.sync.as_ref();
    if let Some(mode) = own.mode.as_ref().filter(|_| sync.is_some_and(|sync| !sync.rings.items.is_empty())) {
        let message = "the environment's `rings` sync every app in its turn, whatever `mode` of a stack says";
        let place = origins.first_leaf(mode.origin).unwrap_or(environment.name_place);
        let finding = Finding::new(Code::CONTRADICTION, message, Spot::Value(place));
        return Err(sink.report(finding.help("take it away here, or `rings` out of the environment")));
    }
    let mut decided = vec![own.origin];
    let mut flag = |own: &Option<Sourced<bool>>, of: Option<&Option<Sourced<bool>>>| match (own, of) {
        (Some(own), _) => {
            decided.push(own.origin);
            own.value
        }
        (None, Some(Some(flag))) => {
            decided.push(environment.context.export_origin(flag.origin, origins));
            flag.value
        }
        (None, _) => true,
    };
    let prune = flag(&own.prune, sync.map(|sync| &sync.prune));
    let heal = flag(&own.heal, sync.map(|sync| &sync.heal));
    let is_automatic = match (&own.mode, sync.and_then(|sync| sync.mode.as_ref())) {
        (Some(mode), _) => {
            decided.push(mode.origin);
            mode.value == SyncMode::Automatic
        }
        (None, Some(mode)) => {
            decided.push(environment.context.export_origin(mode.origin, origins));
            mode.value == SyncMode::Automatic
        }
        (None, None) => false,
    };
    Ok(Some(AppSync { automated: is_automatic.then_some((prune, heal)), origin: origins.join(&decided) }))
}

/// Where platgen.yaml says which team owns the apps of the platform.
pub(super) fn platform_team_place(inputs: Inputs<'_>) -> Option<Place> {
    let spec = inputs.project.root.as_ref()?.spec?;
    Merged::Source(spec).member("platformTeam", inputs.sources).map(|team| team.place())
}

/// What the planning of one environment's Argo CD reads.
pub(super) struct ArgoCdOf<'a> {
    pub(super) environment: &'a Environment,
    pub(super) clusters: &'a [ClusterView],
    pub(super) owners: &'a Owners<'a>,
    pub(super) teams: &'a Teams,
    pub(super) inputs: Inputs<'a>,
    /// Whether no environment failed, so that a cluster that is not found does not exist.
    pub(super) is_complete: bool,
}

impl ArgoCdOf<'_> {
    /// Plans what the environment tells Argo CD; `None` where it has none, or what it says has a fault.
    pub(super) fn plan(&self, sink: &mut Sink) -> Option<ArgoCdPlan> {
        let environment = self.environment;
        let argocd = environment.spec.argocd.clone()?;
        let mut findings = Sink::default();
        self.check_cluster(&argocd, &mut findings);
        if let Some(sync) = &environment.spec.sync {
            self.check_rings(&argocd, sync, &mut findings);
            self.check_sync(sync, &mut findings);
        }
        let mut origins = environment.context.origins.clone();
        let deploy = self.deploy(&argocd, &mut origins, &mut findings);
        let name = Sourced { value: environment.name.clone(), origin: origins.leaf(environment.name_place) };
        let source =
            deploy.as_ref().and_then(|deploy| self.source(&argocd, deploy, &name, &mut origins, &mut findings));
        let is_sound = !findings.has_errors();
        sink.absorb(findings);
        let (deploy, source) = deploy.zip(source).filter(|_| is_sound)?;
        let causes = origins.of_causes(environment.causes.iter().copied());
        Some(ArgoCdPlan {
            existence: origins.join(&[argocd.origin, causes]),
            revision: revision_of(&deploy, &name, &mut origins),
            repository: Sourced { value: deploy.repo.value.0, origin: deploy.repo.origin },
            source,
            source_origin: argocd.source.as_ref().map_or(Origin::INHERITED, |source| source.origin),
            teams: self.teams.groups(&mut origins),
            sync: environment.spec.sync.clone(),
            environment: name,
            argocd,
            origins,
        })
    }

    fn spot(&self, origin: Origin) -> Spot {
        Spot::Value(self.environment.context.origins.first_leaf(origin).unwrap_or(self.environment.name_place))
    }

    fn key(&self, origin: Origin) -> Spot {
        match self.spot(origin) {
            Spot::Value(place) => Spot::Key(place),
            other => other,
        }
    }

    fn check_cluster(&self, argocd: &ArgoCd, sink: &mut Sink) {
        let name = argocd.cluster.value.0.as_str();
        if self.is_complete && !self.owners.names().any(|known| known == name) {
            let message = format!("there is no cluster `{name}` that Argo CD could run in");
            let finding = Finding::new(Code::UNKNOWN_NAME, message, self.spot(argocd.cluster.origin));
            sink.report(finding.suggest(name, self.owners.names()));
        }
    }

    /// The deploy repository as platgen.yaml names it for this environment; that it names none is reported.
    fn deploy(&self, argocd: &ArgoCd, origins: &mut Origins, sink: &mut Sink) -> Option<Deploy> {
        self.inputs.project.root.as_ref()?;
        let Some(written) = written(self.inputs) else {
            let finding = Finding::new(Code::MISSING_FIELD, "`deploy` is not set", self.key(argocd.origin))
                .label("the deploy repository is what Argo CD reads")
                .help("write in platgen.yaml `deploy: {repo: \"https://git.example.com/acme/deploy.git\"}`");
            sink.report(finding);
            return None;
        };
        read_deploy(&written, self.environment, self.inputs, origins, sink)
    }

    /// Where manifests are read from; what cannot be is reported.
    fn source(
        &self,
        argocd: &ArgoCd,
        deploy: &Deploy,
        environment: &Sourced<EcoString>,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Option<SourcePlan> {
        let kind = argocd.source.as_ref().map_or(ArgoCdSource::Git, |source| source.value);
        let hydrate_to = argocd.hydrate_to.as_ref();
        if let Some(branch) = hydrate_to.filter(|_| kind != ArgoCdSource::Hydrator) {
            let message = "`hydrateTo` is for `source: hydrator`, and this is not";
            let finding = Finding::new(Code::CONTRADICTION, message, self.key(branch.origin));
            sink.report(finding.help("write `source: hydrator`, or take it away"));
        }
        let told = argocd.source.as_ref().map_or(argocd.origin, |source| source.origin);
        match kind {
            ArgoCdSource::Git => Some(SourcePlan::Git),
            ArgoCdSource::Oci => self.artifact(deploy, environment, told, origins, sink),
            ArgoCdSource::Hydrator => {
                if deploy.layout.as_ref().is_some_and(|layout| layout.value == DeployLayout::Branch) {
                    let message = "the hydrator would write the branch that it reads: with `layout: branch` the output \
                                   itself is on `environment/<environment>`";
                    let finding = Finding::new(Code::CONTRADICTION, message, self.spot(told));
                    sink.report(finding.help("write `layout: directory` in platgen.yaml, or take `source` away"));
                }
                let value = ecow::eco_format!("environment/{}", environment.value);
                let hydrate_to =
                    hydrate_to.map(|branch| Sourced { value: branch.value.0.clone(), origin: branch.origin });
                let branch = Sourced { value, origin: origins.join(&[environment.origin, told]) };
                Some(SourcePlan::Hydrated { branch, hydrate_to })
            }
        }
    }

    /// The artifact that platgen.yaml names; that it names none, or no artifact, is reported.
    fn artifact(
        &self,
        deploy: &Deploy,
        environment: &Sourced<EcoString>,
        told: Origin,
        origins: &mut Origins,
        sink: &mut Sink,
    ) -> Option<SourcePlan> {
        let Some(artifact) = &deploy.oci else {
            let finding = Finding::new(Code::MISSING_FIELD, "`deploy.oci` is not set", self.spot(told))
                .label("manifests are read from an artifact")
                .help("write in platgen.yaml `oci: {repository: \"oci://registry.example.com/acme/deploy\"}` below `deploy`");
            sink.report(finding);
            return None;
        };
        let (repository, tag) = (&artifact.repository, &artifact.tag);
        let fault = |origin: Origin, message: String| {
            let place = origins.first_leaf(origin).unwrap_or(self.environment.name_place);
            Finding::new(Code::INVALID_VALUE, message, Spot::Value(place))
        };
        if !repository.value.0.starts_with("oci://") {
            let message = format!("`{}` is no artifact in a registry", repository.value.0);
            sink.report(fault(repository.origin, message).help("write `oci://` and the place in the registry"));
            return None;
        }
        if let Some(tag) = tag.as_ref().filter(|tag| tag.value.0.contains('@')) {
            let message = format!("`{}` is a tag and a digest, of which Argo CD takes one", tag.value.0);
            sink.report(fault(tag.origin, message).help("write one of the two"));
            return None;
        }
        let tag = match tag {
            Some(tag) => Sourced { value: tag.value.0.clone(), origin: tag.origin },
            None => Sourced { value: environment.value.clone(), origin: environment.origin },
        };
        let text = |sourced: &Sourced<EcoString>, origins: &mut Origins| Sourced {
            value: sourced.value.clone(),
            origin: origins.join(&[sourced.origin, told]),
        };
        let repository = Sourced { value: repository.value.0.clone(), origin: repository.origin };
        Some(SourcePlan::Artifact { repository: text(&repository, origins), tag: text(&tag, origins) })
    }

    /// Rings are all of the environment's, and Argo CD can go through them.
    fn check_rings(&self, argocd: &ArgoCd, sync: &Sync, sink: &mut Sink) {
        if sync.rings.items.is_empty() {
            if let Some(at_once) = &sync.at_once {
                let message = "`atOnce` says how many apps of a ring are synced at once, and there are no `rings`";
                sink.report(
                    Finding::new(Code::CONTRADICTION, message, self.spot(at_once.origin))
                        .help("write `rings`, or take it away"),
                );
            }
            return;
        }
        let rings = self.key(sync.rings.origin);
        if !is_automatic(Some(sync)) {
            let message = "`rings` are synced by themselves, one after the other, and `mode` is not `automatic`";
            let help = "write `mode: automatic`, or take `rings` away and sync by hand";
            sink.report(Finding::new(Code::CONTRADICTION, message, rings.clone()).help(help));
        }
        if let Some(mode) = argocd.mode.as_ref().filter(|mode| mode.value == ArgoCdMode::Applications) {
            let message = "`rings` are gone through by an ApplicationSet, and there is none with `mode: applications`";
            let finding = Finding::new(Code::CONTRADICTION, message, rings.clone());
            sink.report(finding.with(self.spot(mode.origin), "plain Applications").help("take one of the two away"));
        }
        self.check_names_of_rings(sync, rings, sink);
    }

    fn check_names_of_rings(&self, sync: &Sync, rings: Spot, sink: &mut Sink) {
        // A cluster that failed may have the ring.
        if self.clusters.len() != self.environment.spec.clusters.iter().len() {
            return;
        }
        let known = || self.clusters.iter().filter_map(|cluster| cluster.ring.as_deref());
        for (index, ring) in sync.rings.items.iter().enumerate() {
            let name = ring.value.0.as_str();
            if sync.rings.items[..index].iter().any(|other| other.value.0 == name) {
                let message = format!("ring `{name}` stands here twice");
                sink.report(Finding::new(Code::DUPLICATE_NAME, message, self.spot(ring.origin)));
            } else if !known().any(|other| other == name) {
                let message = format!("no cluster of the environment is in a ring `{name}`");
                let finding = Finding::new(Code::UNKNOWN_NAME, message, self.spot(ring.origin));
                sink.report(finding.suggest(name, known()));
            }
        }
        let is_listed = |name: &str| sync.rings.items.iter().any(|ring| ring.value.0 == name);
        for cluster in self.clusters.iter().filter(|cluster| !cluster.ring.as_deref().is_some_and(is_listed)) {
            let message = format!("cluster `{}` is in none of the rings: its apps would never be synced", cluster.name);
            let finding = Finding::new(Code::CONTRADICTION, message, rings.clone());
            let help = match &cluster.ring {
                Some(ring) => format!("add `{ring}` to `rings`"),
                None => "write `ring: …` in the cluster's own entry".to_owned(),
            };
            sink.report(finding.with(Spot::Key(cluster.place), "the cluster").help(help));
        }
    }

    /// What Argo CD would not understand.
    fn check_sync(&self, sync: &Sync, sink: &mut Sink) {
        for (name, window) in sync.windows.iter() {
            self.check_window(name, window, sink);
        }
        for (name, ignored) in sync.ignore.iter() {
            if ignored.pointers.items.is_empty()
                && ignored.expressions.items.is_empty()
                && ignored.managers.items.is_empty()
            {
                let message = format!("`{name}` says which objects, and not which part of them is ignored");
                let help = "write `jsonPointers`, `jqPathExpressions` or `managedFieldsManagers`";
                sink.report(Finding::new(Code::MISSING_FIELD, message, self.key(ignored.origin)).help(help));
            }
        }
    }

    fn check_window(&self, name: &str, window: &SyncWindow, sink: &mut Sink) {
        use platgen_schema::{Grammar, check_text};
        if check_text(Grammar::Cron, &window.schedule.value.0).is_err() {
            let message = format!("`{}` is not a schedule", window.schedule.value.0);
            let finding = Finding::new(Code::INVALID_VALUE, message, self.spot(window.schedule.origin));
            sink.report(
                finding.help("write cron's five fields: minute, hour, day, month, weekday, such as `0 22 * * 5`"),
            );
        }
        if window.duration.value.0.contains('d') {
            let message = format!("the duration of window `{name}` has days, which Argo CD does not know");
            sink.report(
                Finding::new(Code::INVALID_VALUE, message, self.spot(window.duration.origin))
                    .help("write hours: `48h`"),
            );
        }
        let zone = window.time_zone.as_ref().filter(|zone| check_text(Grammar::TimeZone, &zone.value.0).is_err());
        if let Some(zone) = zone {
            let message = format!("`{}` is not a time zone", zone.value.0);
            sink.report(
                Finding::new(Code::INVALID_VALUE, message, self.spot(zone.origin))
                    .help("write one such as `Europe/Berlin`"),
            );
        }
    }
}

/// The branch that holds an environment.
fn revision_of(deploy: &Deploy, environment: &Sourced<EcoString>, origins: &mut Origins) -> Sourced<EcoString> {
    let layout = deploy.layout.as_ref();
    let chosen = layout.map_or(Origin::INHERITED, |layout| layout.origin);
    let kind = layout.map_or(DeployLayout::Directory, |layout| layout.value);
    let value = ecow::eco_format!("refs/heads/{}", branch_of(&environment.value, kind, Some(deploy)));
    if kind == DeployLayout::Branch {
        return Sourced { value, origin: origins.join(&[environment.origin, chosen, deploy.origin]) };
    }
    let made = deploy.branch.as_ref().map_or(deploy.origin, |branch| branch.origin);
    Sourced { value, origin: origins.join(&[made, chosen]) }
}
