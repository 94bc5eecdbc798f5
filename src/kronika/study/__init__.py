"""Studies: questions that are answered from the record."""
