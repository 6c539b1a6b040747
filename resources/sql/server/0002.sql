-- Files that records show, such as photos.

-- Truth: each file once, whoever shows it, under the name that sync/blob.h gives to its bytes.
CREATE TABLE blob (
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

-- Can be made again: which records show which files. A file goes with the last of its rows.
CREATE TABLE blob_use (
  name TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_use_id ON blob_use (id);

-- Names that the transaction under way brought, or took from a record: those that nothing shows when it commits go with
-- it. Empty between two transactions.
CREATE TABLE blob_loose (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
