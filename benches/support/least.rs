//! The least time of several compiles, all on one thread.

use std::time::Instant;

use platgen::compile::{Compilation, Compiler, Request};
use platgen::world::World;

const RUNS: usize = 5;

/// The least seconds of a compile without and with a memo, and the last compilation.
pub fn least(world: &dyn World) -> (f64, f64, Compilation) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let (mut cold, mut warm) = (f64::INFINITY, f64::INFINITY);
    let mut last = Compilation::default();
    for _ in 0..RUNS {
        let mut compiler = Compiler::new();
        let mut timed = |least: &mut f64| {
            let start = Instant::now();
            let compilation = pool.install(|| compiler.compile(world, &Request::default()));
            *least = least.min(start.elapsed().as_secs_f64());
            assert!(!compilation.report.has_errors(), "{:#?}", compilation.report.diagnostics);
            compilation
        };
        timed(&mut cold);
        last = timed(&mut warm);
    }
    (cold, warm, last)
}
