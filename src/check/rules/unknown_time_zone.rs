use crate::check::object::Object;
use crate::check::rule::{Judge, rule};
use crate::diagnostics::Finding;

rule! {
    /// A CronJob names a time zone that does not exist.
    ///
    /// The API server refuses it. Zones are known by their names in the IANA database, such as `Europe/Berlin` or `Etc/UTC`; abbreviations
    /// like `CEST` name none. Of a zone that is younger than this release the finding can be turned off.
    ///
    /// # Wrong
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata: {name: backup, namespace: shop}
    /// spec:
    ///   schedule: 0 3 * * *
    ///   timeZone: Europe/Berln
    ///   jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: backup, image: "registry.example.com/backup:1.4.0"}]}}}}
    /// ```
    /// # Right
    /// ```yaml
    /// apiVersion: batch/v1
    /// kind: CronJob
    /// metadata: {name: backup, namespace: shop}
    /// spec:
    ///   schedule: 0 3 * * *
    ///   timeZone: Europe/Berlin
    ///   jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: backup, image: "registry.example.com/backup:1.4.0"}]}}}}
    /// ```
    "unknown-time-zone" Error Judge::Object(judge)
}

/// The names of the IANA time zone database, release 2025b, those that only stand for others included; one a line, sorted.
const ZONES: &str = include_str!("../time_zones.txt");

fn judge(object: &Object<'_>, found: &mut Vec<Finding>) {
    if !object.is("batch", "CronJob") {
        return;
    }
    let Some(at) = object.root().at(&["spec", "timeZone"]) else { return };
    let Some(zone) = at.text() else { return };
    // What is no name at all is the schema's to say.
    let is_name = platgen_schema::check_text(platgen_schema::Grammar::TimeZone, zone).is_ok();
    if is_name && !ZONES.lines().any(|known| known == zone) {
        let finding = object.finding(CODE, format!("there is no time zone `{zone}`"), object.site(&at));
        let finding = finding.suggest(zone, ZONES.lines());
        found.push(match finding.help {
            Some(_) => finding,
            None => finding.help("write the name of a city's zone, such as `Europe/Berlin`, or `Etc/UTC`"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::ZONES;

    #[test]
    fn zones_are_sorted_and_none_is_written_twice() {
        let zones: Vec<&str> = ZONES.lines().collect();
        assert!(zones.len() > 590 && zones.is_sorted_by(|one, next| one < next));
        assert!(["Europe/Kyiv", "America/Coyhaique", "Etc/UTC", "UTC"].iter().all(|zone| zones.contains(zone)));
    }
}
