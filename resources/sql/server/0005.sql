-- Who may sign in, and from where they have.

-- Truth: accounts. An account is one person's, and its number is the id of that person's member record, which need not
-- exist yet. email is folded; password is as libsodium writes it, NULL until the person has chosen one.
CREATE TABLE account (
  person INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  password TEXT
) STRICT;

-- Truth: what a person is besides a member, and of which village or telecentre; 0 of none.
CREATE TABLE role (
  person INTEGER NOT NULL,
  role TEXT NOT NULL,
  subject INTEGER NOT NULL,
  PRIMARY KEY (person, role, subject)
) STRICT, WITHOUT ROWID;

-- Truth: codes that let a person choose a password, once; only the hash of the code.
CREATE TABLE invitation (
  person INTEGER PRIMARY KEY,
  code BLOB NOT NULL UNIQUE,
  expires INTEGER NOT NULL
) STRICT;

-- Truth: sign-ins; of the token only the hash. One that has ended stays, without its token: its writer number must not be
-- given again, and what was written under it is still its person's.
CREATE TABLE session (
  writer INTEGER PRIMARY KEY CHECK (writer BETWEEN 1 AND 1048575),
  person INTEGER NOT NULL,
  token BLOB UNIQUE,
  device TEXT NOT NULL,
  created INTEGER NOT NULL,
  seen INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON session (person) WHERE token IS NOT NULL;
