"""Nouns and pure helpers; imports nothing of ours."""
