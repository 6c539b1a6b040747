-- What a person did here and the server has not answered yet. The tables of the kinds hold what the person sees: what the
-- server said, with these edits done to it.

-- Truth: the edits, as change/edit-line.h writes them, in the order in which they were made.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY,
  id INTEGER NOT NULL,
  edit TEXT NOT NULL,
  made INTEGER NOT NULL DEFAULT (unixepoch ())
) STRICT;
CREATE INDEX outbox_id ON outbox (id, number);

-- Truth: what the server said of each record that has edits in the outbox. body: an object as formats/ndjson.h writes it,
-- NULL if the server has no such record, or none to be read here.
CREATE TABLE shadow (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT
) STRICT;

-- Truth: edits that came back, with the reason, until the person has decided what becomes of them.
CREATE TABLE tray (
  entry INTEGER PRIMARY KEY,
  edit TEXT NOT NULL,
  code TEXT NOT NULL,
  field TEXT,
  detail TEXT,
  made INTEGER NOT NULL,
  came_back INTEGER NOT NULL DEFAULT (unixepoch ())
) STRICT;
