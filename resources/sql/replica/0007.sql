-- For the day when the server has been put back from a backup.

-- Truth: edits that the server accepted, for 30 days, in the order in which it did: it is offered again what it has
-- forgotten. known_as: by which writers and numbers it may be known, "WRITER:NUMBER …".
CREATE TABLE kept (
  entry INTEGER PRIMARY KEY,
  writer INTEGER NOT NULL,
  known_as TEXT NOT NULL,
  id INTEGER NOT NULL,
  edit TEXT NOT NULL,
  answered INTEGER NOT NULL DEFAULT (unixepoch ())
) STRICT;
CREATE INDEX kept_id ON kept (id);
CREATE INDEX kept_answered ON kept (answered);

-- The same of an edit that is offered again, for all but its present number.
ALTER TABLE outbox ADD COLUMN known_as TEXT NOT NULL DEFAULT '';

-- Truth: what persons had not sent when they signed out, sealed under their passwords (store/seal.h).
CREATE TABLE sealed (
  entry INTEGER PRIMARY KEY,
  person INTEGER NOT NULL,
  secret BLOB NOT NULL,
  box BLOB NOT NULL
) STRICT;
