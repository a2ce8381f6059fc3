use std::collections::BTreeSet;

use platgen_terraform::hcl::{Block, Body, Value, write};

use super::UnitFile;
use crate::resolve::{CloudPlan, GLOBAL, UnitPlan};

/// What the units of each region include: how the provider is reached, and by which versions.
pub fn lower_roots(cloud: &CloudPlan, units: &[UnitPlan]) -> Vec<UnitFile> {
    let regions: BTreeSet<&str> = units.iter().map(|unit| unit.id.region.as_deref().unwrap_or(GLOBAL)).collect();
    let root = |folder: &str| {
        let region = if folder == GLOBAL { cloud.region.as_str() } else { folder };
        let mut text = String::new();
        write(&root(cloud, region), &mut text);
        UnitFile { path: ecow::eco_format!("terragrunt/{folder}/root.hcl"), bytes: text.into_bytes().into() }
    };
    regions.into_iter().map(root).collect()
}

fn root(cloud: &CloudPlan, region: &str) -> Body {
    let mut body = Body::new();
    body.comment(format!("What every unit of environment {} in {region} has.", cloud.environment));
    body.attribute("terragrunt_version_constraint", cloud.terragrunt.as_str());
    body.attribute("terraform_version_constraint", cloud.terraform.as_str());
    let mut generate = Body::new();
    generate
        .attribute("path", "provider.tf")
        .attribute("if_exists", "overwrite_terragrunt")
        .attribute("contents", provider(cloud, region));
    body.block(Block::new("generate", &["provider"], generate));
    body
}

/// The provider: its region and account literally, so that no unit is ever applied to another account.
fn provider(cloud: &CloudPlan, region: &str) -> String {
    let mut tags: Vec<(String, Value)> =
        vec![("platgen:environment".to_owned(), Value::from(cloud.environment.as_str()))];
    tags.extend(cloud.tags.iter().map(|(key, value)| (key.to_string(), Value::from(value.as_str()))));
    let mut default_tags = Body::new();
    default_tags.attribute("tags", Value::object(tags));
    let mut provider = Body::new();
    provider
        .attribute("region", region)
        .attribute("allowed_account_ids", Value::list([cloud.account.as_str()]))
        .block(Block::new("default_tags", &[], default_tags));
    let mut body = Body::new();
    body.block(Block::new("provider", &["aws"], provider));
    let mut text = String::new();
    write(&body, &mut text);
    text
}
