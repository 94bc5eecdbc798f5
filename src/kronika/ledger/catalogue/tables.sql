-- The catalogue of one build: what the service reads. It is written once, beside the index, and then only read.
-- Of an entity, n is its number in this build alone; nothing outside may keep it.

-- `version`: the code that wrote it. `state`: what it was made of.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every merged entity, as far as it is filtered, sorted and counted by.
CREATE TABLE entities (
    n           INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,       -- canonical
    identity    TEXT NOT NULL,       -- of the resolution (kr-…), empty for what is no identity: a Sanction, a passport
    schema      TEXT NOT NULL,
    caption     TEXT NOT NULL,
    target      INTEGER NOT NULL,    -- whether one of its topics is a risk
    boost       REAL NOT NULL,       -- the more lists it is on and the more they say of it, the higher
    countries   TEXT NOT NULL,       -- these three: values in order, with one blank between them
    topics      TEXT NOT NULL,
    datasets    TEXT NOT NULL,
    first_seen  TEXT NOT NULL,       -- ISO 8601, empty where not known
    last_seen   TEXT NOT NULL,
    last_change TEXT NOT NULL
);

-- The entity as it is answered: JSON. Apart from `entities`, so that a filter reads few pages.
CREATE TABLE bodies (n INTEGER PRIMARY KEY, body BLOB NOT NULL);

-- Every id that an entity is found by: its own, its subjects', those that a publisher has merged into it.
CREATE TABLE ids (id TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;

-- What an entity is tied to, seen from either side: an Ownership's `owner`, a company's `ownershipOwner`.
CREATE TABLE edges (
    n INTEGER NOT NULL, prop TEXT NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (n, prop, other)
) WITHOUT ROWID;

-- Values to filter by: property, value, bearer. Names and long texts are not in it. `datasets` counts as a property,
-- and a listing's programme and dates as properties of who is listed.
CREATE TABLE terms (
    prop TEXT NOT NULL, value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (prop, value, n)
) WITHOUT ROWID;

-- Whole names, their folded words in alphabetical order.
CREATE TABLE names (name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (name, n)) WITHOUT ROWID;

-- Full text, and its vocabulary: words as `words.folded` writes them.
CREATE VIRTUAL TABLE texts USING fts5 (names, numbers, rest, content='', tokenize='ascii');
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;

-- What /catalog lists. A data set with children holds what they hold.
CREATE TABLE datasets (
    name        TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    publisher   TEXT NOT NULL,
    children    TEXT NOT NULL,       -- JSON
    entities    INTEGER NOT NULL,
    targets     INTEGER NOT NULL,
    version     TEXT NOT NULL,       -- equal for equal copies
    updated     TEXT NOT NULL        -- the day (or month) that the newest copy stands for
);
