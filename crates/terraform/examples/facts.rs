//! Prints what a built-in module takes and gives, as a project keeps it: `facts SOURCE [VERSION]`.

#![allow(clippy::disallowed_methods, reason = "a tool for tests, which reads its arguments")]

use platgen_terraform::Modules;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let source = arguments.first().expect("usage: facts SOURCE [VERSION]");
    let modules = Modules::built_in();
    let newest = modules.versions(source).last().map(str::to_owned);
    let version = arguments.get(1).cloned().or(newest);
    let module = modules.get(source, version.as_deref()).expect("the module is built in");
    print!("{}", module.to_json());
}
