use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How much of what a program says is kept.
const KEPT: u64 = 16 << 20;
const STEP: Duration = Duration::from_millis(10);

/// What a program said.
pub(crate) struct Said {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
}

/// Runs a program with something to read, and ends it when its time is over.
///
/// # Errors
/// Where it cannot be started, or does not end in time.
pub(crate) fn run(mut command: Command, input: &[u8], time: Duration) -> io::Result<Said> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().map(keep);
    let stderr = child.stderr.take().map(keep);
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not want to know ends all the same.
        let _ = stdin.write_all(input);
    }
    let status = wait(&mut child, time)?;
    let text =
        |reader: Option<thread::JoinHandle<Vec<u8>>>| reader.and_then(|reader| reader.join().ok()).unwrap_or_default();
    Ok(Said { status, stdout: text(stdout), stderr: text(stderr) })
}

fn keep(pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut pipe = pipe;
        let _ = pipe.by_ref().take(KEPT).read_to_end(&mut kept);
        // What is not kept is read all the same, so that the program can end.
        let _ = io::copy(&mut pipe, &mut io::sink());
        kept
    })
}

fn wait(child: &mut Child, time: Duration) -> io::Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if start.elapsed() >= time {
            let _ = child.kill();
            let _ = child.wait();
            return Err(io::Error::new(io::ErrorKind::TimedOut, format!("it did not end within {} s", time.as_secs())));
        }
        thread::sleep(STEP);
    }
}
