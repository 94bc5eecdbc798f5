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

-- Tables of measurements: one line for what was counted at one place, or for one figure that somebody published, with
-- the document and the row that it stands in. Only current copies; those of earlier ones are in readings/COPY/, a
-- Parquet file for each table, with the same columns (but copy).

-- Elections whose protocols the casebook holds.
CREATE TABLE elections (
    copy        TEXT NOT NULL,
    election    TEXT PRIMARY KEY,    -- the name that it goes by here
    title       TEXT NOT NULL,       -- as the mapping calls it
    day         TEXT,                -- the first day of voting, ISO 8601; NULL where the mapping does not tell
    document    TEXT NOT NULL,       -- SHA-256 of the table of protocols
    "row"       INTEGER NOT NULL,    -- the row of its headings
    name        TEXT NOT NULL,       -- the table's file, and in a ZIP the member's
    mapping     TEXT NOT NULL,       -- SHA-256 of the mapping by which it was read
    stations    BIGINT NOT NULL,     -- lines of it in protocols
    candidates  TEXT[] NOT NULL,     -- in the order of protocols.votes
    turnout     TEXT[] NOT NULL,     -- the counts that, together, are protocols.voted
    result      TEXT[] NOT NULL      -- the counts that, together, are protocols.base
);

-- The protocol of one polling station. A count that it does not tell, or that could not be read, is NULL, never 0.
CREATE TABLE protocols (
    copy        TEXT NOT NULL,
    election    TEXT NOT NULL,
    document    TEXT NOT NULL,       -- SHA-256
    "row"       INTEGER NOT NULL,    -- as a spreadsheet counts them
    region      TEXT,                -- these five as printed, '' for a blank cell, NULL where there is no such column
    district    TEXT,
    unit        TEXT,                -- number or name of the station
    kind        TEXT,
    signed      TEXT,                -- the day on which the protocol was signed
    registered  INTEGER,             -- voters on the list
    issued      INTEGER,             -- ballots that the commission was given
    given       INTEGER,             -- ballots given to voters
    early       INTEGER,             -- given or cast before the day of the election
    inside      INTEGER,             -- given or cast inside the station on the day
    outside     INTEGER,             -- given or cast outside the station on the day
    mobile      INTEGER,             -- ballots in the mobile boxes
    stationary  INTEGER,             -- ballots in the boxes that stand in the station
    found       INTEGER,             -- ballots found in the boxes
    valid       INTEGER,             -- valid ballots or votes
    invalid     INTEGER,             -- invalid ballots or votes
    against     INTEGER,             -- votes against all
    spoiled     INTEGER,             -- ballots spoiled
    cancelled   INTEGER,             -- ballots not used
    lost        INTEGER,             -- ballots lost
    unaccounted INTEGER,             -- ballots not accounted for when the commission was given them
    voted       INTEGER,             -- what is divided by registered for the turnout: see elections.turnout
    base        INTEGER,             -- what votes are divided by for a share: see elections.result
    votes       INTEGER[] NOT NULL   -- of each of elections.candidates
);

-- The votes that the protocols at hand hold for each candidate, computed; not what a commission declared.
CREATE VIEW results AS
WITH each AS (
    SELECT p.election, p.document, coalesce(p.region, '') AS region, p.base,
        unnest(e.candidates) AS candidate, unnest(p.votes) AS votes
    FROM protocols p JOIN elections e USING (election)
)
SELECT
    election, document,
    region,                          -- NULL for the whole election, '' for stations without a region
    candidate,
    count(*) AS stations,
    count(*) - count(votes) AS untold, -- stations whose votes for this candidate are not known: not in the sum
    sum(votes)::BIGINT AS votes,
    (sum(base) FILTER (votes IS NOT NULL))::BIGINT AS base, -- of stations that tell both
    sum(votes) FILTER (base IS NOT NULL) / nullif(sum(base) FILTER (votes IS NOT NULL), 0) AS share
FROM each GROUP BY GROUPING SETS ((election, document, candidate), (election, document, region, candidate));

-- Published figures: who counted what, by which definition, as of which day. Two counters that differ both stand.
CREATE TABLE figures (
    copy        TEXT NOT NULL,
    document    TEXT NOT NULL,       -- SHA-256 of the file that somebody keeps by hand
    "row"       INTEGER NOT NULL,
    id          TEXT NOT NULL,       -- twelve hexadecimal digits of all that the line says
    counter     TEXT NOT NULL,       -- who counted, measured or declared it
    series      TEXT NOT NULL,       -- what is counted; equal for figures that can be held against each other
    item        TEXT NOT NULL,       -- which one of the series: a candidate, a resolution; '' where there is but one
    definition  TEXT NOT NULL,       -- what counts as one; '' where it is not stated
    about       TEXT[] NOT NULL,     -- codes of the states that it is of, sorted
    as_of       TEXT NOT NULL,       -- day, month or year, EDTF; FIRST/LAST for a period
    "first"     DATE NOT NULL,       -- its earliest day
    "last"      DATE NOT NULL,       -- its latest
    value       DOUBLE,              -- in ones of the unit or currency; NULL where an interval is stated
    low         DOUBLE,              -- the least and most that it can be; value where that is stated
    high        DOUBLE,              -- NULL for one of the two: not stated, «at least» or «at most»
    step        DOUBLE NOT NULL,     -- one in the last digit printed, in ones: 10,000,000 for 190.27 billion
    unit        TEXT NOT NULL,       -- without thousand, million, billion, trillion; '' where it is the currency
    currency    TEXT NOT NULL,       -- ISO 4217, '' for none
    place       TEXT NOT NULL,       -- the cells that print it
    printed     TEXT NOT NULL,       -- what stands there
    title       TEXT NOT NULL,       -- where it was published
    address     TEXT NOT NULL,       -- '' where none is stated
    published   TEXT NOT NULL,       -- EDTF, '' where not stated
    note        TEXT NOT NULL
);

-- People's corrections that this build was given; facts.corrected says where one stands.
CREATE TABLE corrections (
    source TEXT, record TEXT, field TEXT, printed TEXT, corrected TEXT, who TEXT, "when" TEXT, why TEXT
);
