use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitStatus {
    /// 0: nothing to complain about.
    Clean,
    /// 1: error findings, stale output, or differences with `--exit-code`.
    Findings,
    /// 1: what another program would have refused in the same words (`helm template`).
    Failed,
    /// 2: the command could not do its work.
    CouldNotRun,
}

impl ExitStatus {
    /// `Findings` where there are any.
    pub(super) fn findings_if(found: bool) -> Self {
        if found { Self::Findings } else { Self::Clean }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Clean => ExitCode::from(0),
            ExitStatus::Findings | ExitStatus::Failed => ExitCode::from(1),
            ExitStatus::CouldNotRun => ExitCode::from(2),
        }
    }
}
