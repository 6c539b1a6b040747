-- How well a document answers is asked of our own function (store/closeness.h).
INSERT INTO search (search, rank) VALUES ('rank', 'closeness(10.0, 5.0, 1.0)');

-- Can be made again, from the records' titles: what lists and maps need of a document, in rows so small that thousands are
-- read at once. sort: the folded title, from its last field to its first, so that people stand by family name.
CREATE TABLE entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, sort TEXT NOT NULL, commune TEXT) STRICT;
CREATE INDEX entry_sort ON entry (kind, sort, id);
CREATE INDEX entry_commune ON entry (kind, commune, id);

-- Can be made again: the folded words of titles, for the first letters that somebody types.
CREATE TABLE entry_word (
  kind TEXT NOT NULL,
  word TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (kind, word, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_word_id ON entry_word (id);
