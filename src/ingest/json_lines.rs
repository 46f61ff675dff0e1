//! One line of JSON Lines to a page.
//!
//! `text` is needed; `id`, `title`, `url`, `published`, `publisher` and `author` may be there; other fields
//! are ignored, `language` too: the text tells it, paragraph by paragraph.

use std::borrow::Cow;

use serde::Deserialize;

use super::IngestError;
use super::calendar::Calendar;
use super::page::{Metadata, Page, address, field};

/// A record, borrowed from its line.
#[derive(Debug, Deserialize)]
struct Written<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(default, borrow)]
    id: Option<Id<'a>>,
    #[serde(default, borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    published: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    publisher: Option<Cow<'a, str>>,
    #[serde(default, borrow)]
    author: Option<Cow<'a, str>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Id<'a> {
    Number(i64),
    Words(#[serde(borrow)] Cow<'a, str>),
}

/// A record as a page, with its own key if it names one.
pub(super) struct Found {
    pub key: Option<String>,
    pub page: Page,
    /// A field that is there and could not be understood.
    pub remark: Option<String>,
}

pub(super) fn record(line: &str, calendar: &Calendar) -> Result<Found, IngestError> {
    // serde's words end in "at line 1 column 7"; the line is this one.
    let error = |e: serde_json::Error| {
        let message = e.to_string();
        let message = message.replace(" at line 1 column ", " at column ");
        IngestError::Json { message }
    };
    let written: Written<'_> = serde_json::from_str(line).map_err(error)?;
    if written.text.trim().is_empty() {
        return Err(IngestError::NoText);
    }
    let mut remark = None;
    let published = written.published.as_deref().filter(|p| !p.trim().is_empty()).and_then(|words| {
        let date = calendar.metadata_date(words);
        if date.is_none() {
            let shown: String = words.chars().take(40).collect();
            remark = Some(format!("`published` is no date: {shown:?}"));
        }
        date
    });
    let url = written.url.as_deref().and_then(address);
    let key = match &written.id {
        Some(Id::Number(number)) => Some(number.to_string()),
        Some(Id::Words(words)) => field(words),
        None => None,
    };
    let metadata = Metadata {
        title: written.title.and_then(field),
        published: published.or_else(|| url.as_deref().and_then(Calendar::address_date)),
        publisher: written.publisher.and_then(field),
        author: written.author.and_then(field),
        url,
    };
    let text = written.text.replace('\0', "\u{FFFD}");
    let key = key.or_else(|| metadata.url.clone());
    Ok(Found { key, page: super::plain::page(text, metadata), remark })
}
