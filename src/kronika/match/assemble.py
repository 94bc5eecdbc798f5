"""From the ledger to identities to the matching index, put in place whole or not at all.

index/current     the name of the folder that answers
index/KEY/        identities, scored pairs, the index and the catalogue of one state of the ledger
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kronika.base import scripts
from kronika.base.errors import UsageError
from kronika.ledger import catalogue
from kronika.match import index, resolution, resolve, screen, subjects
from kronika.match.pointer import answering
from kronika.match.profile import PRIMARY, Name, Profile

if TYPE_CHECKING:
    from kronika.base.model import Published
    from kronika.ledger.store import Ledger
    from kronika.match.judgements import Judgements

_SCHEMATA = ("Person", "Vessel", "Airplane", "Company", "Organization", "Asset", "LegalEntity")
"""What an identity is where its records differ: the first of these that one of them says."""


def current(folder: Path) -> Path:
    """The folder of the index that answers. Raises UsageError where none has been built."""
    key = answering(folder)
    if not key:
        raise UsageError(f"{folder} holds no index yet: `kronika build` makes it")
    return folder / key


def assemble(
    folder: Path,
    ledger: Ledger,
    judgements: Judgements,
    progress: Callable[[int, int], None] = lambda done, total: None,
    published: Iterable[Published] = (),
) -> bool:
    """Bring the index in `folder` up to date with the ledger and the judgements; says whether anything was new.

    `published` is what compiled files say of their entries; it is looked through only if there is anything new.
    Raises BuildError when the disk is full; the index that was there then still answers.
    """
    state = json.dumps([ledger.state, _code(), catalogue.version(), sorted(judgements.pairs().values())])
    key = hashlib.sha256(state.encode()).hexdigest()[:20]
    if answering(folder) == key and (folder / key / "state").exists():
        return False
    with subjects.uncollected():
        records = subjects.read(ledger)
        profiles = [record.profile for record in records]
        found = resolve.resolve(records, index.names_of(profiles), judgements, progress)
        merged = [_merged(each.id, [profiles[at] for at in each.numbers]) for each in found.identities]
    partial = folder / f".{key}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    screen.write(partial, merged, [each.subjects for each in found.identities], state)
    found.write(partial)
    named = (catalogue.Merged(each.id, each.schema, each.names[0].text if each.names else "") for each in merged)
    with subjects.uncollected():
        catalogue.write(partial, ledger, partial / resolution.SUBJECTS, named, published, screen.version_of(partial))
    shutil.rmtree(folder / key, ignore_errors=True)
    partial.rename(folder / key)
    pointer = folder / ".current.partial"
    pointer.write_text(f"{key}\n", encoding="ascii")
    pointer.replace(folder / "current")
    _warm(folder / key)
    for other in folder.iterdir():
        if other.is_dir() and other.name != key:
            shutil.rmtree(other, ignore_errors=True)
    return True


def _warm(folder: Path) -> None:
    """Ask once, so that numba compiles now what it keeps for the processes that will answer."""
    screen.Screener(folder).screen({"properties": {"name": ["Ivan Ivanovich Ivanov", "Ivanov & Co"]}}, threshold=0.0)


@cache
def _code() -> str:
    """A hash of the code and the data that identities and the index are made with."""
    code = hashlib.sha256()
    here = Path(__file__).parent
    for file in sorted([*here.glob("*.*"), *here.glob("words/*.*")]):
        code.update(file.read_bytes())
    return code.hexdigest()[:16]


def _merged(id: str, profiles: Sequence[Profile]) -> Profile:  # noqa: A002 - what it is
    """The profile of an identity: everything that any of its records says."""
    schemata = {each.schema for each in profiles}
    names: dict[str, Name] = {}
    for name in sorted((name for each in profiles for name in each.names), key=lambda name: name.quality):
        names.setdefault(name.text, name)
    caption = _caption(profiles)
    ordered = sorted(names.values(), key=lambda name: (name.quality, name.text != caption))
    return Profile(
        id,
        next((schema for schema in _SCHEMATA if schema in schemata), profiles[0].schema),
        tuple(ordered),
        tuple(sorted({birth for each in profiles for birth in each.births})),
        frozenset().union(*(each.countries for each in profiles)),
        frozenset().union(*(each.genders for each in profiles)),
        frozenset().union(*(each.idents for each in profiles)),
    )


def _caption(profiles: Sequence[Profile]) -> str:
    """The name to call an identity by: the primary name that most records print, in Latin letters where one does."""
    primary = Counter(name.text for each in profiles for name in each.names if name.quality == PRIMARY)
    return min(primary, key=lambda text: (scripts.script(text) != "Latn", -primary[text], text), default="")
