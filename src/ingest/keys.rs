use std::path::Path;

use rustc_hash::FxHashSet;

use super::{Article, IngestError, Skipped, Source};

/// The keys of the documents read so far: no two documents share one.
///
/// Give it the readings in the order of [`discover`](super::discover): then the same inputs get the
/// same keys in whatever order they were named.
#[derive(Debug, Default)]
pub struct Keys {
    taken: FxHashSet<String>,
}

impl Keys {
    /// Claims the key of one page's articles. A page known by its address whose address is taken
    /// goes by the key of its source instead.
    ///
    /// # Errors
    /// If that is taken too, or the page is a record of a file of records: the page must be left out.
    pub fn claim(&mut self, source: &Source, line: Option<u64>, articles: &mut [Article]) -> Result<(), Skipped> {
        let Some(first) = articles.first() else { return Ok(()) };
        let key = if articles.len() > 1 { base(&first.key) } else { &first.key }.to_owned();
        if self.taken.insert(key.clone()) {
            return Ok(());
        }
        if line.is_none() && self.taken.insert(source.key.clone()) {
            for article in articles {
                article.key = format!("{}{}", source.key, &article.key[key.len()..]);
            }
            return Ok(());
        }
        let input = Path::new(&source.name()).to_path_buf();
        Err(Skipped { input, line, reason: IngestError::KeyTaken { key } })
    }
}

/// The key of the page of an article of a roll.
fn base(key: &str) -> &str {
    key.rsplit_once('#').map_or(key, |(base, _)| base)
}
