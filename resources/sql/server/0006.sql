-- Persons who were erased, and what a restored archive must not give again.

-- Truth: the ids of persons who were erased; nothing else of them is kept, and nobody gets these again.
CREATE TABLE erased (id INTEGER PRIMARY KEY) STRICT;

-- Whether the record left because its person was erased: then replicas forget what they keep beside it, too.
ALTER TABLE departure ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX departure_erased ON departure (audience, kind, id) WHERE erased;

-- Truth: numbers between two edits of a sign-in that stand for nothing, because the replica went on behind them after a
-- restore: what had been known by them came again under later ones.
CREATE TABLE edit_gap (
  writer INTEGER NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (writer, first)
) STRICT, WITHOUT ROWID;
