//! Writes random files for `tests/conformance/terraform/record.py`: `random_files FOLDER COUNT`.

#![allow(clippy::disallowed_methods, reason = "a tool for tests, which writes files")]

#[path = "../tests/random/mod.rs"]
mod random;

use std::path::Path;

use platgen_terraform::hcl::{Body, write};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, count] = arguments.as_slice() else { panic!("usage: random_files FOLDER COUNT") };
    let count = count.parse().expect("COUNT is a number");
    for seed in 0..count {
        write_file(Path::new(folder), &format!("values/v{seed}.tf"), &random::values_file(seed).0);
        write_file(Path::new(folder), &format!("layout/l{seed}.tf"), &random::layout_file(seed));
    }
}

fn write_file(folder: &Path, name: &str, body: &Body) {
    let mut text = String::new();
    write(body, &mut text);
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("the file is in a folder")).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}
