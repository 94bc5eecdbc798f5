"""`./do bench [NAME …]`: all benchmarks, or those named."""

from __future__ import annotations

import importlib
import sys

ALL = ("record", "seco")


def main() -> None:
    """Run the benchmarks named on the command line, else all."""
    for name in sys.argv[1:] or ALL:
        print(f"== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
