"""What is done by words and told without a verb of saying: «offered his regards», «reaffirmed its commitment»."""

from __future__ import annotations

import re
from functools import cache

from kronika.study.claims.kinds import words_of_wrong

_LAYS_STRESS = (
    r"(?:(?:reaffirm|highlight)(?:s|ed)|(?:reiterat|underlin|underscor)(?:es|ed)|stress(?:es|ed)|emphasi[sz](?:es|ed))"
)
_LIGHT = re.compile(
    r"\b(?:offered|offers|extended|extends|sent|sends|conveyed|conveys|expressed|expresses|voiced|voices|gave|gives|paid|issued|issues)\s+"
    r"(?:[\w'-]+\s+){0,4}?(?:regards|congratulations|condolences|greetings|thanks|gratitude|concerns?|alarm|regrets?|solidarity|apolog\w+|wishes|"
    r"sympathy|praise|tribute|warnings?|threats?|doubts?|disappointment|outrage)\b"
    r"|\b(?:expressed|expresses|voiced|voices)\s+(?:[\w'-]+\s+){0,3}?hopes?\b"
    r"|\b(?:released?|releases|published|publishes|issued|issues|made)\s+an?\s+(?:[\w'-]+\s+){0,3}?(?:statement|communiqué|declaration)\s+(?=on\b|\w+ing\b)"
    rf"|\b{_LAYS_STRESS}\s+(?:[\w'-]+\s+){{0,5}}?(?:importance|support|position|condemnation|role|solidarity|concerns?|opposition|belief|"
    r"views?|friendship|partnership|ties)\b"
)
_BINDING_NOUN = re.compile(
    rf"\b(?:{_LAYS_STRESS}|express(?:es|ed)|confirm(?:s|ed)|announc(?:es|ed))\s+(?:its|their|his|her)\s+(?:[\w'-]+\s+){{0,3}}?"
    r"(?:commitment|readiness|willingness|determination|resolve|intention)\b"
)
_WANTS = re.compile(
    r"\b(?:wants?|wanted|expects?|expected)\s+(?:the\s+)?(?:[A-Z]\w+|authorities|government|them|him|her|it)(?:\s+\w+){0,4}?\s+to\s+(?!be\s+able)"
)
_EAGER = re.compile(
    r"\b(?:is|are|was|were)\b[\s,\w]{0,30}?\b(?:keen|quick|eager|happy|glad|pleased|proud|first|swift|ready)\s+to\s+"
    r"(?:congratulate|thank|welcome|praise|condemn|denounce|salute|applaud|deny|blame|accuse|say|declare|announce|hail|endorse|apologise|apologize)\b"
)


@cache
def acts() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Pattern, class of verbs.toml and rule of each."""
    return (
        (_LIGHT, "greet", "light-verb"),
        (_BINDING_NOUN, "commit", "binding-noun"),
        (_EAGER, "greet", "eager-to"),
        (_WANTS, "demand", "wants-to"),
        (_calls_it_wrong(), "condemn", "called-wrong"),
    )


def _calls_it_wrong() -> re.Pattern[str]:
    """«X called the election illegitimate»: the judgement is X's."""
    return re.compile(
        r"\b(?:called|calls|deemed|deems|considers|considered|pronounced|pronounces)\s+(?:the|its|his|her|their|this|these|that|it|them|an?)\b"
        rf"[^.;:,]{{0,60}}?{words_of_wrong().pattern}",
        re.IGNORECASE,
    )
