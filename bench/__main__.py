"""`./do bench [NAME …]`: all benchmarks, or those named. `./do bench match --quick` measures samples."""

from __future__ import annotations

import importlib
import sys

ALL = ("record", "seco", "match")


def main() -> None:
    """Run the benchmarks named on the command line, else all."""
    words = sys.argv[1:]
    names, options = [word for word in words if word[0] != "-"], [word for word in words if word[0] == "-"]
    if options and names != ["match"]:
        raise SystemExit("bench: options are for `match` alone: --quick, --rows")
    for name in names or ALL:
        print(f"== {name}", flush=True)
        benchmark = importlib.import_module(f"bench.{name}")
        benchmark.main(options) if options else benchmark.main()


if __name__ == "__main__":
    main()
