"""Scores of nomenklatura's algorithms, in the peer's own environment: `bench.match_peer` runs this file there.

In: JSON lines {"set": …, "left": entity, "right": entity}, entities as FollowTheMoney dicts whose id tells their
content, for nomenklatura remembers the analysed names of an id. The words of the command line are the algorithms.
Out: one JSON object {algorithm: {set: {"scores": […], "seconds": processor time}}}.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

# What loads name tables and fills no cache that a measured pair could use.
_WARM_UP = (
    ("Person", "Никто Нигдеев", "Nikto Nigdeev"),
    ("Person", "لا أحد", "La Ahad"),
    ("Person", "无名氏", "Wu Mingshi"),
    ("Company", "Nowhere Trading LLC", "ООО Нигде"),
    ("Vessel", "NOWHERE 7", "Nowhere VII"),
)


def main(algorithms: list[str]) -> None:
    """Read pairs, print scores and times."""
    model = importlib.import_module("followthemoney").model
    matching = importlib.import_module("nomenklatura.matching")
    proxies: dict[str, Any] = {}
    sets: dict[str, list[tuple[Any, Any]]] = {}
    for line in sys.stdin:
        pair = json.loads(line)
        left, right = (
            proxies.setdefault(entity["id"], model.get_proxy(entity)) for entity in (pair["left"], pair["right"])
        )
        sets.setdefault(pair["set"], []).append((left, right))
    warm_up = [
        tuple(
            model.get_proxy({"id": f"{n}{side}", "schema": schema, "properties": {"name": [name]}})
            for side, name in enumerate(names)
        )
        for n, (schema, *names) in enumerate(_WARM_UP)
    ]
    found: dict[str, dict[str, object]] = {}
    for name in algorithms:
        algorithm = matching.get_algorithm(name)
        config = algorithm.default_config()
        for left, right in warm_up:
            algorithm.compare(left, right, config)
        found[name] = {}
        for key, pairs in sets.items():
            start = time.process_time()
            scores = [algorithm.compare(left, right, config).score for left, right in pairs]
            found[name][key] = {"scores": scores, "seconds": time.process_time() - start}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
