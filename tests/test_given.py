from __future__ import annotations

import re
import timeit
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from kronika.match.words import given

FULL, SHORT, COGNATE = given.FULL, given.SHORT, given.COGNATE
TABLE = resources.files("kronika.match.words").joinpath("givennames.txt").read_text("ascii").splitlines()
LINES = [line for line in TABLE if line[0] not in "#-"]


def ranks(left: str, right: str) -> tuple[int, int] | None:
    """The best ranks at which two words are in one class."""
    ours, theirs = dict(given.classes(left)), dict(given.classes(right))
    return min(((ours[n], theirs[n]) for n in ours.keys() & theirs.keys()), key=sum, default=None)


ONE_NAME = """
mikalai nikolay mykola nicholas mikalojus | siarhei sergey serhii serge sergejus syarhei siarhiej sierhiej |
ryhor grigory hryhorii gregory | yury iurii jury jerzy | heorhii georgy george giorgi heorhiy |
yauhen evgeny eugene yevhen jauhien ievgen | dzmitry dmitry dmytro dmitrij dzmitryi | ihar igor ihor |
aleh oleg oleh | vadzim vadim vadym | mikita nikita mykyta | ksenia aksana oksana xenia kseniya |
tatsiana tatiana tetiana tatyana tatjana | volha olga olha | hanna anna ganna | natallia natalia nataliia natalya |
aliaksandr alyaksandr aljaksandr aleksandr oleksandr alexander alexandros aleksandras iskandar |
uladzimir vladimir volodymyr wladimir | pavel paval pavlo paul | piotr pyotr petro peter petras |
stsiapan stepan stefan | yaraslau iaroslav jaroslaw | viachaslau vyacheslav viacheslau | katsiaryna ekaterina |
muhammad mohammed mohamad mehmet magomed mukhammad mamadou maxamed | ahmad akhmed ahmet |
hussein husayn hosein huseyn gusein hossain | ali aly | usman ousmane othman osman uthman |
abdulrahman abdelrahman abdurrahman abdoulrahmane abdirahman abdourahmane abdurakhman |
abdulaziz abdelaziz abdiaziz abdolaziz | nuruddin noureddine nureddin nooruddin nuriddin |
jamaluddin jamaleddine cemalettin jamoliddin | saifullah seifollah sayfulla | khalid khaled halit xalid kaled |
ibrahim ibrahima ebrahim ibragim | musa moussa | fatima fatemeh patimat fatoumata | zainab zeynep zaynab |
hovhannes ovanes | gevorg kevork | avraham abraham | yakau yakov jacob | joao | jose | kazimir kazimierz
"""


@pytest.mark.parametrize("forms", [each.split() for each in ONE_NAME.split("|")], ids=lambda forms: str(forms[0]))
def test_forms_of_one_name_in_several_languages_are_full_forms_of_one_class(forms: list[str]) -> None:
    assert [(form, ranks(forms[0], form)) for form in forms] == [(form, (FULL, FULL)) for form in forms]


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("bill", "william"), ("liam", "william"), ("bob", "robert"), ("betty", "elizabeth"), ("liz", "elizabeth"),
        ("pepe", "jose"), ("paco", "francisco"), ("pancho", "francisco"), ("sasha", "aliaksandr"),
        ("sasha", "aleksandra"), ("valya", "valentin"), ("valya", "valentina"), ("kolya", "mikalai"), ("wm", "william"),
        ("chas", "charles"), ("jas", "james"), ("beth", "elizabeth"), ("mohd", "muhammad"), ("md", "muhammad"),
        ("ma", "maria"), ("alex", "alexander"), ("abd", "abdullah"), ("kasia", "katarzyna"), ("ales", "aliaksandr"),
    ],
)  # fmt: skip
def test_a_nickname_or_an_abbreviation_is_a_weaker_form_of_the_name(short: str, full: str) -> None:
    assert ranks(short, full) in {(SHORT, FULL), (COGNATE, FULL), (FULL, COGNATE)}


@pytest.mark.parametrize(
    ("left", "right"),
    [("ivan", "john"), ("john", "juan"), ("jean", "ivan"), ("yury", "george"), ("ibrahim", "abraham"),
     ("musa", "moses"), ("miguel", "michael"), ("guillermo", "william"), ("yusuf", "joseph"), ("heinrich", "henry")],
)  # fmt: skip
def test_another_cultures_name_of_the_same_origin_is_a_weaker_cognate(left: str, right: str) -> None:
    found = ranks(left, right)
    assert found is not None
    assert max(found) == COGNATE


@pytest.mark.parametrize(
    ("left", "right"),
    [("ivan", "igor"), ("sergey", "stepan"), ("hasan", "hussein"), ("muhammad", "ahmad"), ("maria", "marina"),
     ("aleksandr", "aleksandra"), ("valery", "valeria"), ("karim", "rahim"), ("oleg", "olga"), ("yahor", "ihar")],
)  # fmt: skip
def test_different_names_share_no_class(left: str, right: str) -> None:
    assert ranks(left, right) is None


@pytest.mark.parametrize(
    "word",
    ["lukashenka", "ivanov", "petrenko", "kovalchuk", "smith", "garcia", "schmidt", "silva", "reyes", "laden", "mullah",
     "kowalski", "karimi", "khoury", "boyko", "yong", "nguyen", "xiaoping", "limited", "bank"],
)  # fmt: skip
def test_what_is_hardly_ever_a_given_name_is_in_no_class(word: str) -> None:
    assert given.classes(word) == ()


@pytest.mark.parametrize("ends", ["iy", "ij", "y", "i", "ii", "yi"])
def test_a_romanisation_that_the_table_does_not_hold_is_found_by_its_key(ends: str) -> None:
    assert ranks(f"gennad{ends}", "hienadz") == (FULL, FULL)
    assert ranks(f"anatol{ends}", "anatol") == (FULL, FULL)


def test_a_class_has_a_label_and_a_gender() -> None:
    (man, _), *_ = given.classes("grzegorz")
    assert given.label(man) in LINES[man - 1].split()
    assert given.gender(man) == "m"
    assert {given.gender(number) for number, _ in given.classes("svetlana")} == {"f"}
    assert "u" in {given.gender(number) for number, _ in given.classes("taylor")}
    with pytest.raises(IndexError):
        given.label(1 << 20)
    with pytest.raises(IndexError):
        given.gender(1 << 20)


FATHERS = """
aleksandr: aliaksandravich aliaksandrauna aleksandrovich aleksandrovna oleksandrovych oleksandrivna aleksandrowna
nikolai: mikalaevich mikalaeuna mikalaevna nikolaevich nikolaevna nikolayevich mykolaiovych mykolayovych mykolaivna
grigory: ryhoravich ryhorauna grigoryevich grigorievna hryhorovych hryhorivna hryhoriiovych
sergey: siarheevich siarheeuna sergeyevna sergeevich serhiiovych serhiyovych serhiivna syarheevich sergejevic
ilya: ilyich illich ilich illivna ilyinichna ilinichna
pavel: pavlovich pavlovna pavlavich paulavich pavlivna pawlowicz
lev: lvovich lvovna
petr: petrovich petrovna piatrovich piatrouna petrivna petrovitch
yakov: yakovlevich yakovlevna yakaulevich yakovych yakivna
mikhail: mihailovich mikhailavich mikhailauna mykhailovych mykhailivna
kuzma: kuzmich kuzminichna
foma: fomich fominichna
luka: lukich lukinichna
nikita: nikitich nikitichna mikitavich
uladzimir: uladzimiravich vladimirovna volodymyrovych volodymyrivna
yury: yurevich yuryevich yurievna yuriivna iurievich
andrei: andreevich andreyevna andriivna andriyovych
ali: alievich aliyevna
muhammad: magomedovich magomedovna
"""


@pytest.mark.parametrize("line", FATHERS.strip().splitlines(), ids=lambda line: str(line.partition(":")[0]))
def test_a_patronymic_tells_the_fathers_name_in_either_gender(line: str) -> None:
    name, _, words = line.partition(": ")
    expected = {number for number, rank in given.classes(name) if rank == FULL and given.gender(number) == "m"}
    found = {word: given.father(word) for word in words.split()}
    assert {word: form for word, (form, _) in found.items()} == dict.fromkeys(found, True)
    assert not {word for word, (_, fathers) in found.items() if not set(fathers) & expected}
    assert len({fathers for _, fathers in found.values()}) == 1


def test_a_patronymic_of_an_unknown_name_has_the_form_only() -> None:
    assert given.father("makavetravich") == (True, ())


def test_a_surname_on_ovic_or_owicz_has_the_form_too() -> None:
    assert given.father("petrovic")[0]
    assert given.father("stefanowicz") == given.father("stefanovich")
    assert given.father("stefanowicz")[1]


@pytest.mark.parametrize(
    "word", ["lukashenka", "mickevicius", "ivanov", "babich", "shauna", "ivich", "svetlana", "vich", "", "petr", "luna"]
)
def test_other_words_are_no_patronymics(word: str) -> None:
    assert given.father(word) == (False, ())


@pytest.mark.parametrize(
    ("woman", "man"),
    [
        ("ivanova", "ivanov"), ("kochanava", "kochanau"), ("kavaleva", "kavalev"), ("pushkina", "pushkin"),
        ("kovalskaya", "kovalski"), ("kovalskaia", "kovalski"), ("kovalskaja", "kovalski"), ("kowalska", "kowalski"),
        ("wysocka", "wysocki"), ("tolstaya", "tolsty"), ("kazlauskiene", "kazlauskas"), ("butkute", "butkus"),
        ("petrauskaite", "petrauskas"), ("jonaityte", "jonaitis"), ("galitsyna", "galitsyn"), ("nowakowa", "nowakow"),
    ],
)  # fmt: skip
def test_a_feminine_surname_has_a_masculine_form_by_rule(woman: str, man: str) -> None:
    assert given.feminine(woman) == man


@pytest.mark.parametrize("word", ["lukashenka", "ivanov", "kovalski", "nava", "ina", "makei", "zhuk", "a", ""])
def test_other_surnames_and_short_words_stay(word: str) -> None:
    assert given.feminine(word) == word


BAD = ["", " ", "🙂", "\x00", "\u200f", "a" * 10_000, "ab" * 5_000 + "ovich", "\ud800", "123", "12ovich", "іvаn",
       "ИВАН", "Ivan", "ivan petr", "|", "m:", "-:", "o'brien", "ivan\n"]  # fmt: skip


@pytest.mark.parametrize("word", BAD, ids=lambda word: repr(word)[:24])
def test_what_is_no_plain_word_is_no_name_and_stays_as_it_is(word: str) -> None:
    assert given.classes(word) == ()
    assert given.father(word) == (False, ())
    assert given.feminine(word) == word


@generated(st.text(max_size=40) | st.text("abdehiknorsuvyz", max_size=14))
def test_any_text_is_answered(word: str) -> None:
    found = given.classes(word)
    assert [rank for _, rank in found] == sorted(rank for _, rank in found)
    assert len({number for number, _ in found}) == len(found)
    form, fathers = given.father(word)
    assert form or not fathers
    assert given.feminine(given.feminine(word)) == given.feminine(given.feminine(given.feminine(word)))


def test_the_table_holds_well_over_a_thousand_classes_of_plain_words() -> None:
    assert len(LINES) > 1_200
    shape = re.compile(r"[mfuMFU]:(?: [a-z]+)+(?: \|(?: [a-z]+)*){0,2}")
    assert [line for line in LINES if not shape.fullmatch(line)] == []
    assert [line for line in TABLE if line[0] == "-" and not re.fullmatch(r"-:(?: [a-z]+)+", line)] == []


def test_no_line_of_the_table_holds_a_word_twice() -> None:
    twice = {word: line for line in LINES for word, n in Counter(re.findall("[a-z]+", line[2:])).items() if n > 1}
    assert twice == {}


def test_no_word_stands_both_in_a_class_and_among_the_words_of_none() -> None:
    none = {word for line in TABLE if line[0] == "-" for word in line.split()[1:]}
    assert none & {word for line in LINES for word in line[2:].split()} == set()


def test_every_word_of_the_table_is_found_at_its_rank() -> None:
    for number, line in enumerate(LINES, 1):
        for rank, part in enumerate(line[2:].split("|")):
            assert [word for word in part.split() if (number, rank) not in given.classes(word)] == []


def test_a_word_asked_for_again_is_answered_at_once() -> None:
    given.classes("aliaksandr")
    once = min(timeit.repeat(lambda: given.classes("aliaksandr"), number=1_000, repeat=5)) / 1_000
    assert once < 20e-6  # 0.2 µs on a quiet machine
