//! Files of a Terraform module are read or refused; facts read back, and whatever HCL is read can be written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use platgen_terraform::hcl::{read, write};
use platgen_terraform::{Module, SourceFile};

fuzz_target!(|text: &str| {
    if let Ok(module) = Module::from_source("x", None, &[SourceFile { name: "x.tf", text }]) {
        assert_eq!(Module::from_json(&module.to_json()).as_ref(), Ok(&module));
    }
    if let Ok(body) = read(text) {
        write(&body, &mut String::new());
    }
});
