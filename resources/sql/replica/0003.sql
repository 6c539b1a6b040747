-- The documents again, with a column more. refers: a word for each record that the document is found by besides its own
-- fields (index.h), so that all who have a skill are found by one word, whatever the skill is called. They are written
-- again from the records.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (title, keywords, body, refers, kind UNINDEXED, tokenize = 'soho', prefix = '2 3');
INSERT INTO search (search, rank) VALUES ('rank', 'closeness(10.0, 5.0, 1.0, 5.0)');
DELETE FROM entry;
DELETE FROM entry_word;

-- Can be made again: under which skill without a parent, or whatever else stands in a tree, a document is found.
CREATE TABLE entry_group (top INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (top, id)) STRICT, WITHOUT ROWID;
CREATE INDEX entry_group_id ON entry_group (id);
