"""One identity in every spelling: candidates, comparison, score, screening, resolution."""
