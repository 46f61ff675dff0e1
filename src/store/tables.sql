-- The tables of an actant file, format 1.
--
-- What articles say: page, document, paragraph, sentence, entity, mention, mention_entity,
-- statement, evidence. What follows from it, made anew at every change: global_entity,
-- entity_membership, event, event_statement, edge, edge_statement. Offsets count Unicode code
-- points of page.text. Row numbers mean nothing outside the file; the columns `id` of statements,
-- global entities, events and edges are the stable names.

CREATE TABLE migration (version INTEGER PRIMARY KEY, what TEXT NOT NULL) STRICT;

CREATE TABLE page (
  page INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, text TEXT NOT NULL
) STRICT;

CREATE TABLE document (
  document INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, page INTEGER NOT NULL REFERENCES page,
  title TEXT, url TEXT, publisher TEXT, author TEXT, published TEXT,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, tokens INTEGER NOT NULL,
  sha256 TEXT NOT NULL -- of the whole record
) STRICT;
CREATE INDEX document_page ON document (page);

CREATE TABLE paragraph (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, position INTEGER NOT NULL,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, kind TEXT NOT NULL, language TEXT, read INTEGER NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE sentence (
  sentence INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position INTEGER NOT NULL, span_start INTEGER NOT NULL, span_end INTEGER NOT NULL,
  digest INTEGER NOT NULL, -- equal for the same words
  UNIQUE (document, position)
) STRICT;

CREATE TABLE entity (
  entity INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, wikidata TEXT, country TEXT,
  UNIQUE (document, position)
) STRICT;

CREATE TABLE mention (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE, position INTEGER NOT NULL,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention_entity (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  mention INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL, -- positions in the document
  PRIMARY KEY (document, mention, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
  statement INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  position INTEGER NOT NULL, id TEXT NOT NULL UNIQUE,
  source_entity INTEGER NOT NULL, source_mention INTEGER NOT NULL, -- positions in the document, as all below
  relation TEXT NOT NULL,
  target_entity INTEGER NOT NULL, target_mention INTEGER NOT NULL,
  polarity TEXT NOT NULL, modality TEXT NOT NULL,
  speaker_entity INTEGER, speaker_mention INTEGER, cue TEXT,
  date TEXT, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
  content TEXT, place_entity INTEGER, rule TEXT NOT NULL, confidence REAL,
  UNIQUE (document, position)
) STRICT;

CREATE TABLE evidence (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  statement INTEGER NOT NULL, place INTEGER NOT NULL, -- positions in the document and the statement
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (document, statement, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  run INTEGER PRIMARY KEY, version TEXT NOT NULL, schema_hash TEXT NOT NULL,
  read INTEGER NOT NULL, skipped INTEGER NOT NULL
) STRICT;

CREATE TABLE global_entity (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, wikidata TEXT, country TEXT, mentions INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_membership (
  document INTEGER NOT NULL, position INTEGER NOT NULL, global_entity TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (document, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_membership_global ON entity_membership (global_entity);

CREATE TABLE event (
  id TEXT PRIMARY KEY, relations TEXT NOT NULL, plover TEXT, source TEXT NOT NULL, target TEXT NOT NULL,
  date TEXT, status TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_statement (
  event TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (event, statement)
) STRICT, WITHOUT ROWID;

CREATE TABLE edge (
  id TEXT PRIMARY KEY, source TEXT NOT NULL, relation TEXT NOT NULL, target TEXT NOT NULL,
  statements INTEGER NOT NULL, positive INTEGER NOT NULL, negative INTEGER NOT NULL, actual INTEGER NOT NULL,
  direct INTEGER NOT NULL, first_reported TEXT, last_reported TEXT,
  documents INTEGER NOT NULL, independent_documents INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX edge_ends ON edge (source, target);

CREATE TABLE edge_statement (
  edge TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (edge, statement)
) STRICT, WITHOUT ROWID;

-- Without contents of their own: the words stand in page.text and entity.name.
CREATE VIRTUAL TABLE sentence_search USING fts5 (
  text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE entity_search USING fts5 (
  name, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
