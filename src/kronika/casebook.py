"""The main path: a casebook is a folder, and this is everything that is done with it.

fetch | add  →  archive/        official bytes, for ever; with protocols of an election the mapping that reads them
build        →  readings/       what each reader made of each copy
             →  ledger.duckdb   the current state of every source
             →  index/          who is who over all of them, and what names are looked up by
ledger, screener  →  answers
judgements.jsonl     what people judge: input to the next build
read         →  claims/         what texts say, and what people say of it
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kronika.base import config
from kronika.base.errors import ArchiveError, CopyRefused, FetchError, UsageError
from kronika.collect import sources
from kronika.collect.archive import Archive, Event, Incoming, Problem
from kronika.collect.recognise import Recognised, recognise

if TYPE_CHECKING:
    from kronika.base.model import Copy, Published
    from kronika.build import Built, Progress
    from kronika.collect.protocols.stations import Protocols
    from kronika.ledger.store import Ledger
    from kronika.match.judgements import Judgements
    from kronika.match.profile import Profile
    from kronika.match.screen import Screener
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.names import Entry
    from kronika.study.finding import Finding
    from kronika.texts import Texts

_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_TOML = """\
name = {name}

# Which regime this casebook is about: ISO codes of its countries, and the programmes under which each source lists it.
# `states` are those to compare: ["gb", "eu", "us"]; none for all that list somebody of it.
[regime]
countries = []
states = []

[regime.programmes]

# Fewest and most records that an honest copy of a source holds, where this casebook needs another range.
[records]
"""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file that was added."""

    name: str
    event: Event | None
    """None where the file was refused."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one source that was fetched."""

    source: str
    events: tuple[Event, ...]
    reason: str = ""
    """Why it could not be fetched."""


class Casebook:
    """A casebook in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = config.settings(root / "casebook.toml")
        self.archive = Archive(root / "archive")

    @classmethod
    def open(cls, root: str | Path) -> Casebook:
        """Open a casebook; ConfigError where there is none or its settings are malformed."""
        return cls(Path(root))

    @classmethod
    def init(cls, root: str | Path) -> Casebook:
        """Start a casebook in a folder that holds none; UsageError where one is there."""
        path = Path(root)
        if (path / "casebook.toml").exists():
            raise UsageError(f"{path} is a casebook already")
        path.mkdir(parents=True, exist_ok=True)
        (path / "casebook.toml").write_text(
            _TOML.format(name=json.dumps(path.resolve().name, ensure_ascii=False)), encoding="utf-8"
        )
        return cls(path)

    @classmethod
    def demo(cls, root: Path) -> Casebook:
        """Lay out the embedded casebook in a folder and add its documents."""
        with resources.as_file(resources.files("kronika.sample")) as sample:
            root.mkdir(parents=True, exist_ok=True)
            for name in ("casebook.toml", "corrections.csv"):
                shutil.copyfile(sample / name, root / name)
            book = cls(root)
            for folder in ("earlier", "latest"):
                book.add([sample / folder])
        return book

    def fetch(
        self, names: Sequence[str] = (), progress: Callable[[str, int, int], None] = lambda address, done, total: None
    ) -> list[Fetched]:
        """Fetch the current lists of these sources (all that have an address) into the archive.

        A source that cannot be fetched is left as it was, with the reason; the others are fetched all the same.
        Raises UsageError for a source that has no address.
        """
        from kronika.collect.fetch import Fetcher

        chosen = [sources.load(name).SOURCE for name in names or sources.names()]
        found = []
        with Fetcher(self.archive, progress=progress) as fetcher:
            for source in chosen:
                if names or source.addresses:
                    try:
                        events = fetcher.fetch(source, partial(recognise, among=[source.name]))
                        found.append(Fetched(source.name, tuple(events)))
                    except (FetchError, CopyRefused) as error:
                        found.append(Fetched(source.name, (), str(error)))
        return found

    def add(self, paths: Iterable[Path], source: str = "", published: str = "") -> list[Added]:
        """Add files, folders and archives that the user has; each file's source is recognised unless named.

        With a source named, files that are different parts of it make one copy, whatever their dates. Otherwise files
        of one source that were published on one day do. Files that no source publishes are refused, and the others
        added all the same. Raises UsageError for a `published` that is neither a day nor a month.
        """
        from kronika.collect.unpack import unpack

        _dated(published)
        if source == "protocols":
            raise UsageError("protocols need a mapping: kronika election add FILE --mapping NAME|FILE")
        found: list[tuple[str, Path, Recognised]] = []
        refused: list[Added] = []
        with ExitStack() as stack:
            for path in paths:
                try:
                    unpacked = stack.enter_context(unpack(path))
                except CopyRefused as error:
                    refused.append(Added(path.name, None, str(error)))
                    continue
                refused += [Added(name, None, f"{name}: {reason}") for name, reason in unpacked.skipped]
                for name, file in unpacked.files:
                    try:
                        found.append((name, file, recognise(file, name, [source] if source else ())))
                    except CopyRefused as error:
                        refused.append(Added(name, None, str(error)))
            added = [each for group in _copies(found, source, published) for each in self._keep(group)]
        return [*added, *refused]

    def add_election(
        self, file: Path, mapping: str, name: str = "", published: str = "", day: str = ""
    ) -> tuple[Event, Protocols]:
        """Add the protocols of an election, and the mapping by which they are read, under a name.

        `mapping` is the name of one that Kronika comes with, or a TOML file; its text is kept with the protocols, with
        the first `day` of voting where it does not say it. The name is the file's, up to its first point, unless
        another is given; protocols added under the name of others take their place. What is returned holds what was
        read of them. Raises UsageError where there is no such file or the mapping says another day, ConfigError where
        the mapping is malformed: then nothing is added.
        """
        from kronika.collect.protocols import mapping as mappings
        from kronika.collect.protocols import reading

        _dated(published)
        name = " ".join(name.split()) or file.name.partition(".")[0]
        if not name:
            raise UsageError(f"{file}: an election needs a name: --name NAME")
        with tempfile.TemporaryDirectory() as folder:
            meant = Path(folder) / f"{Path(mapping).stem}.toml"
            meant.write_text(mappings.dated(mapping, day), encoding="utf-8")
            found = reading.read(file, mappings.load(meant))
            table = Incoming(file, file.name, "protocols", series=name, published=published)
            event, _ = self.archive.keep([table, replace(table, path=meant, name=meant.name, part="mapping")])
        return event, found

    def protocols(self, name: str, ledger: Ledger | None = None) -> Protocols:
        """The protocols of an election of this ledger or of the current one, read anew from the archive.

        It is what a study of a file gets: the ledger keeps the counts, the archive also the cells, the checks that the
        mapping asks for and what could not be read. Raises UsageError where there is no election of this name.
        """
        from kronika.collect.sources import protocols

        return protocols.stations(self._election(name, ledger))

    def station(self, name: str, row: int) -> Mapping[str, str]:
        """What a row of an election's table prints, by heading. Raises UsageError where there is none."""
        from kronika.collect.sources import protocols

        return protocols.printed(self._election(name), row)

    def _election(self, name: str, asked: Ledger | None = None) -> Copy:
        """The documents that an election of a ledger, the current one unless given, was read from."""
        with nullcontext(asked) if asked else self.ledger() as ledger:
            election = ledger.election(name)
        held = {election.document, election.mapping}
        for copy in self.archive.copies():
            if copy.source == "protocols" and {document.sha256 for document in copy.documents} == held:
                return copy
        raise ArchiveError(f"the archive does not hold the protocols of {name} that the ledger was built from")

    def build(self, progress: Progress = lambda done, total, name: None) -> Built:
        """Read what is new in the archive, compose the ledger, resolve identities and index them.

        See `kronika.build` and `match.assemble`.
        """
        from kronika import build, texts

        corrections = config.corrections(self.root / "corrections.csv")
        with build.alone(self.root):
            lists = [copy for copy in self.archive.copies() if copy.source != texts.SOURCE]
            built = build.build(self.root, lists, corrections, self.settings.records, progress)
            from kronika.match import assemble

            with self.ledger() as ledger:
                indexed = assemble.assemble(
                    self.root / "index",
                    ledger,
                    self.judgements(),
                    lambda done, total: progress(done, total, "names"),
                    self._published(ledger),
                )
        return replace(built, indexed=indexed)

    def _published(self, ledger: Ledger) -> Iterator[Published]:
        """What the compiled files among the current copies say of their entries."""
        current = {row["copy"] for row in ledger.rows("SELECT copy FROM copies WHERE state = 'current'")}
        held = {row["document"] for row in ledger.rows("SELECT * FROM documents") if row["copy"] in current}
        for copy in self.archive.copies():
            if held.issuperset(document.sha256 for document in copy.documents):
                yield from sources.published(copy)

    def screener(self) -> Screener:
        """The matching index of the last build, open for screening. Raises UsageError where there is none."""
        from kronika.match import assemble
        from kronika.match.screen import Screener

        judged = self.judgements()

        def dismissed(customer: Profile, listed: Profile) -> str:
            found = judged.cleared(customer, listed)
            return f"{found.who} on {found.when[:10]}: {found.why}" if found else ""

        return Screener(assemble.current(self.root / "index"), dismissed)

    def clear(self, query: str | Mapping[str, Any], identity: str, *, who: str, why: str) -> None:
        """Remember that what a query asks for is not this listed identity, as long as neither side changes.

        Raises UsageError for an unknown identity, or where who or why is missing.
        """
        from kronika.match import profile

        self.judgements().clear(profile.asked(query), self.screener().listed(identity), who=who, why=why)

    def judgements(self) -> Judgements:
        """What people have judged of pairs of subjects, and of customers."""
        from kronika.match.judgements import Judgements

        return Judgements.open(self.root / "judgements.jsonl")

    def texts(self) -> Texts:
        """The documents that are read for what they say, with their claims and what people say of these."""
        from kronika.match import pointer
        from kronika.study.claims import names
        from kronika.texts import Texts

        state = pointer.answering(self.root / "index")

        def known() -> Iterator[Entry]:
            if state:
                with self.ledger() as ledger:
                    yield from names.listed(ledger)

        return Texts(self.root / "claims", self.archive, known, state)

    def record(self) -> Record:
        """What claims are checked against: figures, elections, and the listings of the casebook's regime."""
        from kronika.study.claims.checks.record import Record

        with self.ledger() as ledger:
            return Record.of(ledger, self.settings.regime)

    def ledger(self, as_of: str = "") -> Ledger:
        """The ledger of the last build, or its state on an earlier day."""
        from kronika.ledger.store import Ledger
        from kronika.match import pointer

        index = self.root / "index"
        key = pointer.answering(index)
        identities = index / key / "identities.parquet" if key else None
        return Ledger(self.root / "ledger.duckdb", self.root / "readings", as_of=as_of, identities=identities)

    def coverage(self, regime: str = "", states: Sequence[str] = (), as_of: str = "", least: int = 2) -> Finding:
        """Who of a regime is listed by whom, since when, and who is not; see `study.coverage.run`.

        The regime is one that Kronika comes with, by its name; without a name it is that of casebook.toml, whose
        states are compared unless others are asked for. Raises UsageError where no regime is named.
        """
        from kronika.study import coverage, regimes

        mine = self.settings.regime
        with self.ledger() as ledger:
            return coverage.run(ledger, regimes.load(regime) if regime else mine, states or mine.states, as_of, least)

    def changes(self, since: str, until: str = "", regime: str = "") -> Finding:
        """Who of a regime was listed, delisted or amended from one copy of a list to the next; `study.changes.run`.

        The regime is named as in `coverage`.
        """
        from kronika.study import changes, regimes

        with self.ledger() as ledger:
            return changes.run(ledger, regimes.load(regime) if regime else self.settings.regime, since, until)

    def verify(self, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Problem]:
        """Re-hash every document and check the chain of the log."""
        return self.archive.verify(progress)

    def _keep(self, group: Sequence[Incoming]) -> list[Added]:
        try:
            return [Added(event.document.name, event) for event in self.archive.keep(group)]
        except UsageError as error:  # two files claim one part: the other copies are kept all the same
            return [Added(file.name, None, f"{file.name}: {error}") for file in group]


def _dated(published: str) -> None:
    if published and not _DAY.fullmatch(published):
        raise UsageError(f"--published {published}: a day is written as 2021-07-07, a month as 2021-07")


def _copies(found: Sequence[tuple[str, Path, Recognised]], source: str, published: str) -> list[list[Incoming]]:
    """Files by the copies that they make up, oldest first."""
    files = [
        Incoming(file, name, seen.source, seen.part, seen.series, published or seen.published)
        for name, file, seen in found
    ]
    parts = Counter((file.source, file.series, file.part) for file in files)
    together = bool(source) and max(parts.values(), default=0) == 1
    groups: dict[tuple[str, str, str], list[Incoming]] = defaultdict(list)
    for file in files:
        groups[file.source, file.series, "" if together else file.published].append(file)
    return [group for _, group in sorted(groups.items(), key=lambda item: item[0][2])]
