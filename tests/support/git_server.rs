//! Git repositories behind an HTTP server on the loopback interface (`git http-backend`), with what servers do to people.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

type Trick = Box<dyn FnMut() -> Turn + Send>;

/// What becomes of a push that arrives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turn {
    /// It is taken.
    Served,
    /// It is taken, and nobody says so: the connection ends.
    TakenInSilence,
    /// The server has a fault for a moment.
    Unavailable,
    /// It is not for you.
    Forbidden,
}

/// A server with its repositories; both end with their owner.
pub struct GitServer {
    root: tempfile::TempDir,
    address: SocketAddr,
    inner: Arc<Inner>,
    is_over: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

struct Inner {
    root: PathBuf,
    /// `user:password` as HTTP writes it, where one is asked for.
    password: Mutex<Option<String>>,
    on_push: Mutex<Option<Trick>>,
}

impl GitServer {
    pub fn start() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback interface");
        let address = listener.local_addr().expect("an address");
        let inner =
            Arc::new(Inner { root: root.path().to_owned(), password: Mutex::new(None), on_push: Mutex::new(None) });
        let is_over = Arc::new(AtomicBool::new(false));
        let listening = {
            let (inner, is_over) = (inner.clone(), is_over.clone());
            thread::spawn(move || {
                for stream in listener.incoming() {
                    if is_over.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(stream) = stream else { continue };
                    let inner = inner.clone();
                    thread::spawn(move || inner.serve(stream));
                }
            })
        };
        Self { root, address, inner, is_over, listening: Some(listening) }
    }

    /// Makes an empty repository that may be pushed to.
    pub fn create(&self, name: &str) -> Bare {
        let bare = Bare { folder: self.root.path().join(name), url: format!("http://{}/{name}", self.address) };
        git(self.root.path(), &["init", "--quiet", "--bare", "--initial-branch=main", name]);
        bare.git(&["config", "http.receivepack", "true"]);
        bare
    }

    /// Asks for `user:password`, in base64.
    pub fn ask_for(&self, credentials: &str) {
        *self.inner.password.lock().unwrap() = Some(credentials.to_owned());
    }

    /// Does something whenever a push arrives, before it is looked at.
    pub fn on_push(&self, trick: impl FnMut() -> Turn + Send + 'static) {
        *self.inner.on_push.lock().unwrap() = Some(Box::new(trick));
    }
}

impl Drop for GitServer {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes the listener, which sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(listening) = self.listening.take() {
            let _ = listening.join();
        }
    }
}

/// A repository of the server, as it lies on its disk.
#[derive(Clone)]
pub struct Bare {
    pub folder: PathBuf,
    pub url: String,
}

impl Bare {
    /// Runs git in it, and gives what it says.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.folder, arguments)
    }

    /// Whether a reference exists.
    pub fn has(&self, reference: &str) -> bool {
        let asked = ["rev-parse", "--verify", "--quiet", reference];
        run(&self.folder, &asked).status.success()
    }

    /// A file of a branch; none where there is no such file.
    pub fn file(&self, branch: &str, path: &str) -> Option<String> {
        let output = run(&self.folder, &["show", &format!("{branch}:{path}")]);
        output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
    }

    /// The paths of a branch.
    pub fn paths(&self, branch: &str) -> Vec<String> {
        self.git(&["ls-tree", "-r", "--name-only", branch]).lines().map(str::to_owned).collect()
    }

    /// Commits what a function does with the files of a branch, as somebody else would.
    pub fn commit(&self, branch: &str, change: impl FnOnce(&Path)) {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet", "--initial-branch=work"]);
        let bare = self.folder.to_str().unwrap();
        if self.has(branch) {
            git(folder.path(), &["pull", "--quiet", bare, branch]);
        }
        change(folder.path());
        git(folder.path(), &["add", "--all"]);
        git(folder.path(), &["commit", "--quiet", "--allow-empty", "-m", "By hand"]);
        git(folder.path(), &["push", "--quiet", "--force", bare, &format!("HEAD:refs/heads/{branch}")]);
    }

    /// Whether all its objects are sound.
    #[track_caller]
    pub fn expect_sound(&self) {
        let output = run(&self.folder, &["fsck", "--strict", "--full"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// Runs git in a folder, by nobody's settings.
pub fn run(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new("git");
    command.current_dir(folder).args(["-c", "protocol.file.allow=always"]).args(arguments).stdin(Stdio::null());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Ada").env(format!("GIT_{who}_EMAIL"), "ada@example.com");
    }
    command.output().expect("git runs")
}

/// As [`run`], and it succeeds.
#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// A request of HTTP.
struct Asked {
    method: String,
    path: String,
    query: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Inner {
    fn serve(&self, mut stream: TcpStream) {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
        // The other side may end at any moment.
        let Some(asked) = read(&mut stream) else { return };
        let _ = self.answer(&mut stream, &asked);
    }

    fn answer(&self, stream: &mut TcpStream, asked: &Asked) -> std::io::Result<()> {
        let known = self.password.lock().unwrap().clone();
        if known.is_some_and(|known| asked.headers.get("authorization") != Some(&format!("Basic {known}"))) {
            return say(stream, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"git\"\r\n", b"");
        }
        let is_push = asked.method == "POST" && asked.path.ends_with("/git-receive-pack");
        let turn = match self.on_push.lock().unwrap().as_mut() {
            Some(trick) if is_push => trick(),
            _ => Turn::Served,
        };
        match turn {
            Turn::Unavailable => return say(stream, "503 Service Unavailable", "", b""),
            Turn::Forbidden => return say(stream, "403 Forbidden", "", b""),
            Turn::Served | Turn::TakenInSilence => {}
        }
        let said = self.backend(asked)?;
        if turn == Turn::TakenInSilence {
            return Ok(());
        }
        let end = said.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(said.len());
        let head = String::from_utf8_lossy(&said[..end]).into_owned();
        let status = head.lines().find_map(|line| line.strip_prefix("Status: ")).unwrap_or("200 OK").to_owned();
        let headers: String =
            head.lines().filter(|line| !line.starts_with("Status:")).map(|line| format!("{line}\r\n")).collect();
        say(stream, &status, &headers, said.get(end + 4..).unwrap_or_default())
    }

    fn backend(&self, asked: &Asked) -> std::io::Result<Vec<u8>> {
        let header = |name: &str| asked.headers.get(name).cloned().unwrap_or_default();
        let mut command = Command::new("git");
        command.arg("http-backend").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_PROJECT_ROOT", &self.root).env("GIT_HTTP_EXPORT_ALL", "1");
        command.env("PATH_INFO", &asked.path).env("QUERY_STRING", &asked.query).env("REQUEST_METHOD", &asked.method);
        command.env("CONTENT_TYPE", header("content-type")).env("CONTENT_LENGTH", asked.body.len().to_string());
        command.env("HTTP_CONTENT_ENCODING", header("content-encoding")).env("GIT_PROTOCOL", header("git-protocol"));
        let mut child = command.spawn()?;
        let mut stdin = child.stdin.take().expect("it is piped");
        let body = asked.body.clone();
        let writing = thread::spawn(move || stdin.write_all(&body));
        let output = child.wait_with_output()?;
        let _ = writing.join();
        Ok(output.stdout)
    }
}

fn say(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    if headers.get("expect").is_some_and(|expected| expected.eq_ignore_ascii_case("100-continue")) {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let body = match headers.get("content-length").and_then(|length| length.parse().ok()) {
        Some(length) => {
            let mut body = vec![0; length];
            reader.read_exact(&mut body).ok()?;
            body
        }
        None if headers.contains_key("transfer-encoding") => read_chunks(&mut reader)?,
        None => Vec::new(),
    };
    Some(Asked { method, path: path.to_owned(), query: query.to_owned(), headers, body })
}

fn read_chunks(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let length = usize::from_str_radix(line.trim(), 16).ok()?;
        let start = body.len();
        body.resize(start + length, 0);
        reader.read_exact(&mut body[start..]).ok()?;
        reader.read_line(&mut String::new()).ok()?;
        if length == 0 {
            return Some(body);
        }
    }
}
