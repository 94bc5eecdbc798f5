"""Kronika: the sourced record of what an authoritarian regime does and of what others do about it.

casebook.py   the main path: open, fetch, add, build, ask
collect/      official bytes → archive; archive → readers → facts and refusals
ledger/       facts in DuckDB, each with its document and its place there
view/         the command line
"""

from kronika.base.errors import KronikaError
from kronika.casebook import Casebook

__all__ = ["Casebook", "KronikaError"]
