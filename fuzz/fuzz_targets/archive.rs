//! Any bytes as a .tgz, bare or packed here, and any names and contents as its entries: no panic, no hang, and nothing leads out.
#![no_main]

use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use platgen_helm::{Chart, Compat, SourceLimits, unpack};
use std::io::Write;

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// An archive whose entries have the names, kinds and contents that the bytes say; sizes may lie.
fn entries(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for entry in bytes.split(|byte| *byte == 0xFF) {
        let [kind, lie, rest @ ..] = entry else { continue };
        let at = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let (name, content) = (&rest[..at.min(100)], rest.get(at + 1..).unwrap_or_default());
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(tar::EntryType::new(*kind));
        header.set_size(content.len() as u64 + u64::from(lie & 3) * u64::from(*lie) * 4096);
        header.set_cksum();
        out.extend_from_slice(header.as_bytes());
        out.extend_from_slice(content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    packed(&out)
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let archive = match first % 4 {
        0 => rest.to_vec(),
        1 => packed(rest),
        _ => entries(rest),
    };
    let limits = SourceLimits { file: 1 << 20, total: 4 << 20, files: 1000 };
    if let Ok(files) = unpack(&archive, &limits) {
        let mut total = 0;
        for file in files.iter() {
            total += file.bytes.len() as u64;
            assert!(!file.path.is_empty() && !file.path.starts_with('/'));
            assert!(file.path.split('/').all(|name| !matches!(name, "" | "." | "..")), "{:?}", file.path);
        }
        assert!(total <= limits.total && files.iter().count() <= limits.files);
    }
    for compat in [Compat::V3_17, Compat::V4_1] {
        if let Ok(chart) = Chart::load_archive(&archive, &limits, compat) {
            assert!(chart.templates().iter().all(|file| file.path.starts_with("templates/")));
        }
    }
});
