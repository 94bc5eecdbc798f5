"""The names by which clients of yente ask for a comparison: all are answered by Kronika's own."""

from collections.abc import Iterable

from fastapi import HTTPException

from kronika.view.api.models import Algorithm

DEFAULT, BEST = "best", "logic-v2"
BY_NAMES = frozenset(("name-based",))
"""Names that promise that nothing but names is compared."""
_KNOWN = {
    "logic-v2": "names, birth dates, countries, genders and identifiers",
    "ofac-249": "names, birth dates, countries, genders and identifiers",
    "name-based": "names alone",
    "name-qualified": "names, birth dates, countries, genders and identifiers",
    "logic-v1": "names, birth dates, countries, genders and identifiers",
    "regression-v1": "names, birth dates, countries, genders and identifiers",
}
"""Name → what is compared."""
_ACCEPTED = frozenset((*_KNOWN, "best", "auto", "kronika", "regression-v2", "regression-v3"))
_CONFIG = frozenset(
    (
        "nm_name_property", "nm_number_mismatch", "nm_extra_query_name", "nm_extra_result_name",
        "nm_family_name_weight", "nm_fuzzy_cutoff_factor",
    )
)  # fmt: skip
"""What clients of yente's logic-v2 set; here it has no effect."""
_FEATURES = {
    "whole_name": "how alike the two names are that are most alike, before anything else is weighed",
    "surname": "the surnames: spellings of one, or two",
    "given_name": "the given names: forms, short forms and cognates of one, or two",
    "patronymic": "the patronymics: forms of one father's name, or two",
    "initial": "an initial and a name that begins with it",
    "syllable": "syllables of Chinese, Korean, Vietnamese and Burmese names, in any romanisation",
    "core_word": "of a company's name the words that tell it from others",
    "generic_word": "of a company's name the words that many have",
    "legal_form": "the legal forms, in any language",
    "order": "whether the words stand in another order",
    "script": "whether the names are written in two scripts: for information",
    "birth_date": "the birth dates, as exactly as each is known",
    "country": "the countries",
    "gender": "the genders, also as names tell them",
    "identifier": "numbers of passports, companies, ships and the like",
}


def check(name: str) -> str:
    """The name of an algorithm as it is written here. Raises HTTPException 400 for one that nobody knows."""
    found = name.strip().lower()
    if found not in _ACCEPTED:
        raise HTTPException(400, f"Invalid algorithm: {name}")
    return found


def check_config(config: Iterable[str], algorithm: str) -> None:
    """Raises HTTPException 400 for a parameter that no algorithm of yente has."""
    for name in config:
        if name not in _CONFIG:
            raise HTTPException(400, f"Invalid configuration parameter: {name} for algorithm {algorithm}")


def described() -> list[Algorithm]:
    """What /algorithms says."""
    features = {name: {"description": text, "coefficient": 1.0, "url": None} for name, text in _FEATURES.items()}
    return [
        Algorithm(
            name=name,
            description=f"Kronika's own comparison, of {compared}; every name is answered by it.",
            features=features,
            docs={"description": f"Compares {compared}.", "config": {}, "features": features},
        )
        for name, compared in _KNOWN.items()
    ]
