//! Several files in one folder that appear together or not at all.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::ExportError;

/// A folder under way: its files have no names before [`Folder::finish`].
pub(super) struct Folder {
    path: PathBuf,
    drafts: Vec<(PathBuf, NamedTempFile)>,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub(super) fn begin(path: &Path) -> Result<Self, ExportError> {
        fs::create_dir_all(path).map_err(|source| ExportError::File { path: path.to_path_buf(), source })?;
        Ok(Self { path: path.to_path_buf(), drafts: Vec::new() })
    }

    /// Writes a file of the folder.
    pub(super) fn file(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut BufWriter<&fs::File>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let path = self.path.join(name);
        let fail = |source| ExportError::File { path: path.clone(), source };
        let mut draft = tempfile::Builder::new();
        draft.prefix(".actant-");
        #[cfg(unix)]
        {
            // As any newly made file: what the user's mask allows.
            use std::os::unix::fs::PermissionsExt;
            draft.permissions(fs::Permissions::from_mode(0o666));
        }
        let draft = draft.tempfile_in(&self.path).map_err(fail)?;
        let mut out = BufWriter::new(draft.as_file());
        write(&mut out).and_then(|()| Ok(out.flush()?)).map_err(|error| match error {
            ExportError::Write(source) => fail(source),
            other => other,
        })?;
        drop(out);
        self.drafts.push((path, draft));
        Ok(())
    }

    /// Gives all files their names.
    pub(super) fn finish(self) -> Result<(), ExportError> {
        for (path, draft) in self.drafts {
            draft.persist(&path).map_err(|e| ExportError::File { path, source: e.error })?;
        }
        Ok(())
    }
}
