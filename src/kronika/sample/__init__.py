"""The documents of the embedded casebook; README.md says what is real in them and what is invented."""

EXAMPLE = "Ivan Stanislavovich Tertel"
"""A name that five of the lists print alike, of a man whom they call by five others too."""
