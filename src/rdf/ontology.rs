//! The ontology.
use crate::schema::Schema;
/// x
#[must_use]
pub fn ontology(_schema: &Schema) -> String {
    String::new()
}
