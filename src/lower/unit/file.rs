use platgen_terraform::Modules;
use platgen_terraform::hcl::{Block, Body, Call, Entry, Expression, Value, write};

use super::UnitFile;
use super::mocks::mock_below;
use super::value::{output_name, steps, to_hcl};
use crate::catalog::OUTPUT;
use crate::model::MockedCommands;
use crate::node::{Node, Payload};
use crate::resolve::{ModulePlan, ModuleSourcePlan, UnitDependency, UnitPlan};
use crate::source::Sources;

/// Writes the file of one unit.
pub fn lower_unit(plan: &UnitPlan, modules: &Modules, sources: &Sources) -> UnitFile {
    let mut body = Body::new();
    body.comment(about(plan, sources));
    body.block(Block::new("include", &["root"], include()));
    body.block(Block::new("terraform", &[], terraform(plan)));
    body.block(Block::new("remote_state", &[], remote_state(plan)));
    for dependency in &plan.dependencies {
        body.block(Block::new("dependency", &[&dependency.block], dependency_body(plan, dependency, modules)));
    }
    body.attribute("inputs", inputs(plan, modules));
    let mut text = String::new();
    write(&body, &mut text);
    UnitFile {
        path: ecow::eco_format!("terragrunt/{}/terragrunt.hcl", plan.id.folder),
        bytes: text.into_bytes().into(),
    }
}

/// Where the unit comes from: file and key path rather than a line, which would change with every line above it.
fn about(plan: &UnitPlan, sources: &Sources) -> String {
    let file = sources.file(plan.place.file);
    format!("{} {}: {} in {}", plan.kind, plan.cloud_name, sources.key_path(plan.place), file.path)
}

fn call(function: &str, argument: &str) -> Value {
    Value::Expression(Expression::Call(Call::new(function, [argument])))
}

fn include() -> Body {
    let mut body = Body::new();
    body.attribute("path", call("find_in_parent_folders", "root.hcl"));
    body
}

fn terraform(plan: &UnitPlan) -> Body {
    let mut body = Body::new();
    body.attribute("source", source(plan));
    body
}

/// The module's address: of the registry with its exact version, or a folder beside the units.
fn source(plan: &UnitPlan) -> String {
    let submodule = plan.module.submodule.as_ref().map(|folder| format!("//{folder}")).unwrap_or_default();
    match &plan.module.source {
        ModuleSourcePlan::Registry { module, version } => format!("tfr:///{module}{submodule}?version={version}"),
        ModuleSourcePlan::Folder(path) => {
            let up = "../".repeat(plan.id.folder.split('/').count());
            format!(
                "{up}modules//{path}{}",
                plan.module.submodule.as_ref().map(|folder| format!("/{folder}")).unwrap_or_default()
            )
        }
    }
}

/// Where the state lies, all of it literal.
fn remote_state(plan: &UnitPlan) -> Body {
    let cloud = &plan.cloud;
    let mut config = vec![
        ("bucket", Value::from(cloud.bucket.as_str())),
        ("key", Value::from(plan.id.state_key().as_str())),
        ("region", Value::from(cloud.state_region.as_str())),
        ("encrypt", Value::Bool(true)),
        ("use_lockfile", Value::Bool(true)),
    ];
    config.extend(cloud.state_key.as_ref().map(|key| ("kms_key_id", Value::from(key.as_str()))));
    let generate = [("path", "backend.tf"), ("if_exists", "overwrite_terragrunt")];
    let mut body = Body::new();
    body.attribute("backend", "s3")
        .attribute("generate", Value::object(generate))
        .attribute("config", Value::object(config));
    body
}

fn dependency_body(plan: &UnitPlan, dependency: &UnitDependency, modules: &Modules) -> Body {
    let mut names: Vec<&str> = dependency.outputs.iter().map(|(path, _)| output_name(path)).collect();
    names.sort_unstable();
    names.dedup();
    let mocks = names.into_iter().map(|name| {
        let read = dependency.outputs.iter().map(|(path, _)| path.as_str()).filter(|path| output_name(path) == name);
        let below: Vec<Vec<&str>> = read.map(|path| steps(path).skip(1).collect()).collect();
        let wanted = wanted(plan, dependency, name, modules);
        Entry::new(name, mock_below(name, &below, wanted.as_ref()))
    });
    let commands: &[&str] = match plan.cloud.mocks {
        MockedCommands::Validate => &["init", "validate"],
        MockedCommands::Plan => &["init", "validate", "plan"],
    };
    let mut body = Body::new();
    body.attribute("config_path", relative(&plan.id.path(), &dependency.target.path())).blank();
    body.attribute("mock_outputs_allowed_terraform_commands", Value::list(commands.iter().copied()));
    body.attribute("mock_outputs", Value::Object(mocks.collect()));
    body
}

/// The type of the input that an output is given to as a whole, where the module is known.
fn wanted(
    plan: &UnitPlan,
    dependency: &UnitDependency,
    name: &str,
    modules: &Modules,
) -> Option<platgen_terraform::Type> {
    let module = known(&plan.module, modules)?;
    let whole = format!("{}.{name}", dependency.block);
    let given = |value: &Node| value.get(OUTPUT).and_then(Node::as_str) == Some(whole.as_str());
    for entry in plan.inputs.entries() {
        let kind = module.checked_type(&entry.key);
        if given(&entry.value) {
            return kind.cloned();
        }
        if let (Payload::Seq(items), Some(platgen_terraform::Type::List(item) | platgen_terraform::Type::Set(item))) =
            (&entry.value.payload, kind)
            && items.iter().any(given)
        {
            return Some((**item).clone());
        }
    }
    None
}

/// What is known of a module.
pub(super) fn known<'m>(module: &ModulePlan, modules: &'m Modules) -> Option<&'m platgen_terraform::Module> {
    let (source, version) = match &module.source {
        ModuleSourcePlan::Registry { module, version } => (module.to_string(), Some(version.as_str())),
        ModuleSourcePlan::Folder(path) => (format!("modules/{path}"), None),
    };
    let source = match &module.submodule {
        Some(folder) => format!("{source}//{folder}"),
        None => source,
    };
    modules.get(&source, version)
}

/// The inputs, with the tags that say whose the unit is where its module takes tags.
fn inputs(plan: &UnitPlan, modules: &Modules) -> Value {
    let mut value = to_hcl(&plan.inputs);
    let takes_tags = known(&plan.module, modules).is_some_and(|module| module.variable("tags").is_some());
    if let (Value::Object(entries), true) = (&mut value, takes_tags) {
        let own = [("platgen:stack", &plan.id.stack), ("platgen:team", &plan.team), ("platgen:unit", &plan.id.unit)];
        let own = own.map(|(key, text)| Entry::new(key, text.as_str()));
        match entries.iter_mut().find(|entry| entry.key == "tags") {
            Some(Entry { value: Value::Object(tags), .. }) => {
                // A tag that the unit itself says stays.
                let lacking: Vec<Entry> =
                    own.into_iter().filter(|one| tags.iter().all(|tag| tag.key != one.key)).collect();
                tags.extend(lacking);
            }
            Some(_) => {}
            None => entries.push(Entry::new("tags", Value::Object(own.into()))),
        }
    }
    value
}

/// The way from one folder to another.
fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn the_way_to_another_folder_goes_up_and_down() {
        assert_eq!(relative("p/terragrunt/r/shop/db", "p/terragrunt/r/shop/vpc"), "../vpc");
        assert_eq!(relative("p/terragrunt/r/shop/db", "p/terragrunt/global/net/zone"), "../../../global/net/zone");
    }
}
