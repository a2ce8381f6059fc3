//! platgen
fn main() {}
