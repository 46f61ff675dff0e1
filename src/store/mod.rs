//! The file that holds everything: documents, sentences, mentions, entities, statements.
//!
//! Takes [`DocumentRecord`]s; gives them back, and the consolidated graph over all of them.

mod record;

pub use record::{
    AttributionRecord, DocumentRecord, EndRecord, EntityRecord, EvidenceRecord, MentionRecord, ParagraphRecord,
    StatementRecord,
};
