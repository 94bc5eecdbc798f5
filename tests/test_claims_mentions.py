"""Names in texts: sentences of invented press releases, invented people and public office holders."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from growing import linear
from kronika.study.claims import mentions
from kronika.study.claims.names import Entry, Lexicon, listed, shipped
from kronika.study.claims.names.folding import folded, stem

if TYPE_CHECKING:
    from pathlib import Path

    from kronika.study.claims.spans import Mention


def person(id_: str, name: str, *others: str, country: str = "") -> Entry:
    return Entry(name, "person", (name, *others), "listed", id_, frozenset((country,)) if country else frozenset())


WORKS = "Zorka Potash Works OJSC"
LISTED = (
    person("kr-1", "Arkadz Dzmitryevich ZABRODKA", "Arkadz Zabrodka", "ZABRODKA Arkadz Dzmitryevich"),
    person("kr-2", "Vera Malinouskaya", "Вера Малиновская"),
    person("kr-3", "Vera MALINOUSKAYA"),
    person("kr-4", "Omar", "Abu Omar", "Ali Hassan"),
    person("kr-7", "Vladimir PUTIN", "Vladimir Putin", "Putin Vladimir Vladimirovich", country="ru"),
    *(person(f"kr-k{n}", f"Pyotr Zimin{n} Kolosov", f"Pyotr X{n}y Kolosov") for n in range(5)),
    person("kr-9", "Pyotr KOLOSOV"),
    Entry(WORKS, "organisation", (WORKS, "Union", "Central Bank"), "listed", "kr-5"),
    Entry("SEA LILY", "unknown", ("Sea Lily",), "craft", "kr-6"),
)


@cache
def lexicon() -> Lexicon:
    return Lexicon.build([*shipped(), *LISTED])


def find(text: str, language: str = "en") -> list[Mention]:
    return mentions.find(text, lexicon(), language)


def names(text: str, language: str = "en") -> dict[str, str]:
    """What of a text is linked → to whom."""
    return {each.of(text): each.name for each in find(text, language) if each.linked}


def unlinked(text: str) -> dict[str, str]:
    return {each.of(text): each.named for each in find(text) if not each.linked}


LINKS = {
    "On 3 May the UK and the U.S. imposed sanctions on Myanmar.": {
        "UK": "United Kingdom", "U.S.": "United States", "Myanmar": "Myanmar",
    },
    "Belarus’ Lukashenka and Azerbaijan’s Aliyev met.": {
        "Belarus": "Belarus", "Lukashenka": "Alexander Lukashenko",
        "Azerbaijan": "Azerbaijan", "Aliyev": "Ilham Aliyev",
    },
    "The Burmese authorities and the Government of Nicaragua agreed.": {
        "Burmese authorities": "Government of Myanmar", "Government of Nicaragua": "Government of Nicaragua",
    },
    "The de facto Belarusian regime fears the human rights sanctions regime.": {
        "Belarusian regime": "Government of Belarus",
    },
    "Foreign Secretary David Lammy told EU High Representative Kallas.": {
        "David Lammy": "David Lammy", "EU": "European Union", "Kallas": "Kaja Kallas",
    },
    "Prime Minister Johnson spoke; Mr Johnson left.": {"Johnson": "Boris Johnson"},
    "Bashar al-Assad, Kim Jong-un and Ursula von der Leyen.": {
        "Bashar al-Assad": "Bashar al-Assad", "Kim Jong-un": "Kim Jong Un",
        "Ursula von der Leyen": "Ursula von der Leyen",
    },
    "The Foreign, Commonwealth & Development Office said so.": {
        "Foreign, Commonwealth & Development Office": "Foreign Commonwealth and Development Office",
    },
    "Democratic powers of the West, Western leaders, Central Asian states.": {
        "West": "the West", "Western": "the West", "Central Asian": "Central Asia",
    },
    "The Minister for Europe Jane Roe met with Russian officials in Kyiv.": {
        "Europe": "Europe", "Russian": "Russia", "Kyiv": "Kyiv",
    },
    "He reads English news in Russian (English).": {"English": "England"},
    "The Western Ukraine region.": {"Ukraine": "Ukraine"},
    "A court told ARKADZ ZABRODKA that he is listed.": {"ARKADZ ZABRODKA": "Arkadz Dzmitryevich ZABRODKA"},
    "Zorka Potash Works sold it, said the Central Bank and the Union.": {"Zorka Potash Works": WORKS},
    "Omar met Abu Omar, and Ali Hassan left.": {},
    "The Sea Lily docked. The tanker Sea Lily sailed.": {"Sea Lily": "SEA LILY"},
    "The Islamic Republic, North Korea and the Republic of Moldova.": {
        "Islamic Republic": "Iran", "North Korea": "North Korea", "Republic of Moldova": "Moldova",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", LINKS)
def test_what_tells_who_is_meant_is_linked_and_nothing_else(text: str) -> None:
    found = names(text)
    assert found == LINKS[text]


METONYMS = {
    "Moscow has rejected the call.": "Russia",
    "Keep arming Tehran.": "Iran",
    "Pressure on Minsk is growing.": "Belarus",
    "They sold parts to Beijing.": "China",
    "Moscow’s military budget doubled.": "Russia",
    "Baku is set to host the talks.": "Azerbaijan",
    "Talks between Kyiv and Moscow failed.": "Russia",
    "Moscow-backed forces fled.": "Russia",
    "She flew to Moscow.": "Moscow",
    "A court in Moscow sentenced him.": "Moscow",
    "Moscow’s airports closed.": "Moscow",
    "Moscow is the capital.": "Moscow",
    "Moscow-based lawyers left.": "Moscow",
}


@pytest.mark.parametrize("text", METONYMS)
def test_a_capital_is_its_state_only_where_grammar_says_so(text: str) -> None:
    found = find(text)[-1]
    assert found.name == METONYMS[text] or METONYMS[text] in {each.name for each in find(text)}
    assert (found.rule == "metonym") == (METONYMS[text] != "Moscow")


PARTS = {
    "The Moscow Times reported it.": {"Moscow Times": "organisation"},
    "Michael Jordan and George Washington left.": {"Michael Jordan": "person", "George Washington": "person"},
    "The Minsk Agreements and the Helsinki Final Act.": {
        "Minsk Agreements": "unknown",
        "Helsinki Final Act": "unknown",
    },
    "Viktor Lukashenko was named.": {"Viktor Lukashenko": "person"},
    "The Belarusian State University expelled her.": {"Belarusian State University": "organisation"},
    "The Danish Foreign Office summoned him.": {"Foreign Office": "organisation"},
}


@pytest.mark.parametrize("text", PARTS)
def test_a_known_word_within_another_name_is_not_linked(text: str) -> None:
    assert {key: value for key, value in unlinked(text).items() if key in PARTS[text]} == PARTS[text]
    assert not set(names(text)) & {
        "Moscow",
        "Minsk",
        "Helsinki",
        "Jordan",
        "Washington",
        "Lukashenko",
        "Foreign Office",
    }


def test_sentence_initial_words_titles_and_months_are_no_names() -> None:
    text = (
        "Democracies must act. Notes to Editors\nSeventeen States agreed in March. Condemning Russia is not enough. "
        "The Presidential elections, the Rule of Law, Member States and the Council. AI and GDP grew on Monday."
    )
    assert [each.of(text) for each in find(text)] == ["Russia"]


def test_headlines_in_title_case_give_linked_names_only() -> None:
    text = "UK Announces Sweeping New Sanctions Against Myanmar Generals\n\nThe list is long."
    assert [each.of(text) for each in find(text)] == ["UK", "Myanmar"]


def test_a_private_person_is_named_in_full_and_then_by_the_surname() -> None:
    text = "The blogger Ryhor Zamirka was jailed. Zamirka appealed. Dr Jane Roe and Anna Bell came. Roe left, not Bell."
    found = {each.of(text): (each.name, each.named, each.linked, each.id) for each in find(text)}
    assert found["Ryhor Zamirka"] == ("Ryhor Zamirka", "person", False, "")
    assert found["Zamirka"] == ("Ryhor Zamirka", "person", False, "")
    assert found["Roe"][0] == "Jane Roe"
    assert found["Bell"][0] == "Anna Bell"


def test_two_bearers_of_a_name_are_both_named_and_neither_is_linked() -> None:
    (one,) = find("Vera Malinouskaya is a judge.")
    assert (one.linked, one.rule, one.id) == (False, "ambiguous", "")
    assert "kr-2" in one.name
    assert "kr-3" in one.name
    text = "Ivan Roe and Anna Roe were freed. Roe spoke of Viktor Lukashenko and of Lukashenko."
    found = {each.of(text): each for each in find(text)}
    assert found["Roe"].rule == "ambiguous"
    assert not found["Lukashenko"].linked
    assert names("Viktor Lukashenko serves President Lukashenko.") == {"Lukashenko": "Alexander Lukashenko"}


def test_a_name_that_very_many_bear_is_nobodys() -> None:
    (one,) = find("The nurse Pyotr Kolosov spoke.")
    assert (one.linked, one.rule, one.name) == (False, "common name", "Pyotr Kolosov")


def test_an_office_holder_has_the_id_of_the_identity_with_this_name_and_state() -> None:
    (one,) = find("Putin spoke.")
    assert (one.id, one.name, one.rule) == ("kr-7", "Vladimir Putin", "surname")
    other = Entry("Vladimir PUTIN", "person", ("Vladimir Putin",), "listed", "kr-8", frozenset(("fr",)))
    (two,) = mentions.find("They named Vladimir Putin.", Lexicon.build([*shipped(), other]))
    assert (two.linked, two.rule) == (False, "ambiguous")


def test_an_acronym_holds_for_the_name_that_it_was_introduced_with() -> None:
    text = (
        "The ZLC said no. The Zamirka Liberty Congress (ZLC) met. So did the Network for Open Courts (NfOC) and NfOC."
    )
    found = [(each.of(text), each.name) for each in find(text)]
    assert found[:3] == [(word, "Zamirka Liberty Congress") for word in ("ZLC", "Zamirka Liberty Congress", "ZLC")]
    assert found[3:] == [(word, "Network for Open Courts") for word in ("Network for Open Courts", "NfOC", "NfOC")]


def test_a_capital_with_an_article_is_short_for_what_the_text_calls_so() -> None:
    text = "They invoked the Moscow Mechanism. Ten states invoked the Moscow on 3 May."
    assert [(each.name, each.rule) for each in find(text)] == [
        ("OSCE Moscow Mechanism", "organisation"), ("OSCE Moscow Mechanism", "elided"),
    ]  # fmt: skip
    assert not names("They invoked the Moscow on 3 May.")


NOBODYS = {
    # somebody else, whose name holds that of a holder of office or of a listed person
    "Pavel Lukashenko, David Cameron-Smith and Dmitry Medvedev Ivanov met Nasta Vladimir Putin.": {},
    "They met Anna Arkadz Zabrodka and Arkadz Zabrodka Roe.": {},
    "The nurse Vera Lavrov told Mrs Xi, Ms Merkel Roe and the Macron brothers.": {},
    "The plumber Sergei Shoigu left. Sergei Lavrov, a taxi driver from Leeds, did not.": {},
    "Mr Jordan Chad, Dr Swift, Mr Wagner and Nurse Ireland Baldwin wrote to Georgia, a student.": {},
    # things that are called after places and people
    "The film on Putin’s Palace, the Kyiv Independent, Lukashenka Street and the Lake Chad hotel.": {},
    "They ate Brussels sprouts and Turkish delight, signed the Minsk agreements and the Treaty of Lisbon.": {},
    "The yacht Crimea left New Mexico for East London.": {},
    "The Panama Papers and the Paris Club cite the Warsaw Pact and the Berlin Wall.": {},
    # bodies that are another's
    "The OAS General Assembly met the Texas Department of Justice.": {"OAS": "Organization of American States"},
    "The State Department of Agriculture and the Human Rights Council of Anyland met.": {},
    # capitals that tell nothing, addresses
    "It is up to us. THEY TOLD US. IT IS UP TO US. WHO IS WHO?": {},
    "Source: kremlin.ru, moscow@example.org, I’d ask.": {},
}


@pytest.mark.parametrize("text", NOBODYS)
def test_what_only_resembles_a_known_name_is_not_linked(text: str) -> None:
    assert names(text) == NOBODYS[text]


def test_a_body_of_several_states_is_that_of_the_one_the_text_names() -> None:
    assert names("The Foreign Office regrets it.") == {}
    assert names("The Foreign Office said Britain would act.")["Foreign Office"] == "Foreign and Commonwealth Office"
    assert names("The Foreign Office said Germany would act.")["Foreign Office"] == "German Foreign Office"


def test_names_of_two_words_are_told_from_verbs_titles_and_headlines() -> None:
    text = (
        "MPs Meet Zamir Zamirka Before Key Vote\n\nBaroness Roe of Anytown and Lord Zamirka of Otherton asked "
        "the Justice Ministry and Hong Kong Watch. Zamir Zamirka paid the Open Joint Stock Company Zorkabank under "
        "General Licence 8 for a multiple launch rocket system (MLRS). The MLRS came.\n- Vera Roe, Zamirka Union"
    )
    assert set(unlinked(text)) == {
        "Zamir Zamirka", "Roe of Anytown", "Zamirka of Otherton", "Justice Ministry", "Hong Kong Watch",
        "Open Joint Stock Company Zorkabank", "Vera Roe", "Zamirka Union",
    }  # fmt: skip


def test_two_surnames_are_rulers_where_the_text_says_that_they_rule() -> None:
    assert names("The Ortega-Murillo regime fell.") == {"Ortega": "Daniel Ortega", "Murillo": "Rosario Murillo"}
    assert names("The Ortega-Murillo bakery closed.") == {}
    assert names("The Biden administration and the Maduro family.") == {"Biden": "Joe Biden"}


def listed_ministers() -> Lexicon:
    return Lexicon.build(
        [
            *shipped(),
            person("kr-p1", "Dmitry Nikolaevich PESKOV", "Dmitry PESKOV", country="ru"),
            person("kr-p2", "Dmitry Sergeyevich PESKOV", country="ru"),
            person("kr-p3", "Ramzan Akhmadovitch KADYROV", country="ru"),
            person("kr-p4", "Hassan Rouhani"),
        ]
    )


def test_a_patronymic_tells_which_listed_namesake_holds_the_office() -> None:
    def ids(text: str, language: str = "en") -> list[str]:
        return [each.id for each in mentions.find(text, listed_ministers(), language) if each.linked]

    assert ids("Ramzan Kadyrov spoke.") == ["kr-p3"]
    assert ids("The spokesman Dmitry Peskov spoke. Peskov left.") == ["kr-p2", "kr-p2"]
    assert ids("Dmitry Peskov, the president’s spokesman, left.") == ["kr-p2"]
    assert ids("пресс-секретарь Дмитрий Песков", "ru") == ["kr-p2"]
    assert ids("Dmitry Peskov spoke. Peskov left.") == []
    assert [each.name for each in mentions.find("Hassan Rouhani left.", listed_ministers())] == ["Hassan Rouhani"]


def test_cyrillic_texts_give_capitals_in_place_and_people_in_full() -> None:
    text = "Министр уехал из Москвы в Минск. Москва против Европейского союза. Судили Веру Замирку и Замирку, Рада ПЦ."
    assert [(each.of(text), each.linked) for each in find(text, "ru")] == [
        ("Москвы", True), ("Минск", True), ("Европейского союза", True), ("Веру Замирку", False),
    ]  # fmt: skip


INFLECTED = {
    ("ru", "По словам Александра Лукашенко, Беларуси и Путину"): ["Alexander Lukashenko", "Belarus", "Vladimir Putin"],
    ("ru", "Власти России, режим Лукашенки, белорусские власти, Зеленским"): [
        "Russia", "Alexander Lukashenko", "Government of Belarus", "Volodymyr Zelenskyy",
    ],
    ("be", "Аляксандра Лукашэнкі, Беларуссю, беларускія ўлады"): [
        "Alexander Lukashenko", "Belarus", "Government of Belarus",
    ],
    ("uk", "Володимира Зеленського, Росією, Путіна"): ["Volodymyr Zelenskyy", "Russia", "Vladimir Putin"],
    ("ru", "Виктор Лукашенко и Борис Путин"): [],
}  # fmt: skip


@pytest.mark.parametrize(("language", "text"), INFLECTED)
def test_slavic_names_are_found_in_all_cases(language: str, text: str) -> None:
    assert [each.name for each in find(text, language) if each.linked] == INFLECTED[language, text]


def test_stems_keep_what_tells_names_apart() -> None:
    assert len({stem(word) for word in ("сергей", "сергея", "сергею", "сергеем")}) == 1
    assert len({stem(word) for word in ("беларусь", "беларуси", "беларусью", "беларуссю")}) == 1
    assert len({stem(word) for word in ("зеленский", "зеленского", "зеленскому", "зеленским")}) == 1
    assert len({stem(word) for word in ("иван", "иванов", "ивановский")}) == 3


def test_look_alikes_and_invisible_characters_are_seen_through_and_told() -> None:
    text = "Лукaшенко, Vlad\u00adimir Pu\u200btin’s aide and THE U\u200bK."
    found = {each.name: each for each in find(text)}
    assert found["Alexander Lukashenko"].rule == "surname+look-alikes"
    assert found["Vladimir Putin"].of(text) == "Vlad\u00adimir Pu\u200btin"
    assert found["Vladimir Putin"].rule == "office-holder+invisible"


def test_other_languages_give_names_of_the_lexicon_only() -> None:
    assert names("Prezydent Andrzej Duda i Zamirka Ryhor.", "pl") == {"Andrzej Duda": "Andrzej Duda"}
    assert len(find("Prezydent Andrzej Duda i Zamirka Ryhor.", "pl")) == 1


@pytest.mark.parametrize(
    "text", ["", " ", "…", "\u200b", "A", "'s", "(", "the", "U.S.", "Moscow", "-Moscow-", "1" * 99]
)
def test_scraps_of_text_are_read(text: str) -> None:
    for each in find(text):
        assert 0 <= each.start < each.end <= len(text)


HOSTILE = (
    "1",
    "A",
    "Abc ",
    "ABC ",
    "“",
    "A.",
    "A-",
    "A\n",
    "Ivan ",
    "the West ",
    "Council of ",
    "(ABC) ",
    "a\u200b",
    "Ali al ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    assert linear(find, piece)


def test_mentions_do_not_overlap_and_stand_in_order() -> None:
    text = " ".join(LINKS) + " ".join(PARTS)
    found = find(text)
    assert all(left.end <= right.start for left, right in pairwise(found))


def test_the_ledgers_identities_are_entries_with_all_their_names(sample: Path) -> None:
    from kronika.casebook import Casebook

    with Casebook.open(sample).ledger() as ledger:
        entries = list(listed(ledger))
    assert entries
    assert all(entry.id.startswith("kr-") and entry.forms and entry.name for entry in entries)
    assert len({entry.id for entry in entries}) == len(entries)
    person = next(entry for entry in entries if entry.named == "person" and len(folded(entry.name)) > 2)
    found = mentions.find(f"They met {person.name} there.", Lexicon.build(entries))
    assert {each.id for each in found if each.linked} <= {entry.id for entry in entries}


def test_shipped_tables_say_each_state_once_and_no_two_states_the_same() -> None:
    states = [entry for entry in shipped() if entry.sort == "state"]
    assert len({entry.id for entry in states}) == len(states) > 190
    shared = {"congo", "korea"}
    forms = [" ".join(folded(form)) for entry in states for form in {" ".join(folded(form)) for form in entry.forms}]
    assert {form for form in forms if forms.count(form) > 1} <= shared


def alias(form: str, name: str = "Vera Malinouskaya", id_: str = "kr-2", document: str = "") -> Entry:
    return Entry(name, "person", (form,), "alias", id_, document=document)


def test_what_people_say_of_a_name_holds_over_everything_else() -> None:
    said = [alias("Vera Malinouskaya"), alias("Malina", document="abc"), alias("Putin", name="", id_="")]
    text = "Vera Malinouskaya, Malina and Putin."
    everywhere, there = lexicon().extended(said), lexicon().extended(said, "abc")
    assert [(each.of(text), each.id) for each in mentions.find(text, everywhere)] == [
        ("Vera Malinouskaya", "kr-2"), ("Malina", ""),
    ]  # fmt: skip
    assert [(each.of(text), each.rule) for each in mentions.find(text, there)] == [
        ("Vera Malinouskaya", "alias"), ("Malina", "alias"),
    ]  # fmt: skip
    last = Lexicon.build([*shipped(), *said, alias("Putin", name="Vladimir Putin", id_="kr-7")])
    assert [each.id for each in mentions.find("Putin left.", last)] == ["kr-7"]
