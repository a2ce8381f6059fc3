use super::scalars::{Label, Text, choice};
use super::{Layer, Named, Open, Sourced, TextRule, Workload, record};

record! {
    /// What a project is called and how its output looks.
    ProjectSpec {
        /// Versions of platgen that may compile the project, such as `>=0.1`.
        platgen "platgen": Option<Sourced<Text>>,
        /// The repository that the output is committed to.
        deploy "deploy": Option<Deploy>,
        /// How charts are rendered.
        helm "helm" later: Option<Helm>,
        /// Charts that stacks may use, by name.
        charts "charts" later: Named<ChartSource>,
        /// Levels of findings, by code.
        checks "checks": Open<Sourced<CheckLevel>, { TextRule::LABEL }>,
        /// The form of the output.
        output "output": Option<Output>,
        /// The team that owns the apps `namespaces`; without it they belong to team `platform`.
        platform_team "platformTeam": Option<Sourced<Label>>,
        /// What every workload has unless a layer above says otherwise.
        defaults "defaults": Option<Defaults>,
    }
}

record! {
    /// The repository that the output is committed to, and that Argo CD reads.
    Deploy {
        /// Its URL; may read `env`, such as `https://git.example.com/acme/deploy-${env.name}.git` for a repository per environment.
        repo "repo": Sourced<Text>,
        /// How environments are kept apart in it; in folders where it is not set.
        layout "layout": Option<Sourced<DeployLayout>>,
        /// The branch, for the layouts `directory` and `repository`; `main` where it is not set.
        branch "branch": Option<Sourced<Text>>,
    }
}

choice! {
    /// How environments are kept apart in the deploy repository.
    DeployLayout {
        /// A folder per environment on one branch.
        Directory "directory",
        /// A branch per environment, `environment/<environment>`.
        Branch "branch",
        /// A repository per environment.
        Repository "repository",
    }
}

record! {
    /// How charts are rendered.
    Helm {
        /// The Helm release whose behaviour is reproduced.
        compat "compat": Option<Sourced<HelmCompat>>,
    }
}

choice! {
    /// Releases of Helm that differ in how they merge values.
    HelmCompat {
        /// Helm 3.17 to 3.19.
        V317 "3.17",
        /// Helm 4.1.
        V41 "4.1",
        /// Helm 4.2.
        V42 "4.2",
    }
}

record! {
    /// Where a chart comes from.
    ChartSource {
        /// A chart repository's URL.
        repository "repository": Option<Sourced<Text>>,
        /// A version or range of versions.
        version "version": Option<Sourced<Text>>,
        /// A folder of the project.
        path "path": Option<Sourced<Text>>,
        /// The chart's name in the repository, where it is not the key.
        chart "chart": Option<Sourced<Text>>,
    }
}

choice! {
    /// How bad a finding is.
    CheckLevel {
        /// Keeps anything from being written.
        Error "error",
        /// Is shown and lets the output be written.
        Warning "warning",
        /// Is a decision worth knowing.
        Info "info",
        /// Is not shown.
        Ignore "ignore",
    }
}

record! {
    /// The form of the output.
    Output {
        /// A file per resource, or one manifest.yaml per app.
        files "files": Option<Sourced<FilesLayout>>,
    }
}

choice! {
    /// How an app's resources lie in files.
    FilesLayout {
        /// A file per resource.
        PerResource "per-resource",
        /// One manifest.yaml per app.
        Single "single",
    }
}

record! {
    /// What workloads have unless a layer above says otherwise.
    Defaults {
        /// Partial workloads, by kind.
        workloads "workloads": Option<WorkloadDefaults>,
        /// Parameters of components, by definition.
        components "components": Open<super::Value, { TextRule::LABEL }>,
    }
}

record! {
    /// Partial workloads by kind.
    WorkloadDefaults {
        /// For `kind: service`.
        service "service": Option<Layer<Workload>>,
        /// For `kind: worker`.
        worker "worker": Option<Layer<Workload>>,
        /// For `kind: stateful`.
        stateful "stateful": Option<Layer<Workload>>,
        /// For `kind: cronjob`.
        cronjob "cronjob": Option<Layer<Workload>>,
        /// For `kind: job`.
        job "job": Option<Layer<Workload>>,
        /// For `kind: daemon`.
        daemon "daemon": Option<Layer<Workload>>,
    }
}
