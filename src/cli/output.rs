//! Standard output and files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Failure;

/// Writes to standard output.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Writes to a file, or to standard output if there is none.
///
/// A regular file gets its name only when everything is written; what stood there before stays
/// until then. A device or pipe is written to as it is.
pub(super) fn write<E>(path: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> Result<(), E>) -> Result<(), Failure>
where
    Failure: From<E>,
{
    let Some(path) = path.filter(|p| *p != Path::new("-")) else {
        let mut out = BufWriter::new(io::stdout().lock());
        write(&mut out)?;
        out.flush()?;
        return Ok(());
    };
    let fail = |source| Failure::File { operation: "write", path: path.to_path_buf(), source };
    // A link is followed, so that the file behind it is replaced and not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    if fs::metadata(&target).is_ok_and(|m| !m.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(&target).map_err(fail)?);
        write(&mut out)?;
        return out.flush().map_err(fail);
    }
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Asked first, because the error about the draft would name a file that nobody knows.
    fs::metadata(folder).map_err(fail)?;
    let mut draft = tempfile::Builder::new();
    draft.prefix(".actant-");
    #[cfg(unix)]
    {
        // As any newly made file: what the user's mask allows.
        use std::os::unix::fs::PermissionsExt;
        draft.permissions(fs::Permissions::from_mode(0o666));
    }
    let draft = draft.tempfile_in(folder).map_err(fail)?;
    let mut out = BufWriter::new(draft);
    write(&mut out)?;
    let draft = out.into_inner().map_err(|e| fail(e.into_error()))?;
    draft.persist(&target).map_err(|e| fail(e.error))?;
    Ok(())
}

/// Writes to standard error.
pub(super) fn complain(text: &str) -> Result<(), Failure> {
    Ok(io::stderr().write_all(text.as_bytes())?)
}
