"""The words of names of companies, state bodies, parties, armed groups and ships."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.match.words import orgwords
from kronika.match.words.orgwords import Reading, Word, acronym, read

CLASSES = {
    "limited": """
        llc foo | foo l l c | limited liability company foo | foo ltd | foo limited | foo co ltd | ooo foo | o o o foo |
        obshchestvo s ogranichennoy otvetstvennostyu foo | obshchestvo s ogranichennoi otvetstvennostiu foo |
        obschestvo s ogranichennoj otvetstvennostju foo | tavarystva z abmezhavanay adkaznastsyu foo | taa foo |
        tovarystvo z obmezhenoyu vidpovidalnistyu foo | tov foo | uab foo | foo gmbh | foo sarl | foo srl |
        foo s a r l |
        foo sp z o o | foo spol s r o | foo doo | foo d o o | foo kft | oue foo | sia foo | foo bv | foo b v |
        foo sdn bhd | foo pte ltd | foo pty ltd | foo fze | foo fzco | foo wll | foo w l l | foo mchj | too foo |
        foo you xian gong si | foo youxian gongsi | foo ltd sti | foo private limited
    """,
    "joint-stock": """
        jsc foo | foo ojsc | cjsc foo | joint stock company foo | foo public joint stock company | oao foo | ao foo |
        foo a o | otkrytoe aktsionernoe obshchestvo foo | aktsyyanernae tavarystva foo | prat foo | foo sa | foo s a |
        foo s a de c v | foo ag | foo as | foo a s | ab foo | foo oyj | foo spa | foo nv | foo plc | foo inc |
        foo incorporated | foo kabushiki kaisha | foo anonim sirketi | foo ead | foo gu fen you xian gong si
    """,
    "state-owned": """
        fgup foo | gup foo | rup foo | up foo | unitarnoe predpriyatie foo | republican unitary enterprise foo |
        respublikanskoe unitarnoe predpriyatie foo | federal state unitary enterprise foo |
        federalnoe gosudarstvennoe unitarnoe predpriyatie foo
    """,
    "public-institution": """
        fgbu foo | federal state budgetary institution foo |
        federalnoe gosudarstvennoe byudzhetnoe uchrezhdenie nauki foo
    """,
    "partnership": "foo lp | foo llp | foo kg | foo gmbh and co kg | foo kgaa | foo ohg",
    "sole-trader": "ip foo | foo est | individualnyy predprinimatel foo",
    "non-profit": """
        ano foo | foo ngo | avtonomnaya nekommercheskaya organizatsiya foo | autonomous non profit organization foo
    """,
    "cooperative": "cooperative foo | kooperativ foo",
}
CONCEPTS = {
    "factory": "plant works factory zavod zavoda zavodom zavody fabrika fabryka gamykla usine werk tvornica",
    "bank": "bank banka banque banco masraf bankasi",
    "ministry": "ministry ministerstvo ministerstva ministerio vezarat wizarat bakanligi",
    "company": "company co kompaniya kompanii kompania compagnie sherkat sirketi",
    "university": "university univ universitet universiteta universidad daneshgah",
    "security": "security bezopasnosti byaspeki bezpeky seguridad guvenlik amniyat",
    "trade": "trade trading commercial torgovyy torgovaya handlowy ticaret tejarat bazargani",
    "research": "research scientific nauchno nauchnyy issledovatelskiy issledovatelskii issledovatelskij naukovo",
    "industry": "industry industries industrial promyshlennaya promyshlennost sanaye sanayi przemysl",
    "movement": "movement dvizhenie dvizheniya rukh harakat movimiento mouvement",
    "defence": "defence defense oborony abarony difa savunma",
    "shipping": "shipping sudokhodnaya sudohodnaya parokhodstvo keshtirani shpg",
    "organisation": "organisation organization organizatsiya arhanizatsyya sazman",
    "belarus": "belarus belarusian belarusi belaruski belorusskaya bielorussian belorussiya bialorus",
    "russia": "russia russian rossiya rossii rossiyskaya rossiiskoy rasii rosja russie",
    "iran": "iran iranian iranskiy",
    "minsk": "minsk minskiy minskaya minska",
    "moscow": "moscow moskva moskovskiy moskovskaya",
    "kazan": "kazan kazanskiy kazani",
}


def of(name: str) -> Reading:
    return read(name.split())


def core(name: str) -> list[str]:
    return [word.text for word in of(name).words if word.role == "core"]


def shared(name: str) -> list[str]:
    return [word.text for word in of(name).words if word.role in ("generic", "place")]


def spellings() -> Iterator[tuple[str, str]]:
    """Every spelling of the table that needs no neighbours and no ending, with its concepts."""
    section = ""
    text = resources.files("kronika.match.words").joinpath("orgwords.txt").read_text("utf-8")
    for line in text.replace("\n    ", " ").splitlines():
        if line.startswith("["):
            section = line[1:-1].split()[0]
        elif line and line[0] != "#" and section in ("generic", "place", "words"):
            concept, _, rest = line.partition(":")
            yield from ((concept, each) for each in rest.split(", ") if each and not set(each) & set("<>|?+^~"))


@pytest.mark.parametrize(
    ("form", "name"), [(form, name.strip()) for form, names in CLASSES.items() for name in names.split("|")]
)
def test_a_legal_form_is_known_in_any_language_and_leaves_the_name(form: str, name: str) -> None:
    reading = of(name)
    assert reading.forms == (form,)
    assert core(name) == ["foo"]
    assert shared(name) == []
    assert sum(word.weight for word in reading.words) == 1


@pytest.mark.parametrize(
    "name", ["foo as sahab", "kuo sa nostra", "let up music", "bar co op ag foo", "foo est bar", "jp ip kar"]
)
def test_a_form_that_is_also_a_word_counts_only_at_the_beginning_or_the_end(name: str) -> None:
    assert set(of(name).forms) <= {"cooperative"}


@pytest.mark.parametrize("name", ["foo sa iran", "foo ag ltd", "foo a s turkiye"])
def test_a_form_before_another_form_or_a_country_stands_at_the_end(name: str) -> None:
    assert core(name) == ["foo"]
    assert "joint-stock" in of(name).forms


def test_several_classes_are_given_once_each_in_their_order() -> None:
    assert of("ooo foo llc jsc").forms == ("limited", "joint-stock")


@pytest.mark.parametrize(("name", "left"), [("sia", ["sia"]), ("llc ltd", ["llc", "ltd"]), ("the and", ["the", "and"])])
def test_a_name_of_forms_or_small_words_alone_keeps_them(name: str, left: list[str]) -> None:
    assert core(name) == left
    assert of(name).forms == ()


def test_a_small_word_is_the_name_where_only_a_form_stands_beside_it() -> None:
    reading = read(["pao", "il"])
    assert [(word.text, word.role) for word in reading.words] == [("joint-stock", "form"), ("il", "core")]
    assert reading.forms == ("joint-stock",)


@pytest.mark.parametrize(
    ("concept", "word"), [(concept, word) for concept, words in CONCEPTS.items() for word in words.split()]
)
def test_a_shared_word_is_one_concept_in_every_language_case_and_romanisation(concept: str, word: str) -> None:
    found = read(["foo", word]).words[1]
    assert found.text == concept
    assert found.role in ("generic", "place")
    assert 0.15 <= found.weight <= 0.7
    assert found.initials == word[0]


def test_every_spelling_of_the_table_is_read_as_its_concept() -> None:
    found = {(concept, spelling): shared(spelling) for concept, spelling in spellings()}
    assert len(found) > 3_000
    assert {key: read for key, read in found.items() if read != key[0].split("+")} == {}


def test_a_spelling_of_two_concepts_is_refused() -> None:
    twice: list[orgwords._Given] = [(("foo", "bar"), "", (Word(text, "form", 0.0),)) for text in ("one", "other")]
    with pytest.raises(ValueError, match="«foo bar» is a spelling of two concepts"):
        orgwords._phrases(twice, lambda word: (word, None))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("minsk automobile plant ojsc", "oao minskiy avtomobilnyy zavod"),
        ("ministry of defence of the republic of belarus", "ministerstvo oborony respubliki belarus"),
        ("ministry of internal affairs of belarus", "ministerstva unutranykh sprau respubliki belarus"),
        ("joint stock company scientific production association foo", "ao npo foo"),
        ("research institute foo", "nauchno issledovatelskiy institut foo"),
        ("russian federation", "rossiyskoy federatsii"),
        ("aircraft repair plant foo", "foo aviaremontnyy zavod"),
        ("trade house foo", "torgovyy dom foo"),
        ("foo machine building plant", "foo mashinostroitelnyi zavod"),
        ("ministry of justice of the democratic peoples republic of korea", "dprk ministry of justice"),
        ("central bank of iran", "central bank of the islamic republic of iran"),
        ("plant named after v a ivanov", "zavod imeni v a ivanova"),
        ("plant named after dzerzhinskiy", "zavod im f e dzerzhinskogo"),
        ("jinchukou youxian gongsi foo", "foo import export co ltd"),
        ("da lian ke ji you xian gong si", "dalian technology co ltd"),
    ],
)
def test_two_languages_of_one_name_are_read_alike(left: str, right: str) -> None:
    assert sorted(core(left)) == sorted(core(right))
    assert sorted(shared(left)) == sorted(shared(right))


@pytest.mark.parametrize("word", ["gamma", "move", "sure", "core", "alibaba", "belavia", "zavodskov", "bankova1"])
def test_a_word_of_its_own_is_core_and_stays_as_it_came(word: str) -> None:
    assert read([word]).words == (Word(word, "core", 1.0, word[0]),)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("plant no 5", ("5",)),
        ("zavod nomer 05", ("5",)),
        ("zavod no5", ("5",)),
        ("325th plant", ("325",)),
        ("2 y zavod", ("2",)),
        ("15 go zavod", ("15",)),
        ("2nd brigade", ("2",)),
        ("first brigade", ("1",)),
        ("pervaya brigada", ("1",)),
        ("pervyy zavod", ("1",)),
        ("desyatyy zavod", ("10",)),
        ("ocean star ii", ("2",)),
        ("plant no v", ("5",)),
        ("brigade x", ("10",)),
        ("ik 2", ("2",)),
        ("foo 1998", ("1998",)),
        ("foo 7700000000123", ("7700000000123",)),
        ("foo 000", ("0",)),
        ("division 4 plant 7", ("4", "7")),
    ],
)
def test_a_number_is_known_as_digits_ordinals_words_and_roman_numbers(name: str, numbers: tuple[str, ...]) -> None:
    reading = of(name)
    assert reading.numbers == numbers
    assert all(word.weight >= 0.5 for word in reading.words if word.role == "number")
    assert not {"no", "y", "go", "nomer"} & set(core(name))


@pytest.mark.parametrize("name", ["v foo bar", "proekty v nauke", "malcolm x foo", "no limits", "vi foo", "foo s400"])
def test_what_only_looks_like_a_number_is_none(name: str) -> None:
    assert of(name).numbers == ()


def test_two_plants_differ_by_their_numbers_alone() -> None:
    assert of("plant no 5").words[:2] == of("plant no 7").words[:2]
    assert of("plant no 5").numbers != of("plant no 7").numbers


@pytest.mark.parametrize(
    "word", ["the", "of", "and", "for", "de", "la", "el", "i", "v", "na", "dlya", "und", "imeni", "al"]
)
def test_small_words_weigh_nothing(word: str) -> None:
    assert [each.role for each in read(["foo", word, "bar"]).words] == ["core", "small", "core"]


def test_letters_that_stand_apart_are_one_word() -> None:
    assert core("k g b foo") == ["kgb", "foo"]
    assert core("a and b trading") == ["ab"]
    assert shared("ministry u s a") == ["ministry", "united-states"]
    assert shared("n p o foo") == ["research", "production", "association"]


def test_initials_of_a_person_tell_little() -> None:
    assert core("zavod imeni akademika m f ivanova") == ["ivanov"]
    assert core("plant named after yu e ivanov") == ["ivanov"]
    assert core("branch of foo a b ivanov plant") == ["foo", "ivanov"]


def test_a_concept_given_twice_in_a_row_counts_once() -> None:
    assert shared("scientific research institute") == ["research", "institute"]
    assert shared("bank foo bank") == ["bank", "bank"]


def test_a_name_of_shared_words_alone_keeps_weight_to_compare() -> None:
    assert sum(word.weight for word in of("ministry of defence of the republic of belarus").words) > 1


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("iranian revolutionary guard corps", "irgc"),
        ("islamic revolutionary guard corps", "irgc"),
        ("oao minskiy avtomobilnyy zavod", "maz"),
        ("nii priborov i sistem", "niips"),
        ("nauchno issledovatelskiy institut priborov", "niip"),
        ("china national petroleum corporation", "cnpc"),
        ("komitet gosudarstvennoy bezopasnosti respubliki belarus", "kgbrb"),
        ("mv foo bar 2", "fb"),
        ("ooo foo", ""),
        ("", ""),
    ],
)
def test_an_acronym_takes_the_initials_that_were_written(name: str, letters: str) -> None:
    assert acronym(of(name).words) == letters


@pytest.mark.parametrize(
    "words",
    [
        [],
        [""],
        ["", "", ""],
        ["😀"],
        ["\x00", "\x1b["],
        ["a" * 10_000],
        list("a" * 10_000),
        ["company"] * 2_000,
        ["\ud800"],
        ["9" * 10_000],
        ["0" * 10_000 + "x"],
        ["٣"],
        ["завод"],
        ["зavod", "zавод"],
        ["imeni"],
        ["no"],
        ["named", "after", "the"],
    ],
    ids=ascii,
)
def test_bad_input_is_read_without_complaint(words: list[str]) -> None:
    reading = read(words)
    assert bool(reading.words) == any(words)
    assert isinstance(acronym(reading.words), str)


def test_a_word_too_long_for_the_table_is_core_and_not_remembered() -> None:
    before = orgwords._known.cache_info().currsize
    assert read(["x" * 5_000]).words[0].role == "core"
    assert orgwords._known.cache_info().currsize == before


SOME = "foo zavod of imeni no 5 ii v a b and ooo llc sa as s company you xian gong si republic belarus npo first 2nd"


@given(st.lists(st.sampled_from(SOME.split()) | st.text(max_size=6), max_size=12))
def test_any_words_give_weights_between_nothing_and_one(words: list[str]) -> None:
    reading = read(words)
    assert all(0 <= word.weight <= 1 for word in reading.words)
    assert bool(reading.words) == any(words)
    assert not reading.words or any(word.weight for word in reading.words)
    assert all((word.weight == 0) == (word.role in ("form", "small")) for word in reading.words)
    assert all(word.weight >= 0.15 for word in reading.words if word.role == "generic")
    assert reading == read(tuple(words))
