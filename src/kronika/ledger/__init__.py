"""The record of one build, in DuckDB: facts, refusals, documents."""
