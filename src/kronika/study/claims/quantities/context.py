"""What a rule may ask of a number's surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kronika.study.claims.quantities.tokens import adjacent

if TYPE_CHECKING:
    from kronika.study.claims.quantities.tables import Words
    from kronika.study.claims.quantities.tokens import Token

_ENDS = frozenset({".", "!", "?", ":", ";", "(", "[", "*", "•", "·", "▪", "–", "-", "―", '"', "'", "|"})


class Context:
    """A text's tokens and its language's words, for the rules; remembers the last label («Articles 5, 6 and 10»)."""

    def __init__(self, tokens: Sequence[Token], words: Words) -> None:
        self.tokens = tokens
        self.words = words
        self.has = words.has
        self.labelled = -1
        """The token behind the last number that a label governs."""

    def low(self, at: int) -> str:
        """The token's text in small letters; empty beyond the text."""
        return self.tokens[at].low

    def text(self, at: int) -> str:
        """The token's text; empty beyond the text."""
        return self.tokens[at].text

    def capital(self, at: int) -> bool:
        """Whether a word stands there with a capital letter."""
        token = self.tokens[at]
        return token.kind == "word" and token.capital

    def begins(self, at: int) -> bool:
        """Whether a sentence, a line or a quotation begins at the token."""
        before = self.tokens[at - 1]
        return before.kind == "break" or before.text[-1:] in _ENDS

    def touches(self, at: int) -> bool:
        """Whether no blank stands before the token."""
        return adjacent(self.tokens, at)
