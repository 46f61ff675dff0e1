//! GraphViz's own programs, run where they are installed.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::ExportError;

/// How often the program is asked whether it has come to an end.
const PAUSE: Duration = Duration::from_millis(20);
/// The most bytes of a complaint that are passed on.
const COMPLAINT: usize = 400;

/// Which program lays the picture out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// `dot`: layers from left to right.
    Dot,
    /// `sfdp`: springs, for many entities.
    Sfdp,
}

/// What the picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Image {
    /// SVG.
    Svg,
    /// PNG, with 192 pixels an inch.
    Png,
}

impl Engine {
    fn program(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Sfdp => "sfdp",
        }
    }
}

/// Lets GraphViz draw a graph in the DOT language, within a time limit.
///
/// # Errors
/// If the program cannot be started, fails, or takes longer than `limit`.
pub fn draw_with_graphviz(dot: &[u8], engine: Engine, image: Image, limit: Duration) -> Result<Vec<u8>, ExportError> {
    let program = engine.program();
    let mut command = Command::new(program);
    match image {
        Image::Svg => command.arg("-Tsvg"),
        Image::Png => command.args(["-Tpng", "-Gdpi=192"]),
    };
    if engine == Engine::Sfdp {
        // Without these boxes lie upon each other; labels still may.
        command.args(["-Goverlap=prism", "-Gsplines=true", "-GK=2.4", "-Gsep=+14"]);
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|source| ExportError::NoGraphviz { program, source })?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    // All three pipes are served at once: `dot` would wait for ever on a full one.
    let outcome = thread::scope(|scope| {
        scope.spawn(move || {
            // If `dot` stops reading it has failed, and its exit code and complaint say why.
            if let Some(mut stdin) = stdin {
                stdin.write_all(dot).ok();
            }
        });
        let output = scope.spawn(move || read_all(stdout));
        let complaint = scope.spawn(move || read_all(stderr));
        let success = wait(&mut child, program, limit);
        let output = output.join().unwrap_or_else(|_| Ok(Vec::new()));
        let complaint = complaint.join().unwrap_or_else(|_| Ok(Vec::new()));
        success.map(|success| (success, output, complaint))
    });
    let (success, output, complaint) = outcome?;
    if !success {
        let complaint = String::from_utf8_lossy(&complaint?).trim().chars().take(COMPLAINT).collect();
        return Err(ExportError::Graphviz { program, message: complaint });
    }
    Ok(output?)
}

fn read_all(pipe: Option<impl Read>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        pipe.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Whether the program ended well; it is stopped when its time is over.
fn wait(child: &mut Child, program: &'static str, limit: Duration) -> Result<bool, ExportError> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if begun.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Err(ExportError::GraphvizTimeout { program, limit });
        }
        thread::sleep(PAUSE);
    }
}
