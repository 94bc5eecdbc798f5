"""What the command line prints for people."""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kronika.base.errors import UsageError
from kronika.collect.cells import text_at
from kronika.ledger.store import MOST_FOUND

if TYPE_CHECKING:
    from kronika.build import Built
    from kronika.casebook import Casebook
    from kronika.ledger.store import Change, Found, Ledger, StoredFact

_TELLING = {
    "name": "name",
    "alias": "other names",
    "weakAlias": "weak names",
    "previousName": "former names",
    "birthDate": "born",
    "birthPlace": "birth place",
    "gender": "gender",
    "nationality": "nationality",
    "citizenship": "citizenship",
    "position": "position",
    "imoNumber": "IMO number",
    "registrationNumber": "registration",
    "taxNumber": "tax number",
    "program": "programme",
    "listingDate": "listed on",
    "provisions": "measures",
    "description": "legal basis",
    "status": "status",
    "endDate": "until",
    "reason": "reason",
}
"""Properties that `show` prints, in this order, and what it calls them."""
_QUOTED = re.compile(r"'.*'", re.DOTALL)
_MOST = 6
"""Values of one property printed unless all are asked for."""


_NEXT = """\
The casebook is in {root}; `kronika show NAME --casebook {root}` says who is listed under a name,
`kronika screen NAME --casebook {root}` who it could be in any spelling. Next:
  kronika init DIR    start a casebook of your own; in it:
  kronika fetch       get the current lists from their publishers
  kronika add FILE…   or add lists that you have
  kronika build       read them into the ledger, resolve who is who"""


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def _plain(*columns: str, right: Iterable[str] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table


def built(result: Built) -> None:
    """What a build read."""
    numbers = ("subjects", "facts", "records", "refused")
    table = _plain("source", "copy of", *numbers, right=numbers)
    for read in result.read:
        made = read.summary
        table.add_row(
            f"{read.copy.source} {read.copy.series}".strip(), read.copy.published, f"{made.subjects:,}",
            f"{made.facts:,}", f"{made.records:,}", f"{made.refused:,}",
        )  # fmt: skip
    _console().print(table)


def status_rows(ledger: Ledger) -> list[dict[str, Any]]:
    """One row a source: its current copies counted together, and copies that were refused."""
    return ledger.rows("""
        WITH bad AS (SELECT copy, count(*) AS n FROM refusals WHERE NOT whole GROUP BY copy)
        SELECT c.source, s.title, s.publisher,
            max(c.published) FILTER (c.state = 'current') AS newest,
            sum(c.subjects) FILTER (c.state = 'current')::BIGINT AS subjects,
            sum(c.facts) FILTER (c.state = 'current')::BIGINT AS facts,
            sum(c.records) FILTER (c.state = 'current')::BIGINT AS records,
            sum(c.refused) FILTER (c.state = 'current')::BIGINT AS records_refused,
            coalesce(sum(bad.n) FILTER (c.state = 'current'), 0)::BIGINT AS values_refused,
            count(*) AS copies,
            list(c.published || ': ' || c.reason) FILTER (c.state = 'refused') AS refused_copies
        FROM copies c JOIN sources s USING (source) LEFT JOIN bad USING (copy)
        GROUP BY ALL ORDER BY c.source
    """)


def status(rows: Sequence[dict[str, Any]]) -> None:
    """The table of sources."""
    counts = {
        "subjects": "subjects",
        "facts": "facts",
        "records": "records",
        "records_refused": "refused",
        "values_refused": "values refused",
        "copies": "copies",
    }
    table = _plain("source", "newest", *counts.values(), right=counts.values())
    for row in rows:
        table.add_row(row["source"], row["newest"] or "–", *(f"{row[count] or 0:,}" for count in counts))
    table.add_row("all", "", *(f"{sum(row[count] or 0 for row in rows):,}" for count in counts), style="bold")
    console = _console()
    console.print(table)
    for row in rows:
        for refused in row["refused_copies"] or ():
            console.print(f"refused: {row['source']} of {refused}", style="red")


def source_status(ledger: Ledger, source: str) -> None:
    """The copies of one source, and what was refused of it: each reason with its count and an example."""
    numbers = ("subjects", "facts", "records", "refused")
    table = _plain("copy of", "series", "state", *numbers, "reader", right=numbers)
    for copy in ledger.copies(source):
        counts = (f"{copy[number]:,}" for number in numbers)
        table.add_row(copy["published"], copy["series"], copy["state"], *counts, copy["reader"])
    console = _console()
    console.print(table)
    refusals = _plain("refused", "reason", "for example", "at", right=("refused",))
    groups = by_reason(ledger.refusals(source))
    for reason, some in groups.items():
        example = textwrap.shorten(some[0]["printed"], 60, placeholder=" …")
        refusals.add_row(f"{len(some):,}", Text(reason), Text(example), Text(some[0]["place"], style="dim"))
    if groups:
        console.print()
        console.print(refusals)


def by_reason(refusals: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Refusals by their reason without what it quotes, the commonest first."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for refusal in refusals:
        groups[_QUOTED.sub("…", refusal["reason"])].append(refusal)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def candidates(name: str, found: Sequence[Found]) -> None:
    """What to try when no name is just the one asked for."""
    console = _console()
    if not found:
        console.print(
            f"Nobody is listed under {name!r}: no name on any list has just these words, or holds all of them.\n"
            "This looks at spellings as printed; another romanisation of the same name may still be listed."
        )
        return
    console.print(f"No name is just {name!r}; these hold all of its words:")
    table = _plain("id", "schema", "name")
    for each in found:
        table.add_row(each.subject, each.schema, each.name)
    console.print(table)
    if len(found) == MOST_FOUND:
        console.print(f"These are {MOST_FOUND}; there may be more: add a word.")


@dataclass(frozen=True, slots=True)
class Listing:
    """One subject found, with the letter that it goes by on the screen and its facts in order."""

    letter: str
    found: Found
    facts: list[StoredFact]


def one_identity(ledger: Ledger, name: str) -> list[Found]:
    """The subjects with this name or id, and after them all others that have been resolved to be one with them."""
    found = ledger.named(name)
    same = ledger.identities([each.subject for each in found] or [name])
    return found + ledger.these([subject for subject in same if subject not in {each.subject for each in found}])


def listings(ledger: Ledger, found: Sequence[Found]) -> list[Listing]:
    """The facts of each subject found, under a letter each: A to Z, then AA, AB and so on."""
    letters = (*ascii_uppercase, *map("".join, product(ascii_uppercase, repeat=2)))
    return [Listing(letter, each, ledger.facts(each.subject)) for letter, each in zip(letters, found, strict=False)]


def side_by_side(
    ledger: Ledger, name: str, shown: Sequence[Listing], others: Sequence[Found], *, everything: bool
) -> None:
    """Each value once, beside it the listings that state it, with the handles that --explain takes."""
    console = _console()
    title = shown[0].found.name if len(shown) == 1 else name
    console.print(Text(title, style="bold"))
    if len(shown) > 1:
        console.print(_who_is_who(ledger, shown), markup=False)
    console.print()
    table = _plain("", "", "", "")
    table.show_header = False
    for each in shown:
        source = ledger.sources[each.found.source]
        table.add_row(
            Text(each.letter, style="bold"), source["title"], each.found.schema, Text(each.found.subject, style="dim")
        )
    console.print(table)
    console.print()
    console.print(_facts_table(ledger, shown, everything=everything))
    first = next(iter(_handles(shown).values()))
    console.print(Text(f"\n{first} is a fact: kronika show {name!r} --explain {first} goes to its cell.", style="dim"))
    if others:
        many = f"{len(others)} or more" if len(others) >= MOST_FOUND - len(shown) else str(len(others))
        some = ", ".join(each.subject for each in others[:3])
        console.print(f"Other listings whose names hold all of these words: {many}, such as {some}.", markup=False)


def _who_is_who(ledger: Ledger, shown: Sequence[Listing]) -> str:
    """Which listings are one identity."""
    same = ledger.identities([each.found.subject for each in shown])
    letters: dict[str, list[str]] = defaultdict(list)
    for each in shown:
        letters[same.get(each.found.subject, each.found.subject)].append(each.letter)
    parts = "; ".join(f"{identity} ({' '.join(some)})" for identity, some in letters.items())
    what = "one identity" if len(letters) == 1 else f"{len(letters)} identities"
    return f"{len(shown)} listings, {what}: {parts}."


def _handles(shown: Sequence[Listing]) -> dict[str, str]:
    return {fact.id: f"{each.letter}{n}" for each in shown for n, fact in enumerate(each.facts, 1)}


def _facts_table(ledger: Ledger, shown: Sequence[Listing], *, everything: bool) -> Table:
    handles = _handles(shown)
    entities = {fact.entity for each in shown for fact in each.facts}
    stated: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for fact in (fact for each in shown for fact in each.facts):
        if fact.printed and fact.value not in entities and (everything or fact.prop in _TELLING):
            note = "".join(f" ({note})" for note in (fact.mark, "corrected" if fact.corrected else None) if note)
            stated[fact.prop][fact.value + note].append(handles[fact.id])
    for each in shown:
        printed = {fact.value for fact in each.facts if fact.prop == "provisions"}
        for measure in ledger.sources[each.found.source]["measures"]:
            if measure not in printed:
                stated["provisions"][f"{measure} (by being on the list)"].append(each.letter)
    table = _plain("", "", "")
    table.show_header = False
    for prop in [*_TELLING, *sorted(stated.keys() - _TELLING.keys())]:
        values = list(stated.get(prop, {}).items())
        few = values if everything else values[:_MOST]
        for number, (value, where) in enumerate(few):
            label = _TELLING.get(prop, prop) if number == 0 else ""
            short = value if everything else textwrap.shorten(value, 200, placeholder=" …")
            table.add_row(Text(label, style="dim"), Text(short), Text(" ".join(where), style="dim"))
        if len(few) < len(values):
            table.add_row("", Text(f"… and {len(values) - len(few)} more (--all)", style="dim"), "")
    return table


def choose(shown: Sequence[Listing], handle: str) -> StoredFact | None:
    """The fact that a handle such as A12 means, None where it is no such handle."""
    letter, number = handle.rstrip("0123456789"), handle[len(handle.rstrip("0123456789")) :]
    for each in shown:
        if each.letter == letter.upper() and number and 0 < int(number) <= len(each.facts):
            return each.facts[int(number) - 1]
    return None


def explained(book: Casebook, ledger: Ledger, fact: StoredFact | None, handle: str) -> dict[str, Any]:
    """A fact with its document, its cell as it stands there, and the correction, if any."""
    if fact is None:
        same = ledger.fact(handle)
        if not same:
            raise UsageError(f"there is no fact {handle}: `kronika show NAME` prints the handles of facts")
        fact = same[0]
    document = ledger.document(fact.copy, fact.document)
    kept = next(d for d in book.archive.documents() if d.sha256 == fact.document)
    sql = "SELECT * FROM corrections WHERE source = ? AND contains(?, printed)"  # one of joined cells may be corrected
    corrections = ledger.rows(sql, [fact.source, fact.printed])
    correction = corrections[0] if fact.corrected and corrections else None
    return {
        "id": fact.id, "entity": fact.entity, "schema": fact.schema, "prop": fact.prop, "value": fact.value,
        "printed": fact.printed, "lang": fact.lang, "mark": fact.mark, "place": fact.place, "start": fact.start,
        "end": fact.end, "cell": text_at(kept, fact.place), "correction": correction,
        "path": str(kept.path), "document": document,
    }  # fmt: skip


def explanation(found: dict[str, Any]) -> None:
    """The way from a value to its cell."""
    document = found["document"]
    cell = Text(found["cell"])
    if found["start"] is not None:
        cell.stylize("reverse", found["start"], found["end"])
    table = _plain("", "")
    table.show_header = False
    rows: list[tuple[str, str | Text]] = [
        ("value", Text(found["value"], style="bold")),
        ("is", f"{found['prop']} of the {found['schema']} {found['entity']}"),
        ("printed", found["printed"] or "(follows from the structure of the record)"),
        (
            "place",
            found["place"] + (f", characters {found['start']} to {found['end']}" if found["start"] is not None else ""),
        ),
        ("the cell", cell),
        ("document", f"{document['name']}, {document['size']:,} bytes"),
        ("", f"{document['title']}, {document['publisher']}; copy of {document['copy_published']}"),
        (
            "",
            f"{_origin(document)} on {document['fetched']}",
        ),
        ("SHA-256", document["document"]),
        ("kept at", found["path"]),
        ("reader", f"{document['source']} {document['reader']}"),
    ]
    if found["mark"]:
        rows.insert(2, ("note", found["mark"]))
    if found["correction"]:
        c = found["correction"]
        rows.insert(3, ("corrected", f"by {c['who']} on {c['when']}: {c['why']}"))
    for label, value in rows:
        table.add_row(Text(label, style="dim"), Text(value) if isinstance(value, str) else value)
    _console().print(table)


def _origin(document: dict[str, Any]) -> str:
    return f"fetched from {document['address']}" if document["address"] else "added by hand"


def changes(
    source: str, found: Sequence[tuple[dict[str, Any], dict[str, Any], list[Change]]], *, everything: bool
) -> None:
    """The differences between copies."""
    console = _console()
    for old, new, differences in found:
        kinds = Counter(change.kind for change in differences)
        amended = len({change.subject for change in differences if change.kind == "amended"})
        title = f"{source} {new['series']}".strip()
        console.print(
            f"{title}, {old['published']} → {new['published']}: {kinds['listed']:,} listed, "
            f"{kinds['delisted']:,} delisted, {amended:,} amended ({kinds['amended']:,} values)",
            style="bold",
        )
        for kind in ("listed", "delisted", "amended"):
            some = [change for change in differences if change.kind == kind]
            _print_changes(console, kind, some if everything else some[:12], len(some))


def _print_changes(console: Console, kind: str, some: Sequence[Change], count: int) -> None:
    table = _plain(kind, "", "")
    for change in some:
        what = f"{change.prop}: {change.before or '–'} → {change.after or '–'}" if change.prop else ""
        table.add_row(change.subject, change.name or "", textwrap.shorten(what, 120, placeholder=" …"))
    if some:
        console.print()
        console.print(table)
    if len(some) < count:
        console.print(f"… {count - len(some):,} more {kind} (--all)", style="dim")


def demo(book: Casebook, ledger: Ledger, name: str) -> None:
    """A walk through the embedded casebook."""
    console = _console()
    console.print("The embedded casebook: a small, hand-written sample in the official formats. Not for screening.\n")
    status(status_rows(ledger))
    console.print()
    shown = listings(ledger, one_identity(ledger, name))
    side_by_side(ledger, name, shown, (), everything=False)
    born = [fact for each in shown for fact in each.facts if fact.prop == "birthDate" and fact.printed != fact.value]
    if born:
        example = min(born, key=lambda fact: len(fact.place))
        console.print("\nFrom a value to its cell:\n")
        explanation(explained(book, ledger, example, example.id))
    console.print("\nWhat two copies of a list tell:\n")
    pairs = [pair for source in ledger.sources for pair in _pairs(ledger, source)]
    for old, new in pairs:
        changes(new["source"], [(old, new, ledger.changes(old["copy"], new["copy"]))], everything=False)
    console.print(Text(f"\n{_NEXT.format(root=book.root)}"))


def _pairs(ledger: Ledger, source: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    try:
        return ledger.pairs(source)
    except UsageError:
        return []
