-- The ledger of one build: the data dictionary of everything that Kronika answers from.
-- It is rebuilt from the archive at any time; nothing in it is the only copy of anything.

-- What is this ledger made of, so that a build with nothing new can tell at once.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- The publishers' lists, as the readers describe them.
CREATE TABLE sources (
    source      TEXT PRIMARY KEY,
    title       TEXT NOT NULL,
    publisher   TEXT NOT NULL,
    country     TEXT NOT NULL,       -- the listing state: ISO 3166-1 alpha-2 in lower case, eu, un
    authority   TEXT NOT NULL,       -- the body whose decision a listing is
    licence     TEXT NOT NULL,
    measures    TEXT[] NOT NULL      -- measures that follow from being on the list at all
);

-- Every copy of a list that the archive holds, in the order of its log.
CREATE TABLE copies (
    copy        TEXT PRIMARY KEY,    -- key of the reading: documents, reader and corrections hashed together
    source      TEXT NOT NULL,
    series      TEXT NOT NULL,       -- the slice of the source that this copy alone holds; empty for most
    published   TEXT NOT NULL,       -- the day (or month) that it stands for, ISO 8601
    state       TEXT NOT NULL,       -- current, earlier or refused
    reason      TEXT NOT NULL,       -- why it was refused
    reader      TEXT NOT NULL,       -- version of the reader
    records     BIGINT NOT NULL,     -- records in the documents = read + refused
    read        BIGINT NOT NULL,
    refused     BIGINT NOT NULL,
    subjects    BIGINT NOT NULL,
    facts       BIGINT NOT NULL
);

-- The official bytes that a copy consists of.
CREATE TABLE documents (
    copy        TEXT NOT NULL,
    document    TEXT NOT NULL,       -- SHA-256
    part        TEXT NOT NULL,
    name        TEXT NOT NULL,       -- as fetched or added
    address     TEXT NOT NULL,       -- where it was fetched from; empty if it was added by hand
    fetched     TEXT NOT NULL,       -- when it was fetched or added
    published   TEXT NOT NULL,       -- the publisher's own date, empty where the document carries none
    size        BIGINT NOT NULL
);

-- One value of one property of one entity, as one document prints it at one place. Only current copies;
-- the facts of earlier ones are in readings/COPY/facts.parquet with the same columns (but source and copy).
CREATE TABLE facts (
    source      TEXT NOT NULL,
    copy        TEXT NOT NULL,
    id          TEXT NOT NULL,       -- twelve hexadecimal digits of entity, property and value
    subject     TEXT NOT NULL,       -- the listed subject whose record this stands in
    entity      TEXT NOT NULL,       -- the subject itself, its Sanction, a relation, a document
    schema      TEXT NOT NULL,       -- FollowTheMoney schema of the entity
    prop        TEXT NOT NULL,       -- FollowTheMoney property
    value       TEXT NOT NULL,       -- dates in EDTF, countries as ISO codes, other entities by id
    printed     TEXT,                -- as the document prints it; NULL where it is the value, '' for structure
    lang        TEXT,                -- ISO 639-3, where the list states it
    document    TEXT NOT NULL,       -- SHA-256
    place       TEXT NOT NULL,       -- row and column, XPath, or line and JSON pointer
    "start"     INTEGER,             -- span inside the cell, NULL for the whole of it
    "end"       INTEGER,
    parts       TEXT,                -- a name's parts as the list gives them, kind=text joined by |
    mark        TEXT,                -- what must be known beside the value, such as a wrong check digit
    corrected   BOOLEAN NOT NULL,    -- whether a person's correction stands in value
    fold        TEXT                 -- names only: folded for look-up without case, marks or order
);

-- What was not read, and why. Of current and of refused copies.
CREATE TABLE refusals (
    source      TEXT NOT NULL,
    copy        TEXT NOT NULL,
    record      TEXT NOT NULL,       -- the record's own key, as far as it could be read
    whole       BOOLEAN NOT NULL,    -- the whole record, or one value of it
    document    TEXT NOT NULL,
    place       TEXT NOT NULL,
    printed     TEXT NOT NULL,
    reason      TEXT NOT NULL
);

-- People's corrections that this build was given; facts.corrected says where one stands.
CREATE TABLE corrections (
    source TEXT, record TEXT, field TEXT, printed TEXT, corrected TEXT, who TEXT, "when" TEXT, why TEXT
);
