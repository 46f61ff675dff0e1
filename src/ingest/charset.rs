//! Bytes to characters.
//!
//! In this order: byte order mark, UTF-16 without one (every other byte is zero), valid UTF-8, the
//! charset that an HTML page names, UTF-8 with a few broken places, and last a guess from the
//! frequencies of bytes. Example: `caf\xE9` without any mark is Latin-1 and becomes `café`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::IngestError;

/// A decoded text.
pub(super) struct Decoded {
    pub text: String,
    /// Whether bytes had to be replaced by U+FFFD.
    pub replaced: bool,
}

/// How many bytes are looked at to tell text from other data.
const SAMPLE: usize = 64 * 1024;

pub(super) fn decode(bytes: Vec<u8>, is_html: bool) -> Result<Decoded, IngestError> {
    if let Some(what) = known_binary(&bytes) {
        return Err(IngestError::Binary { what });
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return text_of(text.into_owned(), replaced);
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        let (text, replaced) = encoding.decode_without_bom_handling(&bytes);
        return text_of(text.into_owned(), replaced);
    }
    if controls(bytes.iter().take(SAMPLE).map(|b| u32::from(*b)), bytes.len().min(SAMPLE)) {
        return Err(IngestError::Binary { what: "control characters" });
    }
    let named = if is_html { charset_of_html(&bytes) } else { None };
    let bytes = match String::from_utf8(bytes) {
        // Text in ISO-2022-JP is plain ASCII with escapes and so also valid UTF-8.
        Ok(text) if named.is_none_or(|e| e != encoding_rs::ISO_2022_JP) => return text_of(text, false),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some(text) = named.and_then(|e| e.decode_without_bom_handling_and_without_replacement(&bytes)) {
        return text_of(text.into_owned(), false);
    }
    if is_damaged_utf_8(&bytes) {
        return text_of(String::from_utf8_lossy(&bytes).into_owned(), true);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes, true);
    let (text, replaced) = detector.guess(None, Utf8Detection::Deny).decode_without_bom_handling(&bytes);
    text_of(text.into_owned(), replaced)
}

/// The last look: a wrong guess of the charset shows in control characters. NUL, which no output
/// format can carry, becomes U+FFFD; the count of code points stays.
fn text_of(mut text: String, replaced: bool) -> Result<Decoded, IngestError> {
    let sample = text.chars().take(SAMPLE).count();
    if controls(text.chars().take(SAMPLE).map(u32::from), sample) {
        return Err(IngestError::Binary { what: "control characters" });
    }
    let holds_nul = text.contains('\0');
    if holds_nul {
        text = text.replace('\0', "\u{FFFD}");
    }
    Ok(Decoded { text, replaced: replaced || holds_nul })
}

/// Files that hold much text and are none.
fn known_binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1F\x8B", "compressed with gzip"),
        (b"\x28\xB5\x2F\xFD", "compressed with zstd"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"{\\rtf", "RTF"),
        (b"\xFF\xFE\0\0", "UTF-32"),
        (b"\0\0\xFE\xFF", "UTF-32"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}

/// Whether more than one character in a hundred is a control character that text does not use; a
/// stray one does not count.
fn controls(characters: impl Iterator<Item = u32>, total: usize) -> bool {
    let count = characters.filter(|c| matches!(c, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    count > 2 && count * 100 > total
}

/// In UTF-16 most letters of a European text have a zero byte, all on the same side.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    if sample.len() < 4 {
        return None;
    }
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if odd * 2 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 2 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 in which hundreds of characters are right and a few places broken, as after a cut.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut broken, mut right) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    right >= broken * 10
}

/// `<meta charset="…">` or `<meta … content="text/html; charset=…">` in the first bytes.
fn charset_of_html(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let at = head.windows(8).position(|w| w == b"charset=")? + 8;
    let label: Vec<u8> = head[at..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b'"' | b'\'' | b' '))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    let encoding = Encoding::for_label(&label)?;
    // A page whose name of the charset could be read byte by byte is not in UTF-16.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}
