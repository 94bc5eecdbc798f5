"""The texts of a casebook: what was said, read from documents that people bring.

    file ── archive ──▶ original, for ever ── collect.texts ──▶ Prose ── study.claims ──▶ claims/SHA.jsonl ──▶ Text
                                             people ──▶ claims/reviews.jsonl ────────────────────────────────┘

`claims/SHA.jsonl` has two lines: what the document is, and all that is marked in it. It is read again from the archive
when the code, the names of the ledger, or what people said of the document and of its names have changed; only what a
model proposed cannot be made again and is carried over.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kronika.base.errors import UsageError
from kronika.base.model import Document
from kronika.base.prose import Dating, Prose
from kronika.collect import texts
from kronika.collect.archive import Archive, Incoming, plain_errors
from kronika.collect.texts import dating
from kronika.study.claims import proposals
from kronika.study.claims.data import made, plain
from kronika.study.claims.names import Entry, Lexicon, shipped
from kronika.study.claims.names.folding import folded
from kronika.study.claims.proposals import Proposal
from kronika.study.claims.reading import Marked, mark, version
from kronika.study.claims.reviews import Described, Field, Review, Reviewed, Reviews, lost, merged

if TYPE_CHECKING:
    from kronika.study.claims.checks.record import Record
    from kronika.study.claims.verdicts import Verdict

SOURCE = "texts"
"""What the archive's log calls documents that are read for what they say; no list is published under this name."""
_BATCH = 50
"""Files that are archived in one go: each go reads the whole log."""
_LEAST = 4
"""Characters by which a document's hash may be abbreviated."""

Proposer = Callable[[Prose], tuple[list[Proposal], list[str]]]
"""Asks a model about a text: what it proposes, and what was dropped or went wrong, a line each. It raises nothing."""
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Head:
    """What a document is, as far as a list of documents shows it."""

    sha256: str
    name: str
    address: str
    added: str
    """When it came, ISO 8601."""
    title: str
    publisher: str
    authors: tuple[str, ...]
    dating: Dating
    language: str
    counts: Mapping[str, int]
    """Claims by kind."""
    notes: tuple[str, ...]
    """What was not read, and what must be known of how it was read."""
    reviewed: int = 0
    """How many claims a person has judged."""
    stale: bool = False
    """Whether it will be read again when it is opened."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its claims, as the machine marked them and as people judged them."""

    head: Head
    marked: Marked
    """With the title, author and date that people gave, where they did."""
    dating: Dating
    """What the document itself says of its date."""
    claims: tuple[Reviewed, ...]
    described: Mapping[Field, Described] = field(default_factory=dict)
    lost: tuple[Review, ...] = ()
    """Reviews of claims whose words the text, as it is read now, does not have."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is kept of a document's reading."""

    made: str
    """What it depends on, see `Texts._made`."""
    marked: Marked
    dating: Dating
    """What the document itself says of its date."""
    proposals: tuple[Proposal, ...]


class Texts:
    """The texts of a casebook, in its folder `claims`."""

    def __init__(
        self,
        folder: Path,
        archive: Archive,
        names: Callable[[], Iterable[Entry]] = lambda: (),
        state: str = "",
    ) -> None:
        """`names` are those of the ledger's identities, and `state` changes whenever they do."""
        self._folder, self._archive, self._names, self._state = folder, archive, names, state
        self._lexicon: Lexicon | None = None

    def reviews(self) -> Reviews:
        """What people said. Raises ArchiveError where the file does not chain."""
        return Reviews.open(self._folder / "reviews.jsonl")

    def lexicon(self) -> Lexicon:
        """The names that are known, without people's aliases; built once."""
        if self._lexicon is None:
            self._lexicon = Lexicon.build((*shipped(), *self._names()))
        return self._lexicon

    def read(
        self,
        paths: Sequence[Path],
        said: Mapping[Field, str] | None = None,
        *,
        address: str = "",
        who: str = "",
        propose: Proposer | None = None,
        progress: Progress = lambda done, total, name: None,
    ) -> Iterator[Text | Refused]:
        """Archive files and read them. What cannot be read is refused with its reason, and the others are read.

        `said` is what a person, `who`, says of all of them: date, publisher, author, title, language. Raises UsageError
        where that cannot be.
        """
        said = checked(said or {})
        for start in range(0, len(paths), _BATCH):
            batch = paths[start : start + _BATCH]
            read = {path: _prose(path, said.get("language", "")) for path in batch}
            good = [path for path in batch if isinstance(read[path], Prose)]
            kept = dict(zip(good, self._keep(good, address), strict=True))
            if said and good:
                self.reviews().describe([each.sha256 for each in kept.values()], said, who=who)
            reviews = self.reviews()
            for number, path in enumerate(batch, start + 1):
                progress(number, len(paths), path.name)
                prose = read[path]
                yield self._read(kept[path], prose, reviews, propose) if isinstance(prose, Prose) else prose

    def all(self) -> list[Head]:
        """The documents, in the order in which they came first. Their counts are those of when they were last read."""
        reviews = self.reviews()
        return [self._head(document, reviews) for document in self._documents().values()]

    def find(self, words: str) -> Head:
        """The document of this name or title, or whose hash begins so. Raises UsageError for none and for several."""
        heads = self.all()
        if len(words) >= _LEAST and (by_hash := [each for each in heads if each.sha256.startswith(words.lower())]):
            heads = by_hash
        else:
            heads = [each for each in heads if words in {each.name, each.title} and words]
        if len(heads) == 1:
            return heads[0]
        if heads:
            raise UsageError(f"{words}: {len(heads)} documents are called so; name one by the beginning of its hash")
        raise UsageError(
            f"{words}: the casebook has no such text; `kronika claims` lists them, `kronika read` adds one"
        )

    def text(self, sha256: str) -> Text:
        """A document with its claims, read again where what it is read by has changed. Raises UsageError for none."""
        return next(self.texts([sha256]))

    def texts(self, hashes: Iterable[str]) -> Iterator[Text]:
        """Several documents, one after the other; as `text`."""
        documents, reviews = self._documents(), self.reviews()
        for sha256 in hashes:
            if sha256 not in documents:
                raise UsageError(f"{sha256[:12]}: the casebook has no text with this hash")
            document, stored = documents[sha256], self._stored(sha256)
            if stored is None or stored.made != self._made(sha256, reviews):
                language = reviews.fields(sha256).get("language")
                prose = texts.read(document.path, document.name, language=language.value if language else "")
                yield self._read(document, prose, reviews, None)
            else:
                yield self._text(self._head(document, reviews), stored.marked, stored.dating, reviews)

    def bearer(self, words: str) -> Entry:
        """Who is called so or has this id; an entry without an id where nobody known is. Empty words: nobody.

        Raises UsageError for an unknown id and for a name that several bear.
        """
        words = " ".join(words.split())
        if words.startswith("kr-"):
            found = next((each for each in self._names() if each.id == words), None)
            if found is None:
                raise UsageError(f"{words}: nobody listed has this id; `kronika show NAME` tells it")
            return found
        entries, _ = self.lexicon().of(folded(words)) if words else ((), False)
        bearers = {(each.name, each.id): each for each in entries if each.sort != "demonym"}
        if len(bearers) > 1:
            ids = ", ".join(f"{each.name} ({each.id or each.sort})" for each in bearers.values())
            raise UsageError(f"{words}: several are called so: {ids}; name one by its id or its full name")
        return next(iter(bearers.values()), Entry(words, "unknown", (words,), "alias"))

    def _read(self, document: Document, prose: Prose, reviews: Reviews, propose: Proposer | None) -> Text:
        """Mark a document, ask the model if one is given, and store what came of it."""
        sha256 = document.sha256
        itself, prose = prose.dating, as_said(prose, reviews.fields(sha256))
        aliases = [alias.entry() for alias in reviews.aliases(sha256)]
        lexicon = self.lexicon().extended(aliases, sha256) if aliases else self.lexicon()
        stored = self._stored(sha256)
        new, problems = propose(prose) if propose else ([], [])
        proposed = tuple(dict.fromkeys([*(stored.proposals if stored else ()), *new]))
        marked = proposals.placed(mark(prose, lexicon), proposed)
        self._store(_head(document, marked, problems), _Stored(self._made(sha256, reviews), marked, itself, proposed))
        return self._text(self._head(document, reviews), marked, itself, reviews)

    def _text(self, head: Head, marked: Marked, itself: Dating, reviews: Reviews) -> Text:
        words, judged = marked.prose.text, reviews.of(head.sha256)
        claims = tuple(merged(words, marked.claims, judged))
        gone = tuple(lost(words, marked.claims, judged))
        return Text(head, marked, itself, claims, reviews.fields(head.sha256), gone)

    def _made(self, sha256: str, reviews: Reviews) -> str:
        """What a document's reading depends on, but for its bytes, as one word."""
        said = {name: each.value for name, each in reviews.fields(sha256).items()}
        aliases = [(each.form, each.name, each.named, each.id, each.document) for each in reviews.aliases(sha256)]
        state = json.dumps([version(), self._state, said, aliases], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(state.encode()).hexdigest()[:20]

    def _documents(self) -> dict[str, Document]:
        """The documents of the archive that are texts, as they came first, with the address that was given last."""
        found: dict[str, Document] = {}
        for event in self._archive.events():
            document = event.document
            if document.source == SOURCE:
                first = found.setdefault(document.sha256, document)
                found[document.sha256] = replace(first, address=document.address or first.address)
        return found

    def _keep(self, files: Sequence[Path], address: str) -> list[Document]:
        """Archive files, each as a series of its own: they are no copies of one list."""
        with plain_errors(self._folder):
            incoming = [Incoming(path, path.name, SOURCE, series=_hash(path), address=address) for path in files]
        kept = {event.document.series: event.document for event in self._archive.keep(incoming)}
        return [kept[each.series] for each in incoming]

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}.jsonl"

    def _stored(self, sha256: str) -> _Stored | None:
        """What is kept of a document's reading; None where nothing is, or it was spoiled or written otherwise."""
        try:
            _, body = self._path(sha256).read_text(encoding="utf-8").splitlines()
            return made(_Stored, json.loads(body))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def _head(self, document: Document, reviews: Reviews) -> Head:
        """The head of a document as it was last stored, with what people have said since."""
        sha256 = document.sha256
        try:
            with self._path(sha256).open(encoding="utf-8") as file:
                line = json.loads(file.readline())
            head, state = made(Head, line["head"]), line["made"]
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            unknown = Dating("", "unknown", "")
            name, address, came = document.name, document.address, document.fetched
            return Head(sha256, name, address, came, "", "", (), unknown, "", {}, (), stale=True)
        return replace(head, reviewed=len(reviews.of(sha256)), stale=state != self._made(sha256, reviews))

    def _store(self, head: Head, body: _Stored) -> None:
        lines = {"made": body.made, "head": plain(head)}, plain(body)
        with plain_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh = self._folder / f"{head.sha256}.{os.getpid()}.new"
            fresh.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
            fresh.replace(self._path(head.sha256))


def alone(path: Path, said: Mapping[Field, str] | None = None) -> Text | Refused:
    """Read one file without a casebook: by the names that ship with Kronika; nothing is kept."""
    said = checked(said or {})
    prose = _prose(path, said.get("language", ""))
    if not isinstance(prose, Prose):
        return prose
    described = {name: Described("you", "", "", "", name, value) for name, value in said.items()}
    marked = mark(as_said(prose, described), _without_casebook())
    head = _head(Document(_hash(path), path, path.name, 0, SOURCE, "", "", "", "", ""), marked, ())
    return Text(head, marked, prose.dating, tuple(merged(marked.prose.text, marked.claims, {})), described)


@cache
def _without_casebook() -> Lexicon:
    """The names that ship with Kronika, made ready once for however many files."""
    return Lexicon.build(shipped())


def check(text: Text, record: Record) -> dict[str, tuple[Verdict, ...]]:
    """What the record says of the claims of a text, by their keys; those that a person rejected are not checked."""
    from kronika.study.claims import checks

    keys = {each.claim: each.key for each in text.claims if each.state != "rejected"}
    found: dict[str, list[Verdict]] = {}
    for verdict in checks.check(list(keys), text.marked.prose, record, text.marked.mentions):
        found.setdefault(keys[verdict.claim], []).append(verdict)
    return {key: tuple(verdicts) for key, verdicts in found.items()}


def checked(said: Mapping[Field, str]) -> dict[Field, str]:
    """What a person says of a document, without what is empty. Raises UsageError for what cannot be."""
    found: dict[Field, str] = {name: " ".join(value.split()) for name, value in said.items() if value.strip()}
    if "date" in found:
        dating.given(found["date"])
    language = found.get("language", "en")
    if not (len(language) == 2 and language.isascii() and language.islower()):
        raise UsageError(f"{language!r}: a language is written as its ISO 639-1 code: en, ru, be")
    return found


def as_said(prose: Prose, described: Mapping[Field, Described]) -> Prose:
    """The document with what people say of it in the place of what it says itself; the evidence names both."""
    for name, said in described.items():
        match name:
            case "title":
                prose = replace(prose, title=said.value)
            case "publisher":
                prose = replace(prose, publisher=said.value)
            case "author":
                prose = replace(prose, authors=tuple(each.strip() for each in said.value.split(";") if each.strip()))
            case "language":
                prose = replace(prose, language=said.value)
            case "date":
                prose = replace(prose, dating=_dated(prose.dating, said))
    return prose


def _dated(itself: Dating, said: Described) -> Dating:
    evidence = f"given by {said.who}" + (f" on {said.when[:10]}" if said.when else "")
    evidence += f": {said.why}" if said.why else ""
    if itself.value and itself.value != said.value:
        evidence += f"; the document itself: {itself.value} ({itself.how}: {itself.evidence})"
    return Dating(said.value, "given", evidence)


def _head(document: Document, marked: Marked, problems: Sequence[str]) -> Head:
    prose, counts = marked.prose, Counter(claim.kind for claim in marked.claims)
    return Head(
        document.sha256, document.name, document.address, document.fetched, prose.title, prose.publisher,
        prose.authors, prose.dating, prose.language, dict(counts.most_common()), (*marked.notes(), *problems),
    )  # fmt: skip


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prose(path: Path, language: str) -> Prose | Refused:
    if path.exists() and not path.is_file():
        folder = f"; name the documents in it: {path}/*" if path.is_dir() else ""
        return Refused(path.name, f"{path}: is no file{folder}")
    try:
        return texts.read(path, language=language)
    except UsageError as error:
        return Refused(path.name, str(error))
