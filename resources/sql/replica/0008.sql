-- Truth: rows that are not for everybody, while this copy has not synced for too long (store/lease.h). body: an object as
-- formats/ndjson.h writes it.
CREATE TABLE locked (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  revision INTEGER NOT NULL,
  audience TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
