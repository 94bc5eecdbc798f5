from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.match.words import romanise
from kronika.match.words.romanise import words

PLAIN = re.compile("[a-z0-9]+")

LATIN = [
    ("Siarhei  Ramanau", "siarhei ramanau"),
    ("J.R. Smith-Jones, Jr.", "j r smith jones jr"),
    ("O'Brien & Sons (Minsk)/A_B", "obrien and sons minsk a b"),
    ("Mar’yan L´Estrange D`Arc Oʻzbek Ma‘n", "maryan lestrange darc ozbek man"),
    ("Straße 5, Café No\u0308el", "strasse 5 cafe noel"),
    ("Lukašenka Žižek Čapek", "lukashenka zhizhek chapek"),
    ("Łukasz Świętosławski Żółć", "lukasz swietoslawski zolc"),
    ("Đorđe Milošević", "djordje miloshevic"),
    ("Đặng Văn Đức", "dang van duc"),
    ("Gonçalves França", "gonsalves fransa"),
    ("Çelik Gökçay Paçacı Ağaoğlu İnönü", "chelik gokchay pachaci agaoglu inonu"),
    ("Mənsur Xəlilov", "mansur khalilov"),
    ("Țepeș Ştefan", "tsepesh shtefan"),
    ("Muḥammad ʿAbd al-Raḥmān Ḫālid", "muhammad abd al rahman khalid"),
    ("Jørgen Åse Þór Æsir Ñuñez", "jorgen ase thor aesir nunez"),
    ("Uładzimir Raŭkoŭ", "uladzimir raukou"),
    ("ＫＲＯＮＩＫＡ № ５ Ⅷ ﬁn", "kronika no 5 viii fin"),
]

CYRILLIC = [
    ("Сергей Иванович Горбачёв", "sergey ivanovich gorbachev"),
    ("Васильев Юрий Съедин Щукина", "vasilyev yuriy syedin shchukina"),
    ("В.И. Кузнецова-Ильина", "v i kuznetsova ilina"),
    ("Сяргей Лукашэнка Варанаў", "siarhei lukashenka varanau"),
    ("Уладзімір В'ячаслававіч", "uladzimir viachaslavavich"),
    ("Їжакевич Григорій", "yizhakevych hryhoriy"),
    ("Володимир Зеленський", "volodymyr zelenskyy"),
    ("Първанов Щерев", "parvanov shterev"),
    ("Ђорђе Милошевић Џевад", "djordje miloshevic dzhevad"),
    ("Қасым-Жомарт Тоқаев", "kasym jomart tokaev"),
    ("Эмомалӣ Раҳмон Ҷаббор", "emomali rahmon jabbor"),
    ("Завод №5 «Мотор»", "zavod no 5 motor"),
    ("Ѐѝ Ѣ Ѳ", "ei e f"),
]

OTHER = [
    ("Κυριάκος Παπανδρέου Ευάγγελος", "kyriakos papandreou evangelos"),
    ("Μπάμπης Ντόρας Αγγελής", "bampis doras angelis"),
    ("მიხეილ სააკაშვილი ჭავჭავაძე", "mikheil saakashvili chavchavadze"),
    ("Նիկոլ Փաշինյան Երևան Ոսկան Ուրիշ", "nikol pashinyan yerevan voskan urish"),
    ("בנימין נתניהו", "binyamin netanyahu"),
    ("פדרמן רגבים", "pederman regvim"),
    ("नरेन्द्र मोदी राहुल फ़ारूक़", "narendra modi rahul faruk"),
    ("வேலு முருகன்", "velu murukan"),
    ("মোহাম্মদ হাসান", "mohammad hasan"),
    ("ዐቢይ አህመድ", "abiy ahmed"),
    ("บริษัท ไทย จำกัด", "borisat thaiy chamkat"),
]

FAR_EAST = [
    ("习近平", "xi jin ping"),
    ("單小明", "shan xiao ming"),
    ("尉迟恭", "yuchi gong"),
    ("欧阳 修", "ouyang xiu"),
    ("小单", "xiao dan"),
    ("北京单元银行有限公司", "beijing dan yuan yin hang you xian gong si"),
    ("ABC中国", "abc zhong guo"),
    ("김정은", "kim jong un"),
    ("이 성계", "li song kye"),
    ("이진이", "li jin i"),
    ("리선권", "ri son kwon"),
    ("강철무역회사", "kang chol muyok hoesa"),
    ("シンゾウ きょうと とっきょ マッチ", "shinzo kyoto tokkyo matchi"),
    ("ジョー ファン ウィン ヴァン", "jo fan win van"),
    ("佐々木さん", "zuo zuo mu san"),
]

ARABIC = [
    ("محمد بن سلمان آل سعود", "mohammad bin salman al saud"),
    ("عبد الله العتيبي", "abdullah al otaibi"),
    ("عبد الرحمن عبدالكريم", "abdul rahman abdul karim"),
    ("أبو بكر إبراهيم أحمد", "abu bakr ibrahim ahmad"),
    ("مُحَمَّد ﻣﺤﻤﺪ محمـد", "mohammad mohammad mohammad"),
    ("فاطمة خالدة", "fatima khaleda"),
    ("نصر الله سيف الدين", "nasrallah saif al din"),
    ("والتجارة للتجارة", "wa al tijara lil tijara"),
    ("حسین", "hossein"),
    ("حسين", "hussein"),
    ("محمود احمدی\u200cنژاد", "mahmoud ahmadinejad"),
    ("علیرضا فخری زاده", "alireza fakhri zadeh"),
    ("حبیب الله نورالدین", "habibollah nouroddin"),
    ("وقار ڈار", "waqar dar"),
    ("دلشاد سروان", "dalshad sarwan"),
    ("۱۲ ٣", "12 3"),
]


@pytest.mark.parametrize(("name", "expected"), [*LATIN, *CYRILLIC, *OTHER, *FAR_EAST, *ARABIC])
def test_a_name_is_read_as_its_latin_words(name: str, expected: str) -> None:
    assert words(name) == expected.split()


@pytest.mark.parametrize(
    ("mixed", "expected"),
    [
        ("Вiктар Лукашэнка", "viktar lukashenka"),  # a Latin i
        ("ROMASHKІN", "romashkin"),  # a Cyrillic І
        ("Αlexander ΒΑNK", "alexander bank"),  # Greek capitals
        ("Aθήνα", "athina"),  # a Latin A
        ("Αлександр", "aleksandr"),  # a Greek Α among Cyrillic letters
        ("ԝһо аԁԁ", "who add"),  # letters of Kurdish and Komi
        ("Хамзат Аӏиев", "khamzat aiev"),  # the sign of Caucasian alphabets is no look-alike here
        ("Minsk Минск", "minsk minsk"),
    ],
)
def test_look_alikes_of_another_script_are_repaired_word_by_word(mixed: str, expected: str) -> None:
    assert words(mixed) == expected.split()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Пётр Семёнов", "Петр Семенов"),
        ("Горан Марковић Ђукић", "Goran Marković Đukić"),
        ("Янка Купала", "ЯНКА КУПАЛА"),
        ("И\u0306осиф Раманау\u0306", "Йосиф Раманаў"),
        ("على مصطفى", "علي مصطفي"),
        ("عبدالله", "عبد الله"),
        ("李明", "李\u200b明"),
    ],
)
def test_two_spellings_of_one_name_meet(left: str, right: str) -> None:
    assert words(left) == words(right)


@pytest.mark.parametrize(
    "nothing",
    ["", " ", "\t\r\n", "...", "😀👨\u200d👩\u200d👧", "\x00\x07\x7f", "\u200e\u200f\u202e\ufeff", "\ud800", "ь", "«»"],
)
def test_what_holds_no_letter_and_no_digit_has_no_words(nothing: str) -> None:
    assert words(nothing) == []


def test_invisible_and_control_characters_and_surrogates_vanish_inside_words() -> None:
    assert words("Ro\u00adma\u200bnau") == ["romanau"]
    assert words("Ro\x00ma\x07nau") == ["romanau"]
    assert words("\u202eRoma\ud800nau\udfff") == ["romanau"]
    assert words("Ромa\u2060нау") == ["romanau"]


def test_blanks_of_every_kind_part_words() -> None:
    assert words("a\tb\nc\u00a0d\u2003e\u3000f\x85g\x1fh") == list("abcdefgh")


def test_digits_alone_stay_as_they_are() -> None:
    assert words("007 1/2 ½ ①") == ["007", "1", "2", "1", "2", "1"]


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "Aа",
        "é ",
        "ال",
        "ا",
        "م",
        "وي",
        "عبد ",
        "习",
        "김",
        "क",
        "ב",
        "เก",
        "うぃ",
        "々",
        "a\u0301\u0327",
        "\ufdfa",
        "\ud800",
    ],
)
def test_a_hostile_text_of_100_kilobytes_is_read_and_not_remembered(unit: str) -> None:
    before = romanise._read.cache_info().currsize
    assert all(map(PLAIN.fullmatch, words(unit * (100_000 // len(unit)))))
    assert romanise._read.cache_info().currsize <= before + 9


SCRIPTS = (
    "abyzšđçəßабгеёіўїъьђқԁαυμβابتثوىيیکةهءلعאוײיבקनि्म़தเกอกիևუ김이각习单々あゃっうー\u0301\u064b'’-. &5１\u200c\ud800"
)


@given(st.text() | st.text(alphabet=SCRIPTS, max_size=30))
def test_any_text_gives_plain_words_that_read_as_themselves(text: str) -> None:
    found = words(text)
    assert all(map(PLAIN.fullmatch, found))
    assert [again for word in found for again in words(word)] == found


@given(st.text(alphabet=SCRIPTS, max_size=30))
def test_an_answer_does_not_depend_on_what_was_read_before(text: str) -> None:
    found = words(text)
    romanise._read.cache_clear()
    assert words(text) == found


def test_every_letter_of_the_tables_is_read_in_plain_letters() -> None:
    sections = romanise._sections()
    assert {"latin", "cyrillic", "arabic", "hebrew", "chinese", "surname"} <= set(sections)
    for table in sections.values():
        assert all(re.fullmatch("[a-z/-]*", reading) for reading in table.values())


def test_no_word_of_arabic_letters_has_two_readings() -> None:
    readings: dict[str, set[str]] = {}
    for word, reading in romanise._sections()["arabic"].items():
        readings.setdefault(word.translate(romanise._FOLDED), set()).add(reading)
    assert [word for word, found in readings.items() if len(found) > 1] == []
