-- The network's archive. Bodies are JSON as formats/ndjson.h writes them.

-- What the archive knows of itself: epoch and key (hexadecimal), last_id, last_seq.
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;

-- Truth: the records as they are. seq is the place of the last change in the order of all changes; it never leaves the
-- server in the clear. owner is the record that this one is a part of.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  audience TEXT NOT NULL,
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  owner INTEGER,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX record_fill ON record (audience, kind, id);
CREATE INDEX record_log ON record (audience, seq);
CREATE INDEX record_kind ON record (kind, id);
CREATE INDEX record_owner ON record (owner) WHERE owner IS NOT NULL;

-- Truth: records that an audience could read once and can no longer, because they were deleted or hidden.
CREATE TABLE departure (
  audience TEXT NOT NULL,
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (audience, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX departure_log ON departure (audience, seq);

-- Truth: the names that spreadsheets gave to records in their column "ref".
CREATE TABLE import_ref (
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_ref_id ON import_ref (id);

-- Can be made again: sealed pages of a fill, handed to everybody as they are. A page holds all n records of its audience
-- and kind with ids from first to last; it goes when one of them changes.
CREATE TABLE page (
  audience TEXT NOT NULL,
  kind TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  n INTEGER NOT NULL,
  line_bytes INTEGER NOT NULL,
  frame BLOB NOT NULL,
  PRIMARY KEY (audience, kind, first)
) STRICT;
