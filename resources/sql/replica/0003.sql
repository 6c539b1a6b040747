-- The documents again, with a column more. refers: a word for each record that the document is found by besides its own
-- fields (index.h), so that all who have a skill are found by one word, whatever the skill is called. They are written
-- again from the records.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (title, keywords, body, refers, kind UNINDEXED, tokenize = 'soho', prefix = '2 3');
INSERT INTO search (search, rank) VALUES ('rank', 'closeness(10.0, 5.0, 1.0, 5.0)');
DELETE FROM entry;

-- With what `entry` says of the document, so that a letter that begins ten thousand names is answered in their order.
DROP TABLE entry_word;
CREATE TABLE entry_word (
  kind TEXT NOT NULL,
  word TEXT NOT NULL,
  sort TEXT NOT NULL,
  id INTEGER NOT NULL,
  commune TEXT,
  PRIMARY KEY (kind, word, sort, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_word_id ON entry_word (id);

-- Can be made again: under which skill without a parent, or whatever else stands in a tree, a document is found.
CREATE TABLE entry_group (top INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (top, id)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_group_id ON entry_group (id);
