-- Truth: what a person typed into a record of their own that could not be kept as it is, by the place where it was typed.
CREATE TABLE draft (
  person INTEGER NOT NULL,
  place TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (person, place)
) STRICT;
