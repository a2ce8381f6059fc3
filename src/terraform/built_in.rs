use super::ModuleFiles;

/// The modules that come with platgen, each a folder of `modules/` with the files that it has.
macro_rules! modules {
    ($($module:literal: [$($file:literal),* $(,)?],)*) => {
        &[$(($module, &[$(($file, include_str!(concat!("../../modules/", $module, "/", $file)))),*]),)*]
    };
}

/// A module's name with the names and texts of its files.
type BuiltIn = (&'static str, &'static [(&'static str, &'static str)]);

const MODULES: &[BuiltIn] = modules![
    "audit": ["main.tf", "outputs.tf", "posture.tf", "trail.tf", "variables.tf", "versions.tf"],
    "certificate": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
    "health-check": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
    "log-group": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
    "password": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
    "rds-proxy": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
    "stored-secret": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
    "target-attachment": ["main.tf", "outputs.tf", "variables.tf", "versions.tf"],
];

/// The files of a module that comes with platgen.
pub(super) fn find(name: &str) -> Option<ModuleFiles> {
    let (_, files) = MODULES.iter().find(|(known, _)| *known == name)?;
    Some(files.iter().map(|(path, text)| ((*path).into(), text.as_bytes().into())).collect())
}

/// The names of the modules that come with platgen.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|(name, _)| *name)
}
