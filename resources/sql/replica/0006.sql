-- What a person did, so that it can be taken back as one: the deletion of a record takes its parts with it. deed: the same for
-- all edits that were one deed, never given again, and kept when `number` is counted anew because an edit before was withdrawn.
ALTER TABLE outbox ADD COLUMN deed INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET deed = number;
INSERT OR REPLACE INTO meta (name, value)
  SELECT 'deed', CAST (max (number) AS TEXT) FROM outbox HAVING max (number) IS NOT NULL;

-- The last number that was ever in a request: the server may know the edits up to it. Of a request made before this, nothing
-- was noted, so any of those that wait may have been in one.
INSERT OR REPLACE INTO meta (name, value) SELECT 'sent', value FROM meta WHERE name = 'number';
