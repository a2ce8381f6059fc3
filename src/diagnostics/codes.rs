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
#[derive(Clone, Copy, Debug)]
pub struct CodeEntry {
    /// The kebab-case statement of the fault; never renamed.
    pub name: &'static str,
    /// Its level unless the project says otherwise.
    pub level: Level,
    /// What it means, in one sentence.
    pub summary: &'static str,
}

macro_rules! codes {
    ($($variant:ident $name:literal $level:ident $summary:literal,)*) => {
        /// The stable code of a finding.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code { $(#[doc = $summary] $variant,)* }

        /// Every code, in the order of [`Code`].
        pub const CODES: &[CodeEntry] = &[$(CodeEntry { name: $name, level: Level::$level, summary: $summary },)*];
    };
}

impl Code {
    /// What is known of this code.
    pub fn entry(self) -> &'static CodeEntry {
        &CODES[self as usize]
    }
}

codes! {
    UnreadableFile "unreadable-file" Error "A file of the project could not be read.",
    Syntax "syntax" Error "A file is not YAML.",
    AmbiguousScalar "ambiguous-scalar" Error "YAML parsers read this plain scalar differently.",
    DuplicateKey "duplicate-key" Error "A key stands twice in one map.",
    LinkOutsideProject "link-outside-project" Error "A symbolic link leaves the project's folder.",
    LfsPointer "lfs-pointer" Error "A file holds a Git LFS pointer in place of its content.",
    MissingProject "missing-project" Error "The folder has no platgen.yaml.",
    BinaryTooOld "binary-too-old" Error "The project asks for a newer platgen.",
    UnknownKind "unknown-kind" Error "A document's `kind` or `apiVersion` is not one that platgen reads at this place.",
    UnknownField "unknown-field" Error "A record has no field of this name.",
    MissingField "missing-field" Error "A field that must be set is not.",
    WrongType "wrong-type" Error "A value has another type than its field.",
    InvalidValue "invalid-value" Error "A value has the right type and is not allowed.",
    NameTooLong "name-too-long" Error "A name is longer than Kubernetes allows.",
    MisplacedDocument "misplaced-document" Error "A document's metadata disagrees with its path.",
    DuplicateName "duplicate-name" Error "Two documents, clusters, apps or namespaces have one name.",
    UnknownName "unknown-name" Error "A reference names something that does not exist.",
    OverrideLandsNowhere "override-lands-nowhere" Error "An override names something that no lower layer has.",
    SetTwice "set-twice" Error "A field is set twice in one layer.",
    ExtendsCycle "extends-cycle" Error "Environments extend one another in a circle.",
    ExpressionError "expression-error" Error "An expression could not be parsed or evaluated.",
    ExpressionCycle "expression-cycle" Error "Expressions need one another's values in a circle.",
    MissingRevision "missing-revision" Error "A stack's revision could not be read from git.",
    InvalidDefinition "invalid-definition" Error "A definition's template or parameter schema is not valid.",
    InvalidParameter "invalid-parameter" Error "A parameter does not fit its definition's schema.",
    UndeclaredNamespace "undeclared-namespace" Error "A namespace is used that nobody declares.",
    NamespaceOutsideTeam "namespace-outside-team" Error "A namespace is outside the bounds of its team.",
    KindOutsideTeam "kind-outside-team" Error "A cluster-scoped kind is outside the bounds of its team.",
    ClusterScopedByBorrower "cluster-scoped-by-borrower" Error "A borrower of a cluster renders an object that only its owner may.",
    QuotaExceeded "quota-exceeded" Error "Namespaces ask for more than their team's quota.",
    DuplicateObject "duplicate-object" Error "Two objects of one cluster have one identity.",
    InvalidResource "invalid-resource" Error "A definition yields something that is not a Kubernetes object.",
    UnknownResourceField "unknown-resource-field" Error "An object has a field that its kind does not have.",
    WrongResourceType "wrong-resource-type" Error "A field of an object has another type than its kind says.",
    MissingResourceField "missing-resource-field" Error "An object lacks a field that its kind must have.",
    InvalidResourceValue "invalid-resource-value" Error "The API server would refuse a value of an object.",
    UnservedApi "unserved-api" Error "The cluster's Kubernetes does not serve this API version and kind.",
    DeprecatedApi "deprecated-api" Warning "The API version is on its way out.",
    MissingImagePin "missing-image-pin" Error "An image has no tag or digest in the environment.",
    PortNotDeclared "port-not-declared" Error "A port is named that the workload does not declare.",
    Contradiction "contradiction" Error "Two fields of one thing contradict each other.",
    ForeignFile "foreign-file" Error "A file that platgen did not write stands where output belongs.",
    StaleOutput "stale-output" Error "The written output differs from what the sources compile to.",
    NotLowered "not-lowered" Warning "The language has this, and this release does not render it yet.",
}
