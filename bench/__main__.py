"""`./do bench [NAME …]`: all benchmarks, or those named; `./do bench match --quick`; `./do bench fit [CC]`."""

from __future__ import annotations

import importlib
import sys

ALL = ("record", "seco", "coverage", "serve", "elections", "election_power", "words", "claims", "match")
WITH_OPTIONS = ("match", "fit", "lexicon")


def main() -> None:
    """Run the benchmarks named on the command line, else all."""
    words = sys.argv[1:]
    known = {*ALL, *WITH_OPTIONS}
    names, options = [word for word in words if word in known], [word for word in words if word not in known]
    if options and (len(names) != 1 or names[0] not in WITH_OPTIONS):
        raise SystemExit(f"bench: {' '.join(options)}: the benchmarks are {', '.join(sorted(known))}")
    for name in names or ALL:
        print(f"== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main(*options)


if __name__ == "__main__":
    main()
