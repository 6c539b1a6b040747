-- How the server's own ids are given, see archive/ids.h.

-- Truth: for each audience but the public, the block of ids under way and how many of it were given.
CREATE TABLE id_lane (
  audience TEXT PRIMARY KEY,
  block INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Truth: blocks that hold ids brought from elsewhere, of which none is given.
CREATE TABLE id_block (block INTEGER PRIMARY KEY) STRICT;

INSERT INTO id_block SELECT DISTINCT (id - 2147483648) / 256
  FROM (SELECT id FROM record UNION SELECT id FROM departure)
  WHERE id BETWEEN 2147483648 AND 3221225471;
UPDATE meta SET value = (SELECT ifnull (max (id), 0) FROM (SELECT id FROM record UNION SELECT id FROM departure)
  WHERE id < 2147483648) WHERE name = 'last_id' AND value >= 2147483648;
