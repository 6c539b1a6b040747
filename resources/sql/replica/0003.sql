-- The documents again, with a column more. refers: a word for each record that the document is found by besides its own
-- fields (index.h), so that all who have a skill are found by one word, whatever the skill is called. They are written
-- again from the records.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (title, keywords, body, refers, kind UNINDEXED, tokenize = 'soho', prefix = '2 3');
INSERT INTO search (search, rank) VALUES ('rank', 'closeness(10.0, 5.0, 1.0, 5.0)');
DELETE FROM entry;
DELETE FROM entry_word;
