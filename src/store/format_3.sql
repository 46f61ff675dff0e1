-- From format 2 to 3: what lets a change of few documents touch few rows, and what people decide.
-- The new columns of entity are filled by the program, which alone knows how names are evened out.

ALTER TABLE entity ADD COLUMN even TEXT NOT NULL DEFAULT ''; -- the name without case, accents and punctuation
ALTER TABLE entity ADD COLUMN named INTEGER NOT NULL DEFAULT 1; -- whether the text ever calls it by a name
ALTER TABLE entity ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;
CREATE INDEX entity_even ON entity (even, type);
CREATE INDEX entity_wikidata ON entity (wikidata, even, type) WHERE wikidata IS NOT NULL;
CREATE INDEX sentence_digest ON sentence (digest);

-- What people decided, in the words of `actant decisions export`; `id` is made of them.
CREATE TABLE decision (
  decision INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, record TEXT NOT NULL
) STRICT;

-- `schema`: the digest of the schema by which the derived tables were made; without it they are
-- made anew at the next change. `text`: `none` if the words of articles are not kept.
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Derived, as all below: documents that repeat an earlier one.
CREATE TABLE document_copy (document INTEGER PRIMARY KEY, original INTEGER NOT NULL) STRICT;
CREATE INDEX document_copy_original ON document_copy (original);
CREATE TABLE event_place (
  event TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (event, place)
) STRICT, WITHOUT ROWID;
ALTER TABLE event ADD COLUMN first_reported TEXT;
ALTER TABLE event ADD COLUMN independent_documents INTEGER NOT NULL DEFAULT 0;
CREATE INDEX event_ends ON event (source, target);
CREATE INDEX edge_statement_statement ON edge_statement (statement);
