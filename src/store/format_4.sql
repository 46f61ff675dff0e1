-- From format 3 to 4: whom the content of a statement names, and how many were killed, wounded, detained. A file
-- of before has none of either until its articles are read again.

CREATE TABLE statement_about (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  statement INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT NULL, -- positions in the document and the content
  PRIMARY KEY (document, statement, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE casualties (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  statement INTEGER NOT NULL, harm TEXT NOT NULL, -- killed, wounded, detained
  low INTEGER, best INTEGER, high INTEGER,
  span_start INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
  speaker_entity INTEGER, -- where it is not that of the statement
  PRIMARY KEY (document, statement, harm)
) STRICT, WITHOUT ROWID;

-- Derived: whose number stands for the event.
CREATE TABLE event_casualties (
  event TEXT NOT NULL, harm TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (event, harm)
) STRICT, WITHOUT ROWID;
