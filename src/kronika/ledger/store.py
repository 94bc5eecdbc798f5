"""The one door to DuckDB: a ledger is composed of readings, then only asked.

`compose` writes a new ledger beside the old one and puts it in its place at the end. `Ledger` answers from the
current state of every source, or with `as_of` from the state at an earlier day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Self

import duckdb

from kronika.base import dates, names
from kronika.base.errors import Unreadable, UsageError
from kronika.ledger import measured

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from kronika.ledger.measured import Election, Figure, Result


_COLUMNS = (
    'id, subject, entity, schema, prop, value, {} lang, document, place, "start", "end", parts, mark, corrected, fold'
)
STORED = _COLUMNS.format("printed,")
_CURRENT = "source, copy, " + _COLUMNS.format("coalesce(printed, value) AS printed,")
_READING = "SELECT subject AS who, entity, entity = subject AS own, schema, prop, value FROM read_parquet({path})"
LIMITS: dict[str, str | bool | int | float | list[str]] = {"memory_limit": "1GB", "threads": 2}

SCHEMA = resources.files("kronika.ledger").joinpath("schema.sql").read_text(encoding="utf-8")
MADE_BY = hashlib.sha256(SCHEMA.encode()).hexdigest()[:16]
"""What tells a ledger of these tables from one of another version's."""
MOST_FOUND = 50
"""Subjects that a look-up by name gives at most."""


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact as the ledger keeps it; the columns of `facts` in schema.sql say what each is."""

    source: str
    copy: str
    id: str
    subject: str
    entity: str
    schema: str
    prop: str
    value: str
    printed: str
    lang: str | None
    document: str
    place: str
    start: int | None
    end: int | None
    parts: str | None
    mark: str | None
    corrected: bool
    fold: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A subject that a look-up by name found."""

    subject: str
    source: str
    schema: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two copies of a list."""

    kind: str
    """listed, delisted or amended."""
    subject: str
    name: str
    entity: str = ""
    schema: str = ""
    prop: str = ""
    before: str | None = None
    after: str | None = None


class Ledger:
    """A composed ledger, open for questions.

    `table` is the table or view that holds its facts; `identities` is where the matcher keeps which subjects are one.
    Raises UsageError where no ledger has been built yet.
    """

    def __init__(self, path: Path, readings: Path, *, as_of: str = "", identities: Path | None = None) -> None:
        if not path.exists():
            raise UsageError(f"{path} is not there yet: `kronika build` makes it")
        self._readings = readings
        self._identities = identities
        self._db = duckdb.connect(str(path), read_only=True, config={"threads": 2})
        if not self.rows("SELECT 1 FROM meta WHERE key = 'schema' AND value = ?", [MADE_BY]):
            raise UsageError(f"{path} was made by another version of Kronika: `kronika build` makes it anew")
        self.table = self._state_at(as_of) if as_of else "facts"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @cached_property
    def state(self) -> str:
        """A text that is equal for ledgers that were composed of the same."""
        return str(self.rows("SELECT value FROM meta WHERE key = 'state'")[0]["value"])

    def rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[dict[str, Any]]:
        """The rows of a query over the tables of schema.sql."""
        result = self._db.execute(sql, parameters)
        columns = [column[0] for column in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    def stream(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one after another, without holding them all."""
        reader = self._db.cursor().execute(sql, parameters)
        while batch := reader.fetchmany(10_000):
            yield from batch

    def named(self, text: str) -> list[Found]:
        """Subjects with this id, or with a name of just these words in any order."""
        condition = "subject = $text OR entity = $text OR fold = $fold"
        return self._found(condition, {"text": text, "fold": names.fold(text)})

    def holding(self, text: str) -> list[Found]:
        """Subjects with a name that holds all of these words."""
        words = {f"word{n}": f" {word} " for n, word in enumerate(names.fold(text).split())}
        condition = " AND ".join(f"contains(' ' || fold || ' ', ${name})" for name in words)
        return self._found(condition, words) if words else []

    def identities(self, ids: Sequence[str]) -> dict[str, str]:
        """The identity of each of these subjects, or with this id, and of all subjects that share it."""
        if self._identities is None or not self._identities.exists():
            return {}
        sql = """
            WITH every AS (SELECT subject, identity FROM read_parquet($path) WHERE listed)
            SELECT subject, identity FROM every WHERE identity IN (
                SELECT identity FROM every WHERE list_contains($ids, subject) OR list_contains($ids, identity)
            ) ORDER BY subject
        """
        return dict(self._db.execute(sql, {"path": str(self._identities), "ids": list(ids)}).fetchall())

    def these(self, subjects: Sequence[str]) -> list[Found]:
        """Subjects by their ids."""
        return self._found("list_contains($subjects, subject)", {"subjects": list(subjects)})

    def _found(self, condition: str, parameters: dict[str, Any]) -> list[Found]:
        sql = f"""
            WITH hit AS (
                SELECT DISTINCT subject FROM {self.table} WHERE {condition} ORDER BY subject LIMIT {MOST_FOUND}
            )
            SELECT f.subject, any_value(f.source), any_value(f.schema),
                coalesce(first(f.value) FILTER (f.prop = 'name'), first(f.value))
            FROM {self.table} f JOIN hit USING (subject)
            WHERE f.entity = f.subject AND f.fold IS NOT NULL
            GROUP BY f.subject ORDER BY 2, 1
        """  # noqa: S608 - the condition is one of the two above, what people write is a parameter of it
        return [Found(*row) for row in self._db.execute(sql, parameters).fetchall()]

    def facts(self, subject: str) -> list[StoredFact]:
        """All facts of a subject: its own, its listings', its relations'."""
        sql = f"SELECT {_CURRENT} FROM {self.table} WHERE subject = ?"  # noqa: S608
        return [StoredFact(*row) for row in self._db.execute(sql, [subject]).fetchall()]

    def fact(self, fact_id: str) -> list[StoredFact]:
        """The facts with this id: one, unless two records print the same of the same entity."""
        sql = f"SELECT {_CURRENT} FROM {self.table} WHERE id = ?"  # noqa: S608
        return [StoredFact(*row) for row in self._db.execute(sql, [fact_id]).fetchall()]

    def document(self, copy: str, sha256: str) -> dict[str, Any]:
        """Where a document came from, with its source and the reader that read it."""
        sql = """
            SELECT d.*, c.source, c.series, c.published AS copy_published, c.reader, s.title, s.publisher, s.licence
            FROM documents d JOIN copies c USING (copy) JOIN sources s USING (source)
            WHERE d.copy = ? AND d.document = ?
        """
        return self.rows(sql, [copy, sha256])[0]

    def entities(self) -> Iterator[list[StoredFact]]:
        """The facts of one entity after another."""
        reader = self._db.cursor().execute(f"SELECT {_CURRENT} FROM {self.table} ORDER BY source, entity")  # noqa: S608
        group: list[StoredFact] = []
        while batch := reader.fetchmany(10_000):
            for row in batch:
                fact = StoredFact(*row)
                if group and group[0].entity != fact.entity:
                    yield group
                    group = []
                group.append(fact)
        if group:
            yield group

    def matching(self, props: Sequence[str], *, delisted: bool = False) -> Iterator[tuple[str, str, str, str, str]]:
        """What subjects are compared by: their own values of these properties, one subject after another.

        Copy, subject, schema, property, value, in the order of source, subject and record; also the programmes that a
        subject is listed under, as `program` and `programId`. Numbers whose check digit is wrong are left out. It is
        the current state, or of those who stand only in earlier copies, the last of these for each.
        """
        chosen = """
            WHERE (prop IN ('program', 'programId')
                OR (entity = subject AND prop IN (SELECT unnest($props)) AND coalesce(mark, '') != 'check digit wrong'))
        """
        parameters: dict[str, object] = {"props": list(props)}
        if delisted:
            held = self.rows("SELECT copy FROM copies WHERE state = 'earlier' ORDER BY published, rowid")
            parameters["files"] = [str(self._readings / row["copy"] / "facts.parquet") for row in held]
            if not held:
                return
            sql = f"""
                WITH old AS (
                    SELECT *, parse_path(filename)[-2] AS copy, list_position($files, filename) AS age
                    FROM read_parquet($files, filename=true, file_row_number=true)
                    {chosen} AND subject NOT IN (SELECT subject FROM facts)
                )
                SELECT copy, subject, schema, prop, value FROM old
                QUALIFY age = max(age) OVER (PARTITION BY subject) ORDER BY subject, file_row_number
            """  # noqa: S608 - all that is put in is above
        else:
            sql = f"SELECT copy, subject, schema, prop, value FROM facts {chosen} ORDER BY source, subject, rowid"  # noqa: S608
        columns = self._db.execute(sql, parameters).fetchnumpy()  # half the time of rows of Python objects
        yield from zip(*(column.tolist() for column in columns.values()), strict=True)

    @cached_property
    def history(self) -> str:
        """The view of the facts of every good copy, the current and the earlier ones."""
        earlier = self.rows("SELECT copy, source FROM copies WHERE state = 'earlier' ORDER BY rowid")
        return self._view("facts_ever", earlier, [f"SELECT source, copy, {STORED} FROM facts"])  # noqa: S608

    @property
    def matched(self) -> Path:
        """The folder of what the matcher made of this ledger. Raises UsageError where there is none."""
        if self._identities is None or not self._identities.exists():
            raise UsageError("nobody has been resolved yet: `kronika build` does it")
        return self._identities.parent

    def copies(self, source: str) -> list[dict[str, Any]]:
        """The copies of a source, oldest first. Raises UsageError where the casebook holds none."""
        found = self.rows("SELECT * FROM copies WHERE source = ? ORDER BY series, published, rowid", [source])
        if not found:
            raise UsageError(f"this casebook holds no copy of {source}: `kronika status` says of what it does")
        return found

    def refusals(self, source: str) -> list[dict[str, Any]]:
        """What was refused of the current and of refused copies of a source, in the order of the documents."""
        return self.rows("SELECT * FROM refusals WHERE source = ? ORDER BY copy, rowid", [source])

    def pairs(self, source: str, before: str = "", after: str = "") -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """The two copies of each series to compare: the newest published up to each of two days.

        Without `after` the newest at all, without `before` the one before it. Raises UsageError where there are
        not two, or where they hold measurements in place of facts.
        """
        pairs = []
        held = [copy for copy in self.copies(source) if copy["state"] != "refused"]
        if any(copy["read"] and not copy["subjects"] for copy in held):
            raise UsageError(f"{source} holds measurements: only lists of entities are compared copy by copy")
        for series in sorted({copy["series"] for copy in held}):
            mine = sorted((c for c in held if c["series"] == series), key=lambda c: str(c["published"]))
            upto = [c for c in mine if not after or _last_day(c["published"]) <= _last_day(after)]
            earlier = [c for c in upto[:-1] if not before or _last_day(c["published"]) <= _last_day(before)]
            if earlier:
                pairs.append((earlier[-1], upto[-1]))
        if not pairs:
            days = ", ".join(str(copy["published"]) for copy in held) or "none"
            raise UsageError(f"there are not two copies of {source} to compare (copies held: {days})")
        return pairs

    def changes(self, before: str, after: str) -> list[Change]:
        """What differs between two copies, given by their keys: listed, delisted, amended value by value."""
        paths = (str(self._readings / copy / "facts.parquet") for copy in (before, after))
        asked = dict(zip(("old", "new"), paths, strict=True))
        return self.differences(_READING.format(path="$old"), _READING.format(path="$new"), asked)

    def differences(self, old: str, new: str, parameters: Mapping[str, object]) -> list[Change]:
        """What differs between the facts of two queries; changes.sql says which columns they select."""
        sql = resources.files("kronika.ledger").joinpath("changes.sql").read_text(encoding="utf-8")
        return [Change(*row) for row in self._db.execute(sql.format(old=old, new=new), parameters).fetchall()]

    @cached_property
    def sources(self) -> dict[str, dict[str, Any]]:
        """The sources by name."""
        return {row["source"]: row for row in self.rows("SELECT * FROM sources ORDER BY source")}

    def elections(self) -> list[Election]:
        """The elections whose protocols are held, by name."""
        return measured.elections(self)

    def election(self, name: str) -> Election:
        """The election of this name; UsageError where there is none."""
        return measured.election(self, name)

    def results(self, election: str, region: str | None = None) -> list[Result]:
        """The sums of an election's protocols, of all or of a region; see `measured.results`."""
        return measured.results(self, election, region)

    def figures(self, series: str = "", about: Collection[str] = (), counter: str = "", item: str = "") -> list[Figure]:
        """Published figures, those of a series, of states, by a counter; see `measured.figures`."""
        return measured.figures(self, series, about, counter, item)

    def write_parquet(self, path: Path) -> int:
        """Write the facts as one Parquet file; returns how many there are."""
        sql = (
            f"COPY (SELECT {_CURRENT} FROM {self.table} ORDER BY source, subject) TO '{_quoted(path)}' (FORMAT parquet)"  # noqa: S608
        )
        row = self._db.execute(sql).fetchone()
        return int(row[0]) if row else 0

    def _state_at(self, day: str) -> str:
        """Name a view of the facts of the newest copies that were certainly published by the end of a day."""
        held = self.rows("SELECT copy, source, series, published FROM copies WHERE state != 'refused' ORDER BY rowid")
        upto = [copy for copy in held if _last_day(copy["published"]) <= _last_day(day)]
        newest = {(copy["source"], copy["series"]): copy for copy in sorted(upto, key=lambda copy: copy["published"])}
        if not newest:
            raise UsageError(f"the archive holds no copy of any list as old as {day}")
        for table in measured.TABLES:
            self._lines_at(table, [row["copy"] for row in newest.values()])
        return self._view("facts_at", list(newest.values()))

    def _lines_at(self, table: str, copies: Sequence[str]) -> None:
        """Put a view of the lines of these copies in the place of a table of measurements; `results` follows it."""
        files = [self._readings / copy / f"{table}.parquet" for copy in copies]
        there = ", ".join(f"'{_quoted(file)}'" for file in files if file.exists())
        if there:
            lines = "SELECT parse_path(filename)[-2] AS copy, * EXCLUDE (filename) FROM read_parquet"
            self._db.execute(f"CREATE TEMP VIEW {table} AS {lines}([{there}], filename=true)")
        else:
            self._db.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM {table} WHERE false")  # noqa: S608

    def _view(self, name: str, copies: Sequence[dict[str, Any]], more: Sequence[str] = ()) -> str:
        """Name a view of the facts of these copies, as their readings keep them, and of what else is selected."""
        selects = [
            f"SELECT '{row['source']}' AS source, '{row['copy']}' AS copy, {STORED} "  # noqa: S608
            f"FROM read_parquet('{_quoted(self._readings / row['copy'] / 'facts.parquet')}')"
            for row in copies
        ]
        self._db.execute(f"CREATE TEMP VIEW {name} AS {' UNION ALL '.join([*more, *selects])}")
        return name


def days(printed: str) -> tuple[date, date]:
    """The first and the last day that a date or month stands for; UsageError where it is neither."""
    try:
        return dates.bounds(dates.parse(printed, "ymd"))
    except Unreadable as error:
        raise UsageError(f"{error}: days are written as in 2021-11-13") from error


def _last_day(printed: str) -> date:
    return days(printed)[1]


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
