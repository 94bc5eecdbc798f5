"""Names in cells: every shape below was met in a published list, with the names replaced by public or invented ones."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kronika.base import names
from kronika.base.namelists import LONGEST


def texts(cell: str) -> list[str]:
    return [cell[start:end] for start, end, _ in names.pieces(cell)]


def languages(cell: str) -> list[str]:
    return [language for _, _, language in names.pieces(cell)]


LISTS = {
    "semicolons": ("Ivan Petrov; Ivan Piatrou;\tJan Pietrow", ["Ivan Petrov", "Ivan Piatrou", "Jan Pietrow"]),
    "commas between names of two words": ("Ivan Petrov, Anna Kova", ["Ivan Petrov", "Anna Kova"]),
    "a comma between spellings of one word": ("Petrov, Petroff, Pietrov", ["Petrov", "Petroff", "Pietrov"]),
    "a comma where the script changes": ("Alfa, Альфа Плюс", ["Alfa", "Альфа Плюс"]),
    "a comma between acronyms": ("ABK, ABW", ["ABK", "ABW"]),
    "a comma after an acronym": (
        "GOKIP, Main Office for Combating Alphabets of the Republic",
        ["GOKIP", "Main Office for Combating Alphabets of the Republic"],
    ),
    "a comma between two legal forms": ("Alfa Trading LLC, OOO Betta", ["Alfa Trading LLC", "OOO Betta"]),
    "a comma before a legal form": ("Alfa Trading, LLC", ["Alfa Trading, LLC"]),
    "a comma before a Spanish legal form": ("Alfa, S.A. de C.V.; Beta, Inc.", ["Alfa, S.A. de C.V.", "Beta, Inc."]),
    "a comma before Ltd and one behind it": (
        "Dalfa Unitok Co., Ltd , Dalfa Unitek Co., Ltd",
        ["Dalfa Unitok Co., Ltd", "Dalfa Unitek Co., Ltd"],
    ),
    "a comma before a Russian legal form": ("Завод Альфа, АО; Бета, ООО", ["Завод Альфа, АО", "Бета, ООО"]),
    "a comma before the suffix of a name": ("John Smith, Jr.", ["John Smith, Jr."]),
    "a comma inside a name": (
        "Министерство образования, науки и молодежи",
        ["Министерство образования, науки и молодежи"],
    ),
    "a comma inside quotes": ("АО «Приборы, Сервис, Торговля»", ["АО «Приборы, Сервис, Торговля»"]),
    "a comma inside brackets": ("Alfa Bank (AB, Alfa)", ["Alfa Bank (AB, Alfa)"]),
    "last name, first name": ("Petrov, Ivan", ["Petrov, Ivan"]),
    "LAST NAME, first name": ("ABU PETROV, Ivan Pavlovich", ["ABU PETROV, Ivan Pavlovich"]),
    "last and first names in a list": (
        "Petrov, Ivan; Abu Petrov, Jan Pavel; Jan",
        ["Petrov, Ivan", "Abu Petrov, Jan Pavel", "Jan"],
    ),
    "the first names of one surname": ("Aleh, Oleh PETROV", ["Aleh, Oleh PETROV"]),
    "facts about a person": ("Jan Petrov, born 1 Jan. 1953, Minsk", ["Jan Petrov, born 1 Jan. 1953, Minsk"]),
    "a slash between whole names": (
        "Олег Иванович КОВАЛЬ / Олег Iванович КОВАЛЬ",
        ["Олег Иванович КОВАЛЬ", "Олег Iванович КОВАЛЬ"],
    ),
    "a slash between English and French": (
        "Central Bank of Alfa/Banque centrale d'Alfa",
        ["Central Bank of Alfa", "Banque centrale d'Alfa"],
    ),
    "a slash inside a name": (
        "Front for the Conquest of Syria/the Levant",
        ["Front for the Conquest of Syria/the Levant"],
    ),
    "a slash in a number": ("Alfa-132/1", ["Alfa-132/1"]),
    "an English «or» between Cyrillic names": ("ОАО Гамма or Российская гамма", ["ОАО Гамма", "Российская гамма"]),
    "«or» between whole names": (
        "Anna Ivanova Kova or Hanna Ivanova Kava",
        ["Anna Ivanova Kova", "Hanna Ivanova Kava"],
    ),
    "«or» inside a name": ("Office or Headquarters for Virtue", ["Office or Headquarters for Virtue"]),
    "«and» at the end of a list": (
        "Ivan Petrov, Иван Петров and Iван Петров",
        ["Ivan Petrov", "Иван Петров", "Iван Петров"],
    ),
    "«and» inside a name": (
        "Ministry of Roads and Urban Development; MRUD",
        ["Ministry of Roads and Urban Development", "MRUD"],
    ),
    "a line break that wraps a name": ("Ivan\n   Petrov, Jan\nPetrov", ["Ivan\n   Petrov", "Jan\nPetrov"]),
    "a line break before another script": ("Alfa Beta\nАльфа Бета", ["Alfa Beta", "Альфа Бета"]),
    "a line break behind a comma": ("Alfa Trading Ltd.,\nAlfa Trade Ltd.", ["Alfa Trading Ltd.", "Alfa Trade Ltd."]),
    "letters that enumerate": ("a) Ivan Petrov b) Jan Petrov", ["Ivan Petrov", "Jan Petrov"]),
    "letters in brackets that enumerate": ("AAA; (b)Ivan Petrov; (c) Jan", ["AAA", "Ivan Petrov", "Jan"]),
    "one letter in brackets": ("Alfa (b) Beta", ["Alfa (b) Beta"]),
    "a.k.a.": ("Ivan Petrov a.k.a. Jan Petrov", ["Ivan Petrov", "Jan Petrov"]),
    "the labels of alias quality": ("Good quality a.k.a.: Jan; low quality a.k.a. Vanya", ["Jan", "Vanya"]),
    "f.k.a. and its colon": ("f.k.a.: Alfa Bank; f.k.a.: AB", ["Alfa Bank", "AB"]),
    "initials that look like a label": ("K.A. Petrov Institute; A.K. Alfa", ["K.A. Petrov Institute", "A.K. Alfa"]),
    "a bracket that was never closed": ("(Иван Петров / Iван Петров", ["Иван Петров", "Iван Петров"]),
    "a bracket around the whole": ("(Rosalfabank)", ["Rosalfabank"]),
    "a value quoted as in CSV": ('"Alfa (АО ""Бета""; x)"; Gamma', ['Alfa (АО ""Бета""; x)', "Gamma"]),
    "a legal form alone": ("Open Joint Stock Company; ‘Alfa’", ["‘Alfa’"]),
    "nothing": (" ; , (", []),
}


@pytest.mark.parametrize(("cell", "expected"), LISTS.values(), ids=LISTS)
def test_a_list_of_names_falls_into_its_names(cell: str, expected: list[str]) -> None:
    assert texts(cell) == expected


LABELS = {
    "two labels": ("Ivan, Belarusian: Іван, Russian: Иван", ["", "bel", "rus"]),
    "a label and a semicolon": ("Russian: Иван; Belarussian: Іван; Jan", ["rus", "bel", ""]),
    "a list behind a label": ("Russian: Иван Петров, Ваня Петров", ["rus", "rus"]),
    "another script behind a label": ("Russian: Иван Петров, Ivan Petrov", ["rus", ""]),
    "a slash behind a label": ("Russian: Иван Петров/ Iван Пятроў", ["rus", ""]),
    "a label without a comma before it": ("Jan Petrov    Arabic:يان بتروف", ["", "ara"]),
    "a label with words": ("Ivan; in Russian: Иван", ["", "rus"]),
    "a label in brackets": ("Ivan Petrov (Russian: Иван Петров); Jan", ["", "rus", ""]),
    "a label in brackets that are not closed": ("Банк) (Russian: Открытый банк", ["", "rus"]),
    "the words «original script»": ("Ivan (original script: Иван)", ["", ""]),
    "a label for what follows the semicolon": ("Chinese:; Text of image; 瑞丰新材; Ruifeng", ["zho", ""]),
    "a short Russian label": ("Анатолий Иванов / укр. Анатолiй Iванов", ["", "ukr"]),
}


@pytest.mark.parametrize(("cell", "expected"), LABELS.values(), ids=LABELS)
def test_a_label_states_the_language_and_is_no_part_of_the_name(cell: str, expected: list[str]) -> None:
    assert languages(cell) == expected
    assert not any(":" in text or "(" in text for text in texts(cell))


PEOPLE = {
    "another spelling in brackets": (
        "Alexander (Alexandr) Grigorievich LUKASHENKO",
        ["Alexander Grigorievich LUKASHENKO", "Alexandr Grigorievich LUKASHENKO"],
    ),
    "the Belarusian form in brackets": ("Dzmitry (Zmitser) Kova", ["Dzmitry Kova", "Zmitser Kova"]),
    "a.k.a. in brackets": (
        "Suhayl (a.k.a. Sohail, Suheil) ALFA",
        ["Suhayl ALFA", "Sohail ALFA", "Suheil ALFA"],
    ),
    "two brackets": (
        "Yahya (a.k.a. Yehya) IVANOV (Ivanoff)",
        ["Yahya IVANOV", "Yahya Ivanoff", "Yehya IVANOV", "Yehya Ivanoff"],
    ),
    "two brackets of one word": (
        "Pavel Evgenievich (Evgenyevich) (Yevgenyevich) KOVA",
        ["Pavel Evgenievich KOVA", "Pavel Evgenyevich KOVA", "Pavel Yevgenyevich KOVA"],
    ),
    "a second surname beside a patronymic": (
        "Anna Ivanovna PETROVA (KOVA)",
        ["Anna Ivanovna PETROVA", "Anna Ivanovna KOVA"],
    ),
    "a second surname that comes first": (
        "PETROVA (Kova) Anna Ivanovna",
        ["PETROVA Anna Ivanovna", "Kova Anna Ivanovna"],
    ),
    "a whole name in brackets": (
        "Dmitri Valerievich PETROV (Dmitriy Valeriyevich PETROV)",
        ["Dmitri Valerievich PETROV", "Dmitriy Valeriyevich PETROV"],
    ),
    "the original script in brackets": (
        "Vladimir Vladimirovich PUTIN (Владимир Владимирович ПУТИН)",
        ["Vladimir Vladimirovich PUTIN", "Владимир Владимирович ПУТИН"],
    ),
    "a label in brackets": ("Jan PETROV (Russian:Ян ПЕТРОВ)", ["Jan PETROV", "Ян ПЕТРОВ"]),
    "Chinese in brackets": ("Li Keqiang (李克强)", ["Li Keqiang", "李克强"]),
    "one word in another script": ("Issam (عصام) ALFA", ["Issam ALFA"]),
    "a nickname": ("Jan Ivanovich PETROV (a.k.a. Abwehr)", ["Jan Ivanovich PETROV", "Abwehr"]),
    "another script behind the bracket": (
        "Hani ALFA (Hany ALFA, Heni ALFA) – هاني الفا",
        ["Hani ALFA", "Hany ALFA", "Heni ALFA", "هاني الفا"],
    ),
    "a slash": ("Mikalai Mikalaevich VARABEI/VERABEI", ["Mikalai Mikalaevich VARABEI", "Mikalai Mikalaevich VERABEI"]),
    "slashes and «or»": (
        "Aleksander/ Aleksandr or Alexander /Alexandr Ivanovich Kova",
        [f"{given} Ivanovich Kova" for given in ("Aleksander", "Aleksandr", "Alexander", "Alexandr")],
    ),
    "a slash in the middle": ("Ivan Petrovich/Piatrovich Kova", ["Ivan Petrovich Kova", "Ivan Piatrovich Kova"]),
    "a slash between whole names": (
        "Юрий Иванович КОВА/Юрiй Iванович КОВА",
        ["Юрий Иванович КОВА", "Юрiй Iванович КОВА"],
    ),
    "«or» between surnames": ("Ян Цивилев, or Цивилёв", ["Ян Цивилев", "Ян Цивилёв"]),
    "a slash that leads nowhere": ("Anna Ivanovna KOVA/", ["Anna Ivanovna KOVA"]),
    "a birth name": ("Valentina Ivanova MATVIYENKO (born TYUTINA)", ["Valentina Ivanova MATVIYENKO"]),
    "a birth name in Russian": ("Анна Кова (фамилия при рождении Ткач)", ["Анна Кова"]),
    "née": ("Anna KOVA (née IVANOVA)", ["Anna KOVA"]),
    "a remark on the listing": ("Jan Petrov (previously listed as)", ["Jan Petrov"]),
    "a death": ("Jan Petrov (deceased)", ["Jan Petrov"]),
    "a birth date": ("Jan Petrov (d.o.b. 1944)", ["Jan Petrov"]),
    "a nested remark": ("Anna KOVA (born ERMAK (YERMAK))", ["Anna KOVA"]),
    "an office": ("Jan Petrov (Minister of Higher Education)", ["Jan Petrov"]),
    "white space": ("  Jan \n  Petrov ", ["Jan Petrov"]),
}


@pytest.mark.parametrize(("printed", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_a_persons_printed_name_stands_for_these_forms(printed: str, expected: list[str]) -> None:
    assert names.variants(printed, person=True) == expected


@pytest.mark.parametrize(
    "printed",
    [
        "(Sheikh) Jan Petrov",
        "MOSTAFAVI (Hojjatoleslam) Ali",
        "Jan (alias Toumba) PETROV",
        "Jan Petrov (Central Committee Secretariat)",
        "Jan Petrov (devil)",
        "Jan PETROV) (a.k.a. Igor KOVA",
        "Jan s/o Ivan Petrov",
        "Jan PETROV known as ‘The Tiger’ (a.k.a. Jane)",
        "Nikolay or Nikolai / Vasilievich or Vasilyevich Kova",
        "Kova, Jan (Petrov), Ivan",
        "Jan (Ян Петров) Petrov Ivan",
    ],
)
def test_a_persons_name_that_is_not_certain_stays_as_printed(printed: str) -> None:
    assert names.variants(printed, person=True) == [printed]


COMPANIES = {
    "an acronym": ("Main Office for Alphabets Corporation (GOKIP)", "GOKIP"),
    "an acronym in a text of capitals": ("ALFA FOREIGN INVESTMENT COMPANY (AFIC)", "AFIC"),
    "an acronym with a legal form": ("Alfa Design Bureau (ADB JSC)", "ADB JSC"),
    "the short form": ('закрытое акционерное общество "МТБанк" (ЗАО "МТБанк")', 'ЗАО "МТБанк"'),
    "the short form without quotes": ("Общество Нордальфа (ООО Нордальфа)", "ООО Нордальфа"),
    "nested quotes": ("Концерн «Завод «Альфа» (АО «Концерн «Альфа»)", "АО «Концерн «Альфа»"),
    "another script": ("PJSC Alfa (ПАО Альфа)", "ПАО Альфа"),
    "also known as": ("Alfa Plant LLC (also known as Alfa Works)", "Alfa Works"),
    "an acronym written out": ("ESNAK (Electric Supplier of Nakhodka)", "Electric Supplier of Nakhodka"),
    "a slash": ("Sohralfa Group / Sohralfa LLC", "Sohralfa LLC"),
    "a slash and French": ("Alfa Army Command/Commandement de l'armée d'Alfa", "Commandement de l'armée d'Alfa"),
    "a slash and another script": ("Stroyalfa/Стройальфа", "Стройальфа"),
}


@pytest.mark.parametrize(("printed", "other"), COMPANIES.values(), ids=COMPANIES)
def test_an_organisations_printed_name_holds_another(printed: str, other: str) -> None:
    main, *others = names.variants(printed, person=False)
    assert others == [other]
    assert printed.startswith(main)
    assert "(" not in main


def test_an_organisations_former_name_is_no_variant() -> None:
    assert names.variants("Alfa JSC (formerly “Highland Gold”)", person=False) == ["Alfa JSC"]


@pytest.mark.parametrize(
    "printed",
    [
        "Myanmar Ar (Power) Construction Services",
        "Alfa Holdings (Private) Limited",
        "Alfa Holdings (Pvt.)",
        "Alfa Bank (Belarus)",
        "Alfa Company (in liquidation)",
        "Alfa Trading (HK)",
        "ALFA BANK (PAKISTAN)",
        "Alfa Bank (Public Joint-Stock Company)",
        "Alfa Bank (JSC)",
        "Alfa Institute (National Research University)",
        "Alfa Institute of Physics - Russian Academy of Sciences (RAS)",
        "Alfa Institute (AI) of the Academy of Sciences (AS)",
        "Alfa Plant (also known as Alfa and Beta)",
        "Lord's Resistance Movement/Army",
        "The Organization Base of Jihad/Country of the Two Rivers",
        "Import/Export Alfa",
        "Ministry of Roads and Urban Development",
        "Общество «Инеко» (ООО «Инеко»",
        "Банк (акционерное общество)",
        "APT99 (Advanced Persistent Threat)",
    ],
)
def test_an_organisations_name_that_is_not_certain_stays_as_printed(printed: str) -> None:
    assert names.variants(printed, person=False) == [printed]


def test_quotes_doubled_as_in_csv_are_single_in_the_main_form() -> None:
    assert names.variants('"АО ""Альфа"" и ""Бета"""', person=False) == ['АО "Альфа" и "Бета"']
    assert names.variants('АО ""Альфа""', person=False) == ['АО "Альфа"']


def test_at_most_eight_forms_are_stated_and_none_of_too_many_combinations() -> None:
    many = "Khalil (a.k.a. Khalid, Khaleel, Khalill) Hasan (a.k.a. Hassan, Hasen, Hason) Petrov"
    assert len(names.variants(many, person=True)) == 8
    endless = "Ivan/Iwan Petr/Piotr Kova/Kawa Maks/Makz Oleg/Olek Yuri/Juri Anna/Hanna Lena/Lenna Timo/Tymo"
    assert names.variants(endless, person=True) == [endless]


def test_a_cell_longer_than_any_name_stays_whole() -> None:
    cell = "Ivan Petrov; " * LONGEST
    assert names.pieces(cell) == [(0, len(cell) - 1, "")]
    assert names.variants(cell + " (x)", person=True) == [" ".join((cell + " (x)").split())]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("LUKASHENKO, Aleksandr", "Aleksandr Lukashenko"),
        ("Вiктар Лукашэнка", "ВІКТАР ЛУКАШЭНКА"),
        ("ROMASHKІN", "Romashkin"),
        ("Аляĸсандр", "Аляксандр"),
        ("Семён Пётр", "Семен Петр"),
        ("José Muñoz", "jose munoz"),
        ("O’Brien", "O'Brien"),
        ("ДАР'Я", "Даря"),
        ("Al-Assad", "AL ASSAD"),
        ("ﻋﺒﺪ اﻟﻌﺎﻟﻲ", "عبد العالي"),
        ("Ｓｔｒａｓｓｅ Łódź", "Straße Lodz"),
        ("Бра\u0301тко", "Братко"),
        ("можа\u0306 й", "МОЖА Й"),
        ("хами\u200cд", "хамид"),
    ],
)
def test_folding_makes_these_the_same(left: str, right: str) -> None:
    assert names.fold(left) == names.fold(right)


@pytest.mark.parametrize(("left", "right"), [("Кий", "Кии"), ("Воўк", "Воук"), ("Київ", "Киів"), ("AO", "АО")])
def test_folding_keeps_these_apart(left: str, right: str) -> None:
    assert names.fold(left) != names.fold(right)


CELLS = st.text(alphabet=st.sampled_from('ab AB. ,;/()"«»\n-:Яяі1مه李')) | st.text()
WORDS = st.lists(
    st.sampled_from(["Ivan", "Иван", "(", ")", "/", "or", "and", ",", ";", "LLC", "a.k.a.", "Russian:", '"', "\n"])
)


@given(CELLS | WORDS.map(" ".join))
@example("(Russian: Иван (b) c) a) b) (Russian: Иван)")
def test_spans_lie_in_order_inside_the_cell(cell: str) -> None:
    at = 0
    for start, end, language in names.pieces(cell):
        assert at <= start < end <= len(cell)
        assert cell[start:end] == cell[start:end].strip()
        assert language == "" or len(language) == 3
        at = end


@given(CELLS | WORDS.map(" ".join), st.booleans())
def test_a_printed_name_has_one_to_eight_different_forms(text: str, person: bool) -> None:
    forms = names.variants(text, person=person)
    assert 1 <= len(forms) == len(set(forms)) <= 8
    assert all(forms) or not text.strip()
    assert all(form == " ".join(form.split()) for form in forms)


@given(CELLS)
def test_plain_names_are_left_alone(text: str) -> None:
    plain = "".join(c for c in text if c.isalpha() or c == " ").strip()
    if plain and not {"or", "and", "et", "aka"} & set(plain.split()):
        assert names.variants(plain, person=True) == names.variants(plain, person=False) == [" ".join(plain.split())]


@given(st.text() | CELLS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


@given(st.lists(st.text()).flatmap(lambda words: st.tuples(st.just(words), st.permutations(words))))
def test_folding_knows_no_order(pair: tuple[list[str], list[str]]) -> None:
    left, right = pair
    assert names.fold(" ".join(left)) == names.fold(" ".join(right))
