use crate::check::cluster::Cluster;
use crate::check::fact::Allow;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;
use crate::check::{code_named, codes};
use crate::diagnostics::{Code, Finding, nearest};

rule! {
    /// Something is to be allowed that cannot be, or without a reason.
    ///
    /// `platgen.dev/allow` on an object, and `allow` in a stack or a cluster, name a code and say why its findings are accepted. Whoever is
    /// called at night reads that reason; so it has to be there, and the code has to be one that rules report.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: settings
    ///   namespace: shop
    ///   annotations: {platgen.dev/allow: duplicate-object}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: v1
    /// kind: ConfigMap
    /// metadata:
    ///   name: settings
    ///   namespace: shop
    ///   annotations: {platgen.dev/allow: duplicate-object both tools write the same content}
    /// ```
    "invalid-allow" Error Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    for fact in cluster.facts() {
        for allow in &fact.allows {
            if let Some(message) = fault_of(allow) {
                verdicts.report(
                    fact,
                    Finding { help: help_for(allow), ..Finding::new(CODE, message, allow.site.spot.clone()) },
                );
            }
        }
    }
}

fn help_for(allow: &Allow) -> Option<String> {
    let names = codes().filter(|code| code.entry().adjustable).map(Code::name);
    match code_named(&allow.code) {
        Some(code) if code.entry().adjustable && allow.is_entry => Some(format!("write `{}: <reason>`", allow.code)),
        Some(code) if code.entry().adjustable => Some(format!("write `{} <reason>`", allow.code)),
        Some(_) => None,
        None if allow.code.contains(',') => Some("write one on each line, `<code> <reason>`".to_owned()),
        None => nearest(&allow.code, names).map(|near| format!("did you mean `{near}`?")),
    }
}

fn fault_of(allow: &Allow) -> Option<String> {
    let Allow { code: name, reason, .. } = allow;
    let Some(code) = code_named(name) else {
        return Some(format!("no rule is called `{name}`"));
    };
    if !code.entry().adjustable {
        return Some(format!("`{name}` cannot be allowed: nothing can be made of such a fault"));
    }
    reason.is_empty().then(|| format!("nothing says why `{name}` is allowed"))
}
