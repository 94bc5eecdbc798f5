"""What the service reads: merged entities, what ties them, full text, data sets; one SQLite file a build.

tables.sql  what is in it          gather.py   facts → merged entities
writing.py  entities → the file    reading.py  the file → answers; search.py, query.py: what people search for
"""

from kronika.ledger.catalogue.gather import Merged
from kronika.ledger.catalogue.reading import MOST_ADJACENT, Adjacent, Catalogue, Dataset, Entity
from kronika.ledger.catalogue.search import FACETS, Found, Search
from kronika.ledger.catalogue.writing import version, write

__all__ = [
    "FACETS",
    "MOST_ADJACENT",
    "Adjacent",
    "Catalogue",
    "Dataset",
    "Entity",
    "Found",
    "Merged",
    "Search",
    "version",
    "write",
]
