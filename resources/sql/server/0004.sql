-- Edits that replicas send.

-- Truth: which fields each change of a record touched, so that an edit made on an older revision can be merged. Names only:
-- what was there before is not kept. writer: of the sign-in that made the change, 0 for the server's own.
CREATE TABLE history (
  id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  writer INTEGER NOT NULL DEFAULT 0,
  fields TEXT NOT NULL,
  PRIMARY KEY (id, revision)
) STRICT, WITHOUT ROWID;

-- Truth: how far each sign-in has sent its edits, and up to which number it has kept the answers.
CREATE TABLE edit_writer (
  writer INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  acknowledged INTEGER NOT NULL
) STRICT;

-- Truth: the answers that a replica may ask for again. code: NULL if the edit was accepted.
CREATE TABLE answer (
  writer INTEGER NOT NULL,
  number INTEGER NOT NULL,
  digest TEXT NOT NULL,
  code TEXT,
  field TEXT,
  detail TEXT,
  PRIMARY KEY (writer, number)
) STRICT, WITHOUT ROWID;

-- Truth: what a writer had written and another overwrote without having seen it, until its writer has it back.
CREATE TABLE overwritten (
  entry INTEGER PRIMARY KEY AUTOINCREMENT,
  writer INTEGER NOT NULL,
  edit TEXT NOT NULL
) STRICT;
CREATE INDEX overwritten_writer ON overwritten (writer, entry);

-- A record that is gone is asked for by its number.
CREATE INDEX departure_id ON departure (id);
