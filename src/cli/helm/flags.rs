//! The flags of `helm template`, one a line.

/// What a flag takes after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Takes {
    /// Nothing, or a truth behind `=`.
    Switch,
    /// A text; of several the last counts.
    Text,
    /// A text each time.
    Texts,
    /// Texts between commas, quoted as in CSV.
    Commas,
    /// Nothing, which stands for this, or a text behind `=`.
    Optional(&'static str),
}

/// What a flag does here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Does {
    /// What it does in Helm.
    Same,
    /// Nothing, as in Helm where nothing is installed.
    Nothing,
    /// Nothing, and this is told: Helm has given it up.
    Deprecated(&'static str),
    /// It would need what is not there; why, and what to do instead.
    Refused(&'static str),
}

/// A flag.
#[derive(Debug)]
pub(super) struct Flag {
    pub(super) name: &'static str,
    pub(super) short: Option<char>,
    pub(super) takes: Takes,
    pub(super) does: Does,
    about: &'static str,
}

const fn same(name: &'static str, takes: Takes, about: &'static str) -> Flag {
    Flag { name, short: None, takes, does: Does::Same, about }
}

const fn short(name: &'static str, short: char, takes: Takes, about: &'static str) -> Flag {
    Flag { name, short: Some(short), takes, does: Does::Same, about }
}

const fn idle(name: &'static str, takes: Takes) -> Flag {
    Flag { name, short: None, takes, does: Does::Nothing, about: "" }
}

const fn old(name: &'static str, instead: &'static str) -> Flag {
    Flag { name, short: None, takes: Takes::Switch, does: Does::Deprecated(instead), about: "" }
}

const fn refused(name: &'static str, takes: Takes, why: &'static str) -> Flag {
    Flag { name, short: None, takes, does: Does::Refused(why), about: "" }
}

const NETWORK: &str = "\
     rendering never uses the network; fetch the chart first, as `platgen vendor` does, and give its folder or \
     archive as CHART";
const CLUSTER: &str = "rendering asks no cluster; give what a chart asks for with --kube-version and --api-versions";
const PROGRAM: &str = "rendering starts no programs; pipe standard output through it";

/// All flags that Helm 4.1 has, and `--compat`.
pub(super) const FLAGS: &[Flag] = &[
    short(
        "api-versions",
        'a',
        Takes::Commas,
        "More API versions for .Capabilities.APIVersions, between commas or repeated",
    ),
    same("compat", Takes::Text, "The release to imitate: 3.17, 4.1 or 4.2 [default: 4.1]; not a flag of Helm's"),
    same("debug", Takes::Switch, "Where a document is no object, print all documents nevertheless"),
    same("dry-run", Takes::Optional("unset"), "Only `client` is offered, and it changes nothing"),
    short("generate-name", 'g', Takes::Switch, "Take no NAME; the release is called release-name, as without it"),
    short("help", 'h', Takes::Switch, "Print this"),
    same("include-crds", Takes::Switch, "Print the definitions of crds/ too, first"),
    same("is-upgrade", Takes::Switch, "Set .Release.IsUpgrade in place of .Release.IsInstall"),
    same("kube-version", Takes::Text, "The version of Kubernetes for .Capabilities.KubeVersion"),
    same("name-template", Takes::Text, "A template that makes the release's name"),
    short("namespace", 'n', Takes::Text, "The namespace [default: default]"),
    same("no-hooks", Takes::Switch, "Leave hooks out"),
    same("output-dir", Takes::Text, "Write a file for each template below this folder"),
    same("release-name", Takes::Switch, "Put these files into a folder of the release's name"),
    same("set", Takes::Texts, "Set values: a=1,b.c=2"),
    same("set-file", Takes::Texts, "Set values to what files hold: a=path"),
    same("set-json", Takes::Texts, "Set values to JSON: a=[1] or {\"a\": [1]}"),
    same("set-literal", Takes::Texts, "Set a value to a text as it stands"),
    same("set-string", Takes::Texts, "Set values to texts: a=1"),
    short("show-only", 's', Takes::Texts, "Print only what this template, or those of a pattern, made"),
    same("skip-schema-validation", Takes::Switch, "Do not hold values against values.schema.json"),
    same("skip-tests", Takes::Switch, "Leave hooks of tests out"),
    short("values", 'f', Takes::Commas, "Files with values, `-` for standard input; a later one wins"),
    idle("burst-limit", Takes::Text),
    idle("color", Takes::Text),
    idle("colour", Takes::Text),
    idle("content-cache", Takes::Text),
    idle("create-namespace", Takes::Switch),
    idle("description", Takes::Text),
    idle("devel", Takes::Switch),
    idle("disable-openapi-validation", Takes::Switch),
    idle("force-conflicts", Takes::Switch),
    idle("force-replace", Takes::Switch),
    idle("hide-notes", Takes::Switch),
    idle("keyring", Takes::Text),
    idle("kube-apiserver", Takes::Text),
    idle("kube-as-group", Takes::Texts),
    idle("kube-as-user", Takes::Text),
    idle("kube-ca-file", Takes::Text),
    idle("kube-context", Takes::Text),
    idle("kube-insecure-skip-tls-verify", Takes::Switch),
    idle("kube-tls-server-name", Takes::Text),
    idle("kube-token", Takes::Text),
    idle("kubeconfig", Takes::Text),
    Flag { name: "labels", short: Some('l'), takes: Takes::Text, does: Does::Nothing, about: "" },
    idle("qps", Takes::Text),
    idle("registry-config", Takes::Text),
    idle("render-subchart-notes", Takes::Switch),
    idle("replace", Takes::Switch),
    idle("repository-cache", Takes::Text),
    idle("repository-config", Takes::Text),
    idle("rollback-on-failure", Takes::Switch),
    idle("server-side", Takes::Switch),
    idle("skip-crds", Takes::Switch),
    idle("take-ownership", Takes::Switch),
    idle("timeout", Takes::Text),
    idle("version", Takes::Text),
    idle("wait", Takes::Optional("watcher")),
    idle("wait-for-jobs", Takes::Switch),
    old("atomic", "use --rollback-on-failure instead"),
    old("force", "use --force-replace instead"),
    refused("ca-file", Takes::Text, NETWORK),
    refused("cert-file", Takes::Text, NETWORK),
    refused(
        "dependency-update",
        Takes::Switch,
        "rendering never uses the network, so a chart must be whole; `platgen vendor` fetches charts with what they depend on",
    ),
    refused("enable-dns", Takes::Switch, "rendering never uses the network; give addresses as values"),
    refused("insecure-skip-tls-verify", Takes::Switch, NETWORK),
    refused("key-file", Takes::Text, NETWORK),
    refused("pass-credentials", Takes::Switch, NETWORK),
    refused("password", Takes::Text, NETWORK),
    refused("plain-http", Takes::Switch, NETWORK),
    refused("post-renderer", Takes::Text, PROGRAM),
    refused("post-renderer-args", Takes::Texts, PROGRAM),
    refused("repo", Takes::Text, NETWORK),
    refused("username", Takes::Text, NETWORK),
    refused("validate", Takes::Switch, CLUSTER),
    refused("verify", Takes::Switch, "signatures are not looked at; verify the archive when it is fetched"),
];

/// Why `--dry-run=server` is not offered.
pub(super) const DRY_RUN_SERVER: &str = CLUSTER;

impl Flag {
    /// Finds a flag by its long name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        FLAGS.iter().find(|flag| flag.name == name)
    }

    /// Finds a flag by its letter.
    pub(super) fn lettered(letter: char) -> Option<&'static Self> {
        FLAGS.iter().find(|flag| flag.short == Some(letter))
    }

    /// Tells whether the flag takes the next argument where nothing stands behind `=`.
    pub(super) fn needs_argument(&self) -> bool {
        !matches!(self.takes, Takes::Switch | Takes::Optional(_))
    }

    /// Names the flag as errors do: `-n, --namespace`.
    pub(super) fn shown(&self) -> String {
        let letter = self.short.map(|letter| format!("-{letter}, ")).unwrap_or_default();
        format!("{letter}--{}", self.name)
    }
}

/// Writes what `--help` prints.
pub(super) fn help() -> String {
    let mut text = "\
Render a chart as `helm template` does: the same flags, output and status

Usage: platgen helm template [NAME] CHART [FLAGS]

CHART is a folder or a .tgz file. Nothing is asked of the network, of a cluster or of the environment.

Flags:
"
    .to_owned();
    for flag in FLAGS.iter().filter(|flag| flag.does == Does::Same) {
        let letter = flag.short.map_or("    ".to_owned(), |letter| format!("-{letter}, "));
        let what = match flag.takes {
            Takes::Switch | Takes::Optional(_) => "",
            Takes::Text | Takes::Texts => " TEXT",
            Takes::Commas => " TEXT,…",
        };
        let usage = format!("{letter}--{}{what}", flag.name);
        text += &format!("  {usage:<30} {}\n", flag.about);
    }
    let names = |is_wanted: fn(&Does) -> bool| {
        FLAGS.iter().filter(|flag| is_wanted(&flag.does)).map(|flag| flag.name).collect::<Vec<_>>().join(", ")
    };
    let idle = names(|does| matches!(does, Does::Nothing | Does::Deprecated(_)));
    let refused = names(|does| matches!(does, Does::Refused(_)));
    text + &format!(
        "\nWithout effect, as in Helm where nothing is installed:\n  {idle}\n\nRefused, with what to do instead:\n  {refused}\n\n\
         Example:\n  platgen helm template shop charts/web -n shop -f values.yaml --include-crds\n"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_flag_stands_once_and_says_what_it_does() {
        let names: BTreeSet<&str> = FLAGS.iter().map(|flag| flag.name).collect();
        let letters: Vec<char> = FLAGS.iter().filter_map(|flag| flag.short).collect();
        assert_eq!(names.len(), FLAGS.len());
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len());
        for flag in FLAGS {
            assert_eq!(flag.does == Does::Same, !flag.about.is_empty(), "{}", flag.name);
        }
        assert!(FLAGS.iter().all(|flag| help().contains(flag.name)));
    }
}
