use ecow::EcoString;

use super::environments::{Environment, Inputs};
use super::{Evaluator, Merged, Root};
use crate::diagnostics::Sink;
use crate::model::{Deploy, DeployLayout, Reading, Shaped};
use crate::node::Origins;

/// The branch of the deploy repository where nobody says another.
const MAIN: &str = "main";

/// Where the output of one environment is committed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeployPlan {
    /// The environment.
    pub environment: EcoString,
    /// The URL of the repository; none where platgen.yaml names none.
    pub repository: Option<EcoString>,
    /// How environments are kept apart in it.
    pub layout: DeployLayout,
    /// The branch that Argo CD reads.
    pub branch: EcoString,
    /// Whether commits go to a branch beside it.
    pub has_next: bool,
    /// Whether it is told what an environment was made of as Argo CD's hydrator does.
    pub is_hydrated: bool,
}

impl DeployPlan {
    fn new(environment: &EcoString, deploy: Option<&Deploy>) -> Self {
        let layout = deploy.and_then(|deploy| deploy.layout.as_ref()).map(|layout| layout.value);
        let layout = layout.unwrap_or(DeployLayout::Directory);
        let is_set = |flag: &Option<crate::model::Sourced<bool>>| flag.as_ref().is_some_and(|flag| flag.value);
        Self {
            repository: deploy.map(|deploy| deploy.repo.value.0.clone()),
            branch: branch_of(environment, layout, deploy),
            layout,
            has_next: deploy.is_some_and(|deploy| is_set(&deploy.next)),
            is_hydrated: deploy.is_some_and(|deploy| is_set(&deploy.hydrator)),
            environment: environment.clone(),
        }
    }
}

/// The branch that holds an environment.
pub(super) fn branch_of(environment: &str, layout: DeployLayout, deploy: Option<&Deploy>) -> EcoString {
    if layout == DeployLayout::Branch {
        return ecow::eco_format!("environment/{environment}");
    }
    let branch = deploy.and_then(|deploy| deploy.branch.as_ref());
    branch.map_or_else(|| MAIN.into(), |branch| branch.value.0.clone())
}

/// Plans where the output of an environment is committed; `None` where what platgen.yaml says of it has a fault.
///
/// Where Argo CD applies the environment, the fault was reported with what it is told.
pub(super) fn plan_deploy(environment: &Environment, inputs: Inputs<'_>, sink: &mut Sink) -> Option<DeployPlan> {
    let mut heard = Sink::default();
    let sink = if environment.spec.argocd.is_some() { &mut heard } else { sink };
    let deploy = match written(inputs) {
        Some(written) => {
            let mut origins = environment.context.origins.clone();
            Some(read_deploy(&written, environment, inputs, &mut origins, sink)?)
        }
        None => None,
    };
    Some(DeployPlan::new(&environment.name, deploy.as_ref()))
}

/// What platgen.yaml says of the deploy repository, before any environment is looked at.
pub(super) fn written(inputs: Inputs<'_>) -> Option<Merged> {
    let spec = inputs.project.root.as_ref()?.spec?;
    Merged::Source(spec).member("deploy", inputs.sources).filter(|deploy| !deploy.is_null(inputs.sources))
}

/// Reads what platgen.yaml says of the deploy repository as it is for an environment.
pub(super) fn read_deploy(
    written: &Merged,
    environment: &Environment,
    inputs: Inputs<'_>,
    origins: &mut Origins,
    sink: &mut Sink,
) -> Option<Deploy> {
    let mut evaluator = Evaluator::new(inputs.sources, inputs.templates, origins, sink);
    evaluator.root("env", Root::Finished(&environment.context));
    let tree = evaluator.evaluate(written, &Deploy::SHAPE).ok()?;
    Deploy::read(&tree, &mut Reading { origins, sink }).ok()
}
