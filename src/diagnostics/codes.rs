use std::fmt;

/// How bad a finding is. Errors keep anything from being written; warnings and infos do not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// The output would be wrong or cannot be made.
    Error,
    /// The output is made, and something about it deserves a look.
    Warning,
    /// A decision worth knowing.
    Info,
}

impl Level {
    /// The word that users see and write.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        }
    }
}

/// What is known of a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CodeEntry {
    /// The kebab-case statement of the fault; never renamed.
    pub name: &'static str,
    /// Its level unless the project says otherwise.
    pub level: Level,
    /// Whether a project may give it another level, or leave it out.
    pub adjustable: bool,
    /// Its page for users, a line each, the first being what it means in one sentence.
    pub page: &'static [&'static str],
}

/// The stable code of a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static CodeEntry);

impl Code {
    /// Makes the code of an entry.
    pub const fn new(entry: &'static CodeEntry) -> Self {
        Self(entry)
    }

    /// What is known of this code.
    pub const fn entry(self) -> &'static CodeEntry {
        self.0
    }

    /// The kebab-case statement of the fault.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Its level unless the project says otherwise.
    pub const fn level(self) -> Level {
        self.0.level
    }

    /// What it means, in one sentence.
    pub fn summary(self) -> &'static str {
        self.0.page.first().map_or("", |line| line.trim())
    }

    /// The lines of its page, without the space that stands before each in a doc comment.
    pub fn page(self) -> impl Iterator<Item = &'static str> {
        self.0.page.iter().map(|line| line.strip_prefix(' ').unwrap_or(line))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Declares codes, each with its page as its doc comment.
macro_rules! codes {
    ($($(#[doc = $page:literal])+ $constant:ident $name:literal $level:ident;)*) => {
        impl Code {
            $($(#[doc = $page])+ pub const $constant: Code = Code(&CodeEntry {
                name: $name, level: Level::$level, adjustable: false, page: &[$($page),+],
            });)*
        }

        /// Every code of what users write and of what the machine holds; those of rendered objects are with their rules.
        pub const CODES: &[Code] = &[$(Code::$constant),*];
    };
}

codes! {
    /// A file of the project could not be read.
    UNREADABLE_FILE "unreadable-file" Error;
    /// A file is not YAML.
    SYNTAX "syntax" Error;
    /// YAML parsers read this plain scalar differently.
    AMBIGUOUS_SCALAR "ambiguous-scalar" Error;
    /// A key stands twice in one map.
    DUPLICATE_KEY "duplicate-key" Error;
    /// A symbolic link leaves the project's folder.
    LINK_OUTSIDE_PROJECT "link-outside-project" Error;
    /// A file holds a Git LFS pointer in place of its content.
    LFS_POINTER "lfs-pointer" Error;
    /// The folder has no platgen.yaml.
    MISSING_PROJECT "missing-project" Error;
    /// The project asks for a newer platgen.
    BINARY_TOO_OLD "binary-too-old" Error;
    /// A document's `kind` or `apiVersion` is not one that platgen reads at this place.
    UNKNOWN_KIND "unknown-kind" Error;
    /// A record has no field of this name.
    UNKNOWN_FIELD "unknown-field" Error;
    /// A field that must be set is not.
    MISSING_FIELD "missing-field" Error;
    /// A value has another type than its field.
    WRONG_TYPE "wrong-type" Error;
    /// A value has the right type and is not allowed.
    INVALID_VALUE "invalid-value" Error;
    /// A name is longer than Kubernetes allows.
    NAME_TOO_LONG "name-too-long" Error;
    /// A document's metadata disagrees with its path.
    MISPLACED_DOCUMENT "misplaced-document" Error;
    /// Two documents, clusters, apps or namespaces have one name.
    DUPLICATE_NAME "duplicate-name" Error;
    /// A reference names something that does not exist.
    UNKNOWN_NAME "unknown-name" Error;
    /// An override names something that no lower layer has.
    OVERRIDE_LANDS_NOWHERE "override-lands-nowhere" Error;
    /// A field is set twice in one layer.
    SET_TWICE "set-twice" Error;
    /// Environments extend one another in a circle.
    EXTENDS_CYCLE "extends-cycle" Error;
    /// An expression could not be parsed or evaluated.
    EXPRESSION_ERROR "expression-error" Error;
    /// Expressions need one another's values in a circle.
    EXPRESSION_CYCLE "expression-cycle" Error;
    /// A stack's revision could not be read from git.
    MISSING_REVISION "missing-revision" Error;
    /// A definition's template or parameter schema is not valid.
    INVALID_DEFINITION "invalid-definition" Error;
    /// A parameter does not fit its definition's schema.
    INVALID_PARAMETER "invalid-parameter" Error;
    /// A namespace is used that nobody declares.
    UNDECLARED_NAMESPACE "undeclared-namespace" Error;
    /// A namespace is outside the bounds of its team.
    NAMESPACE_OUTSIDE_TEAM "namespace-outside-team" Error;
    /// A cluster-scoped kind is outside the bounds of its team.
    KIND_OUTSIDE_TEAM "kind-outside-team" Error;
    /// A borrower of a cluster renders an object that only its owner may.
    CLUSTER_SCOPED_BY_BORROWER "cluster-scoped-by-borrower" Error;
    /// Namespaces ask for more than their team's quota.
    QUOTA_EXCEEDED "quota-exceeded" Error;
    /// A definition yields something that is not a Kubernetes object.
    INVALID_RESOURCE "invalid-resource" Error;
    /// An image has no tag or digest in the environment.
    MISSING_IMAGE_PIN "missing-image-pin" Error;
    /// A port is named that the workload does not declare.
    PORT_NOT_DECLARED "port-not-declared" Error;
    /// Two fields of one thing contradict each other.
    CONTRADICTION "contradiction" Error;
    /// A file that platgen did not write stands where output belongs.
    FOREIGN_FILE "foreign-file" Error;
    /// A line of the baseline names a finding that is gone.
    STALE_BASELINE "stale-baseline" Warning;
    /// The written output differs from what the sources compile to.
    STALE_OUTPUT "stale-output" Error;
    /// The language has this, and this release does not render it yet.
    NOT_LOWERED "not-lowered" Warning;
}
