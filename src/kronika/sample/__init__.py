"""The documents of the embedded casebook; README.md says what is real in them and what is invented."""
