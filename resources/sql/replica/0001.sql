-- The replica's own tables. The tables of the kinds follow from their declarations.

-- Where the replica stands: cursor, server, time of the last complete sync.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- What the declaration of each kind was when its table was last made to fit; refill: its rows must be asked for again.
CREATE TABLE kind (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, refill INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- While a fill replaces rows of unknown age: those it has not brought yet. What is left at its end is deleted.
CREATE TABLE stale (id INTEGER PRIMARY KEY, kind TEXT NOT NULL) STRICT;

-- One document per record that has a title; the rowid is the record's id, which is unique over all kinds.
CREATE VIRTUAL TABLE search USING fts5 (title, keywords, body, kind UNINDEXED, tokenize = 'soho', prefix = '2 3');
INSERT INTO search (search, rank) VALUES ('rank', 'bm25(10.0, 5.0, 1.0)');
