use super::scalars::{
    BranchName, ChartName, Digest, FolderPath, GitRevision, GitUrl, Label, Pin, RepositoryUrl, Text, WebUrl, choice,
};
use super::{Layer, Named, Open, Sourced, TextRule, Workload, record};

record! {
    /// What a project is called and how its output looks.
    ProjectSpec {
        /// Versions of platgen that may compile the project, such as `>=0.1`.
        platgen "platgen": Option<Sourced<Text>>,
        /// The repository that the output is committed to.
        deploy "deploy": Option<Deploy>,
        /// How charts are rendered.
        helm "helm": Option<Helm>,
        /// Charts that stacks may use, by name.
        charts "charts": Named<ChartSource>,
        /// Definitions of custom resources that `platgen vendor` puts into `schemas/crds/`, by name.
        crds "crds": Named<CrdSource>,
        /// How charts are kept.
        vendor "vendor": Option<Vendor>,
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
        branch "branch": Option<Sourced<BranchName>>,
        /// Whether commits go to a branch beside the one that Argo CD reads, `<branch>-next`, from where they are merged: by hand, or
        /// by GitOps Promoter.
        next "next": Option<Sourced<bool>>,
        /// Whether `hydrator.metadata`, a README and a git note tell what an environment was made of, as Argo CD's hydrator and GitOps
        /// Promoter have it.
        hydrator "hydrator": Option<Sourced<bool>>,
        /// The artifact in a registry that holds the output, for environments whose `argocd` has `source: oci`.
        oci "oci": Option<DeployArtifact>,
    }
}

record! {
    /// An artifact in a registry: the output folder as it is, in one layer.
    DeployArtifact {
        /// Where it is, such as `oci://registry.example.com/acme/deploy`; may read `env`.
        repository "repository": Sourced<RepositoryUrl>,
        /// Its tag or digest; the environment's name where it is not set.
        tag "tag": Option<Sourced<Pin>>,
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
    /// Where a chart comes from: a `repository`, a `git` repository, or a folder of the project (`path` alone).
    ChartSource {
        /// The URL of a chart repository, or with `oci://` of the place in a registry that holds the chart; without the chart's
        /// own name.
        repository "repository": Option<Sourced<RepositoryUrl>>,
        /// The chart's name in the repository, where it is not the key.
        chart "chart": Option<Sourced<ChartName>>,
        /// A version, or a range such as `~3.4` or `>=1.2, <2`; without it any release.
        version "version": Option<Sourced<Text>>,
        /// What the chart's archive must hash to; for a chart in a registry it may be its manifest.
        digest "digest": Option<Sourced<Digest>>,
        /// The URL of a git repository.
        git "git": Option<Sourced<GitUrl>>,
        /// The tag, branch or commit of the git repository.
        revision "revision": Option<Sourced<GitRevision>>,
        /// The chart's folder in the project or, beside `git`, in that repository.
        path "path": Option<Sourced<FolderPath>>,
    }
}

record! {
    /// Where definitions of custom resources come from: a `url`, or the `crds/` of a `chart`.
    CrdSource {
        /// The URL of a file of manifests.
        url "url": Option<Sourced<WebUrl>>,
        /// What the file must hash to.
        digest "digest": Option<Sourced<Digest>>,
        /// The chart of platgen.yaml whose definitions are taken, with those of the charts that it depends on.
        chart "chart": Option<Sourced<Label>>,
    }
}

record! {
    /// How charts are kept.
    Vendor {
        /// Where unpacked charts lie.
        keep "keep": Option<Sourced<VendorPlace>>,
    }
}

choice! {
    /// Where unpacked charts lie.
    VendorPlace {
        /// In `charts/`, to be committed with the project.
        Project "project",
        /// In the store of each machine, found by the digests of platgen.lock.
        Store "store",
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
        /// Parameters of units, by definition.
        units "units": Open<super::Value, { TextRule::LABEL }>,
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
