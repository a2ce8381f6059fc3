use std::sync::Arc;

use ecow::EcoString;

use crate::model::MockedCommands;
use crate::node::{Node, Origin, Origins};
use crate::source::{Place, Sources};

/// The word for no region, which is also a folder's name.
pub const GLOBAL: &str = "global";

/// A piece of infrastructure that one Terragrunt unit makes.
#[derive(Clone, Debug)]
pub struct UnitPlan {
    /// Which one it is.
    pub id: UnitId,
    /// Its definition.
    pub kind: EcoString,
    /// The team that owns it.
    pub team: EcoString,
    /// What it is called in the cloud.
    pub cloud_name: EcoString,
    /// The Terraform module that makes it.
    pub module: ModulePlan,
    /// The module's inputs, in which `{$output: <dependency>.<output>}` stands for what another unit gives.
    pub inputs: Node,
    /// The units whose outputs the inputs read, by their names.
    pub dependencies: Vec<UnitDependency>,
    /// Where the unit was written.
    pub place: Place,
    /// Where its definition's name was written.
    pub definition: Place,
    /// The unit as a whole.
    pub origin: Origin,
    /// Who uses it: cluster, stack and workload.
    pub users: Vec<(EcoString, EcoString, EcoString)>,
    /// What its environment says of the cloud.
    pub cloud: Arc<CloudPlan>,
    /// What the inputs' origins point to.
    pub origins: Origins,
}

/// Which unit it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnitId {
    /// The environment.
    pub environment: EcoString,
    /// The stack.
    pub stack: EcoString,
    /// Its name in the stack, with that of the companion behind it.
    pub name: EcoString,
    /// Its name in the stack alone.
    pub unit: EcoString,
    /// Its region, where it has one.
    pub region: Option<EcoString>,
    /// Its cluster, where each has one.
    pub cluster: Option<EcoString>,
    /// Its folder below those of the environment's units: `us-west-2/documents/database`.
    pub folder: EcoString,
}

impl UnitId {
    /// Its folder below the output folder.
    pub fn path(&self) -> EcoString {
        ecow::eco_format!("{}/terragrunt/{}", self.environment, self.folder)
    }

    /// The key of its state: known from the path alone, so that moving a file of the output never loses a state unnoticed.
    pub fn state_key(&self) -> EcoString {
        ecow::eco_format!("{}/{}/terraform.tfstate", self.environment, self.folder)
    }
}

/// A workload that uses a unit of another environment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BorrowedUse {
    /// The unit, in the environment that has it.
    pub unit: UnitId,
    /// The environment of the workload.
    pub environment: EcoString,
    /// Cluster, stack and workload.
    pub user: (EcoString, EcoString, EcoString),
}

/// A workload that uses a unit for which an app stands, since its environment has no cloud.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StandInUse {
    /// The environment.
    pub environment: EcoString,
    /// The app that stands for the unit, on the workload's cluster.
    pub app: EcoString,
    /// Cluster, stack and workload.
    pub user: (EcoString, EcoString, EcoString),
}

/// A unit that another one reads outputs of.
#[derive(Clone, Debug)]
pub struct UnitDependency {
    /// Its name in the unit that reads it.
    pub block: EcoString,
    /// Which unit it is.
    pub target: UnitId,
    /// The module that makes it.
    pub module: ModulePlan,
    /// The outputs that are read, with what is below them, each with what reads it.
    pub outputs: Vec<(EcoString, Origin)>,
}

/// Where a Terraform module comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModulePlan {
    /// A module of the registry, or a folder below `modules/`.
    pub source: ModuleSourcePlan,
    /// The folder inside it.
    pub submodule: Option<EcoString>,
    /// Where its source was written.
    pub place: Place,
}

/// Where a Terraform module comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ModuleSourcePlan {
    /// The Terraform registry.
    Registry {
        /// `terraform-aws-modules/sqs/aws`.
        module: EcoString,
        /// `5.2.1`.
        version: EcoString,
    },
    /// A folder below `modules/` of the project, or one that comes with platgen.
    Folder(EcoString),
}

impl ModulePlan {
    /// Reads a definition's `source`, whose form was checked when its file was read; `None` where it says neither or both.
    pub(super) fn read(place: Place, sources: &Sources) -> Option<Self> {
        let document = sources.document(place.file);
        let text = |key: &str| document.get(place.node, key).map(|node| document.text_shared(node));
        let source = match (text("module"), text("version"), text("path")) {
            (Some(module), Some(version), None) => ModuleSourcePlan::Registry { module, version },
            (None, _, Some(path)) => ModuleSourcePlan::Folder(path),
            _ => return None,
        };
        Some(Self { source, submodule: text("submodule"), place })
    }

    /// The module in words: `terraform-aws-modules/sqs/aws 5.2.1`.
    pub fn display(&self) -> String {
        let submodule = self.submodule.as_ref().map(|folder| format!("//{folder}")).unwrap_or_default();
        match &self.source {
            ModuleSourcePlan::Registry { module, version } => format!("{module}{submodule} {version}"),
            ModuleSourcePlan::Folder(path) => format!("modules/{path}{submodule}"),
        }
    }
}

/// What an environment says of the cloud.
#[derive(Clone, PartialEq, Debug)]
pub struct CloudPlan {
    /// The environment.
    pub environment: EcoString,
    /// The account; empty where nobody says it, which was reported.
    pub account: EcoString,
    /// The bucket of Terraform's state.
    pub bucket: EcoString,
    /// The region of units that have none, and of the state.
    pub region: EcoString,
    /// The region of the state's bucket.
    pub state_region: EcoString,
    /// The key that encrypts the state.
    pub state_key: Option<EcoString>,
    /// For which commands made-up outputs are taken.
    pub mocks: MockedCommands,
    /// Versions of Terragrunt that may apply the units.
    pub terragrunt: EcoString,
    /// Versions of Terraform that may apply the units.
    pub terraform: EcoString,
    /// Tags of everything.
    pub tags: Vec<(EcoString, EcoString)>,
}
