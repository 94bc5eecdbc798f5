"""The nouns of checking: what the record says of a claim, and by which definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from kronika.study.claims.spans import Claim, Span

if TYPE_CHECKING:
    from kronika.study.finding import Cited

Told = Literal["supported", "contradicted", "records disagree"]
"""contradicted: same definition, day and unit, and apart by more than the tolerance that the verdict names; records
disagree: of records by which it could be judged one bears it out and another does not."""
Reason = Literal[
    "no-record", "other-day", "other-definition", "currency-rule", "vague", "date-open", "actor-open", "record-open"
]  # fmt: skip
"""Why nothing can be told. date-open, actor-open: the claim leaves open of which day it is, of whom or whose;
record-open: the record has bounds, and they do not decide."""
Answer = Told | Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check makes of one claim; a claim may have several, as where two have counted."""

    claim: Claim
    about: Span
    """The words that were judged: a figure, else the whole claim."""
    check: str
    version: str
    definition: str
    """What was compared, as a sentence."""
    outcome: Told | Literal["cannot tell"]
    says: str
    """What the record says, in words."""
    reason: Reason | Literal[""] = ""
    """Empty unless nothing can be told."""
    tolerance: str = ""
    """What difference counts as none, in words."""
    left: tuple[str, ...] = ()
    """What the claim leaves open, and how it was read."""
    cited: tuple[Cited, ...] = ()
    """The records' cells; none where the text was held against itself, or nothing was found."""

    def but(self, answer: Answer) -> Verdict:
        """The same with another outcome, or another reason why nothing can be told."""
        if answer in {"supported", "contradicted", "records disagree"}:
            return replace(self, outcome=answer, reason="")
        return replace(self, outcome="cannot tell", reason=cast("Reason", answer))


@dataclass(frozen=True, slots=True)
class Check:
    """A check by name; the version changes with what it answers."""

    name: str
    version: str
    definition: str

    def verdict(
        self,
        claim: Claim,
        about: Span,
        answer: Answer,
        says: str,
        *,
        definition: str = "",
        tolerance: str = "",
        left: tuple[str, ...] = (),
        cited: tuple[Cited, ...] = (),
    ) -> Verdict:
        """Its verdict; `answer` is an outcome, or the reason why nothing can be told.

        `definition` where it is narrower than the check's own.
        """
        made = Verdict(
            claim, Span(about.start, about.end), self.name, self.version, definition or self.definition, "cannot tell",
            says, "vague", tolerance, left, cited,
        )  # fmt: skip
        return made.but(answer)


def weighed(made: Iterable[Verdict]) -> list[Verdict]:
    """Verdicts on one figure by several records: where one bears it out, others that do not disagree with that one."""
    every = list(made)
    borne = any(each.outcome == "supported" for each in every)
    return [each.but("records disagree") if borne and each.outcome == "contradicted" else each for each in every]
