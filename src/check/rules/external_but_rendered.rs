use rustc_hash::FxHashMap;

use crate::check::cluster::Cluster;
use crate::check::rule::{Judge, rule};
use crate::check::verdicts::Verdicts;

rule! {
    /// An object is said to stand in the cluster already, and is rendered as well.
    ///
    /// Either it is made twice, or the entry is left over and will hide that the object is gone some day. An entry with `*` is left alone.
    ///
    /// # Wrong
    /// ```yaml
    /// # external: StorageClass/fast
    /// apiVersion: storage.k8s.io/v1
    /// kind: StorageClass
    /// metadata: {name: fast}
    /// provisioner: ebs.csi.aws.com
    /// ```
    /// # Right
    /// ```yaml
    /// # external: StorageClass/slow
    /// apiVersion: storage.k8s.io/v1
    /// kind: StorageClass
    /// metadata: {name: fast}
    /// provisioner: ebs.csi.aws.com
    /// ```
    "external-but-rendered" Warning Judge::Cluster(judge)
}

fn judge(cluster: &Cluster<'_>, verdicts: &mut Verdicts<'_>) {
    let is_pattern = |text: &str| text.contains('*');
    let said = cluster.external.objects.iter().filter(|object| {
        object.spot.is_some() && !is_pattern(&object.name) && !object.namespace.as_deref().is_some_and(is_pattern)
    });
    let mut entries: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for object in said {
        entries
            .entry((object.kind.as_str(), object.namespace.as_deref(), object.name.as_str()))
            .or_default()
            .push(object);
    }
    if entries.is_empty() {
        return;
    }
    for fact in cluster.facts() {
        let identity = (fact.kind.as_str(), fact.namespace.as_deref(), fact.name.as_str());
        let of_group = |group: &Option<ecow::EcoString>| group.as_ref().is_none_or(|group| group == fact.group());
        let entry = entries.get(&identity).and_then(|found| found.iter().find(|object| of_group(&object.group)));
        let Some(spot) = entry.and_then(|object| object.spot.clone()) else { continue };
        let message = format!("{} is said to stand in the cluster, and is rendered as well", fact.title());
        let mut finding = fact.finding(CODE, message, &fact.site).label("said here");
        finding.primary.spot = spot;
        let (spot, label) = fact.other_half(&fact.site);
        verdicts.report(fact, finding.with(spot, label).help("leave the entry out, or the object"));
    }
}
