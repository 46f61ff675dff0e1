//! From code points to the words under them.

use crate::source::CodePoints;
use crate::source::Span;

/// Code points between two entries of [`Offsets`].
const BLOCK: usize = 64;

/// The byte offset of every 64th code point of a text.
#[derive(Debug)]
pub(super) struct Offsets<'t> {
    text: &'t str,
    blocks: Vec<u32>,
    /// How many code points the text has.
    len: u32,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut len = 0;
        for (at, _) in text.char_indices() {
            if (len as usize).is_multiple_of(BLOCK) {
                blocks.push(at as u32);
            }
            len += 1;
        }
        Self { text, blocks, len }
    }

    pub(super) fn len(&self) -> u32 {
        self.len
    }

    /// The words under the span, or none if it reaches beyond the text.
    pub(super) fn words(&self, span: Span<CodePoints>) -> Option<&'t str> {
        (span.end <= self.len).then(|| &self.text[self.byte(span.start)..self.byte(span.end)])
    }

    fn byte(&self, code_point: u32) -> usize {
        let Some(block) = self.blocks.get(code_point as usize / BLOCK) else { return self.text.len() };
        let from = *block as usize;
        let rest = &self.text[from..];
        rest.char_indices().nth(code_point as usize % BLOCK).map_or(self.text.len(), |(at, _)| from + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_code_points_across_blocks() {
        let text = "é".repeat(64) + "ab";
        let offsets = Offsets::new(&text);
        assert_eq!(offsets.words(Span::new(63, 65)), Some("éa"));
        assert_eq!(offsets.words(Span::new(65, 66)), Some("b"));
        assert_eq!(offsets.words(Span::new(66, 66)), Some(""));
        assert_eq!(offsets.words(Span::new(66, 67)), None);
        let whole = "é".repeat(64);
        assert_eq!(Offsets::new(&whole).words(Span::new(64, 64)), Some(""));
    }
}
