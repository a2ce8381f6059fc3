//! How a workload is watched.

use super::ports::PortReference;
use crate::model::scalars::{Duration, RoutePath};
use crate::model::{Sourced, record};

record! {
    /// Where Prometheus reads metrics.
    Metrics {
        /// The port's name; the first port where it is not set.
        port "port": PortReference,
        /// The path.
        path "path": Option<Sourced<RoutePath>>,
        /// How often.
        interval "interval": Option<Sourced<Duration>>,
    }
}
