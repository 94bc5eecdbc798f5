"""Names of any script as Latin words: the first step of the matcher, called for every name of every query.

A reading is chosen so that the romanisations of one name meet: where a letter is read in several ways (ё is e or yo),
the one that most lists print; what is left is a matter of letter costs in later steps. Scripts that write no vowels
are read with a table of frequent name words and, for other words, by a rule that puts in the likeliest vowels. Letters
and words stand in `romanise.txt`; a script that has no rules here is left to the library anyascii.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources

from kronika.base import namewords, scripts


def _rules(*pairs: tuple[str, str]) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), reading) for pattern, reading in pairs]


def _ruled(word: str, rules: list[tuple[re.Pattern[str], str]]) -> str:
    for pattern, reading in rules:
        word = pattern.sub(reading, word)
    return word


_LONGEST = 64  # letters of a word that is worth remembering; hostile ones would fill the memory
_APOSTROPHES = frozenset("'`´’‘‛ʼʻʽʾʿˈʹʺ′՚׳״")
_SILENT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f]"
)
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_ASCII |= {code: "" for code in [*range(32), 127, *b"'`"] if not chr(code).isspace()}


class _Clean(dict[int, str]):
    """What becomes of each character before a text is parted into words; grows with use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = "" if char in _APOSTROPHES else "".join(map(_cleaned, unicodedata.normalize("NFKC", char)))
        return self[code]


def _cleaned(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs") or char in _APOSTROPHES or _SILENT.match(char):
        return " " if char.isspace() else ""
    if category[0] == "N":
        return str(unicodedata.digit(char, char if category == "Nl" else " "))
    return char.lower() if category[0] in "LM" else " "


_CLEAN = _Clean({ord("№"): " no ", ord("&"): " and ", ord("＆"): " and "})

# Look-alikes, in words of Latin letters, from outside the Cyrillic alphabets that namewords repairs.
_LIKE_LATIN = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχϲϳԁԛԝӏӀհոսօ", "ABEZHIKMNOPTYXaikvopuxcjdqwlIhnuo")
_LIKE_GREEK = str.maketrans("ABEHIKMNOPTXYZaikopvx", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖαικορνχ")
_STRANGE = re.compile("[Ͱ-ϿԁԛԝӏӀհոսօ]")
_GREEK_LETTER, _LATIN_LETTER, _OTHER_LETTER = map(re.compile, ("[Ͱ-Ͽ]", "[A-Za-z]", "[A-Za-zЀ-ӿ]"))

_NOT_PERSIAN = "يكةٹڈڑںےھټډړښځڅڼېۍ"
_HINTS = re.compile(f"[сц]ьк(?=ий)|ъ(?![еёюя])|[иэыщ\u0450-\u052f]|[پچژگیک{_NOT_PERSIAN}]|[ぁ-ヿ]")
"""Letters that tell languages of one script apart. Pashto and Urdu are read as Arabic, which is nearer than Persian."""
_NATIVE = {"asian": "қғҳҷӣӯәңөұүһ", "srp": "ђјљњћџѓќѕ", "bul": "ъ"}

_AZERI = str.maketrans({"x": "kh", "q": "g", "c": "j"})
_FRENCH = re.compile("(?<=[nraeiouáéíóúâêôãõ])ç(?=[aouãõáóúâêô])")  # and Portuguese: Gonçalves, not Akça
_TURKISH, _SLAVIC = re.compile("[ğışəöü]"), re.compile("[šćčž]|[^đ]đ")  # Vietnamese đ only begins words
_HUSHED = re.compile("(?<=[жшчщ])ё")
_IOTATED = re.compile("(?:^|(?<=[аеёиоуыэюяіїєьъ]))[ёюяєї]|(?<=[ьъ])е")
_GREEK_PAIRS = _rules(
    ("ου", "ou"),
    ("^μπ", "b"),
    ("^ντ", "d"),
    ("γ(?=[γκξχ])", "n"),
    ("(?<=[αεη])υ(?=[αεηιοωβγδζλμνρ])", "v"),
    ("(?<=[αεη])υ", "f"),
)
_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_SMALL = dict(zip("ぁぃぅぇぉゃゅょ", "aiueoauo", strict=True))

# Abjads. The spelling habits of languages that use Arabic letters, and Hebrew letters as Arabic ones. In a skeleton a
# Latin small letter is a vowel; all else is a consonant that is spelt in Latin at the end.
_FOLDED = str.maketrans("أإآٱىیېۍئےێۓؤۆۇۋةہھۀەۂکڪګټٹډڈړڑڕڼںڵ", "ااااييييييييووووههههههككگتتددرررننل", "ء")
_LONG = str.maketrans("اأآٱةەإێؤۆءئ", "aaaaaaiiuuعع")
_HEBREW = str.maketrans("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "aبگدهوزحطيكخلممننسعپفصصقرشت")
_SEMIVOWELS = _rules(
    ("(?<=[^aeiu])ه$", "ہ"),  # the ending -a or -eh
    ("^aو(?=[^aeiu])", "u"),
    ("^aي(?=[^aeiu])", "i"),
    ("(?<=[^aeiu])وي$", "aۋi"),
    ("و(?=[aeiu])|^و|(?<=[aeiu])و", "ۋ"),
    ("(?<=[^aeiu])ي(?=[aeiu])", "iy"),
    ("(?<=a)ي$", "i"),
    ("ي(?=[aeiu])|^ي|(?<=[aeiu])ي", "y"),
    ("و(?=ي)", "ۋ"),
    ("ي(?=و)", "y"),
    ("و+", "u"),
    ("ي+", "i"),
    (r"([aeiu])\1+", r"\1"),
)


def words(text: str) -> list[str]:
    """The words of a name in any script in their order, each of the letters a to z and the digits 0 to 9.

    Punctuation parts words, apostrophes and invisible characters vanish, «&» is the word `and`, «J.R.» two words. A
    word that mixes Latin, Cyrillic or Greek letters is read in the script that its look-alikes leave. The language of
    Cyrillic and Arabic letters is judged from the whole name. Chinese and Korean give one word a character, except
    for Chinese surnames of two characters, well-known places and common Korean words of organisations; a surname is
    looked for where a short name begins. Empty for a text without letters and digits; never raises.
    """
    if text.isascii():
        return (text.replace("&", " and ") if "&" in text else text).translate(_ASCII).split()
    clean = namewords.repair(_one_script(_composed(text))).lower().translate(_CLEAN)
    if " ال" in clean:
        clean = clean.replace("عبد ال", "عبدال").replace(" الله", "الله")
    hints = _HINTS.findall(clean)
    tongue = _tongue(frozenset(hints)) if hints else ""
    found: list[str] = []
    for part in clean.split():
        if part.isascii():
            found.append(part)
        elif len(part) > _LONGEST:
            found += _read.__wrapped__(part, tongue, surname=False)
        else:
            found += _read(part, tongue, part >= "⺀" and not found and len(part) < 5 and len(clean) < 7)
    return found


def _composed(text: str) -> str:
    """The text in Unicode's NFC, in slices: to sort the marks of one letter takes quadratic time."""
    if len(text) > 256:
        return "".join(unicodedata.normalize("NFC", text[at : at + 256]) for at in range(0, len(text), 256))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _one_script(text: str) -> str:
    if not _STRANGE.search(text) or not _OTHER_LETTER.search(text):
        return text
    return re.sub(r"\w+", lambda word: _unmixed(word[0]), text)


def _unmixed(word: str) -> str:
    greek = _GREEK_LETTER.search(word)
    if not (_OTHER_LETTER if greek else _LATIN_LETTER).search(word):
        return word
    latin = word.translate(_LIKE_LATIN)
    return word.translate(_LIKE_GREEK) if greek and _GREEK_LETTER.search(latin) else latin


@lru_cache(maxsize=1 << 12)
def _tongue(hints: frozenset[str]) -> str:
    """The language that the telling letters of a name show: one that has a table or rules of its own, or empty."""
    last = max(hints)
    if last >= "ぁ":
        return "jpn"
    if last >= "ة":
        return "" if hints & set(_NOT_PERSIAN) else "fas"
    if not hints.isdisjoint(("ськ", "цьк")):
        return "ukr"
    for tongue, letters in _NATIVE.items():
        if not hints.isdisjoint(letters):
            return tongue
    return scripts.language("".join(sorted(hints))) or ("bel" if "і" in hints else "")


@lru_cache(maxsize=1 << 15)
def _read(part: str, tongue: str, surname: bool) -> tuple[str, ...]:
    """The words of what stands between two blanks; whether it may be a surname of characters."""
    pieces = []
    for run in _RUNS.finditer(part):
        reader = _READERS.get(run.lastgroup or "", _anyascii)
        pieces.append(reader(run[0], tongue, surname and not run.start()))
    return tuple(_OUTSIDE.sub("", "".join(pieces).lower()).split())


@cache
def _sections() -> dict[str, dict[str, str]]:
    """The tables of `romanise.txt`: section → what is read → its readings."""
    sections: dict[str, dict[str, str]] = {}
    text = resources.files("kronika.match.words").joinpath("romanise.txt").read_text(encoding="utf-8")
    table, reading = sections.setdefault("", {}), ""
    for line in text.splitlines():
        if line.startswith("["):
            table = sections.setdefault(line.strip("[]"), {})
        for token in [] if line.startswith(("#", "[")) else line.split():
            if token.isascii():
                reading = token.strip("-")
            else:
                table[token] = reading
    return sections


@cache
def _table(name: str, variant: int = 0) -> dict[str, str]:
    """A section in one variant of its readings, the words of Arabic letters folded."""
    section = _sections()[name].items()
    return {word.translate(_FOLDED): (reading.split("/") * 3)[variant] for word, reading in section}


@cache
def _letters(*names: str, variant: int = 0) -> dict[int, str]:
    """Sections of letters as one table for str.translate, later ones before earlier."""
    return {
        ord(letter): (reading.split("/") + [reading.split("/")[-1]] * 2)[variant]
        for name in names
        for letter, reading in _sections().get(name, {}).items()
    }


def _anyascii(text: str, tongue: str = "", surname: bool = False) -> str:
    if text.isascii():
        return text
    from anyascii import anyascii

    return anyascii(text)


def _unmarked(word: str) -> str:
    return word if word.isascii() else _SILENT.sub("", unicodedata.normalize("NFD", word))


def _latin(word: str, tongue: str, surname: bool) -> str:
    if "ə" in word:
        word = word.translate(_AZERI)
    if "ç" in word and not _TURKISH.search(word):
        word = _FRENCH.sub("s", word)
    if "đ" in word and _SLAVIC.search(word):
        word = word.replace("đ", "dj")
    return _anyascii(_unmarked(word.translate(_letters("latin"))))


def _cyrillic(word: str, tongue: str, surname: bool) -> str:
    """In the tables a capital is a letter at the beginning, after a vowel or a sign."""
    word = _IOTATED.sub(lambda letter: letter[0].upper(), _HUSHED.sub("е", word))
    return _anyascii(word.translate(_letters("cyrillic", tongue)))


def _greek(word: str, tongue: str, surname: bool) -> str:
    return _anyascii(_ruled(_unmarked(word), _GREEK_PAIRS).translate(_letters("greek")))


def _armenian(word: str, tongue: str, surname: bool) -> str:
    return _anyascii(re.sub("^ո(?!ւ)", "vo", re.sub("^ե", "ye", word)).replace("ու", "u").replace("եւ", "ev"))


def _thai(word: str, tongue: str, surname: bool) -> str:
    """Thai and Lao write some vowels before the consonant that they follow; อ is the sign of no consonant."""
    for known, reading in _table("thai").items():
        word = word.replace(known, f" {reading} ")
    return _anyascii(re.sub("([เแโใไເແໂໃໄ])(.)", r"\2\1", word).replace("ํา", "am")).replace("oe", "e")


def _indic(word: str, tongue: str, surname: bool) -> str:
    """Nine Indic scripts have the same letter at the same place of their block of 128: all are read as Devanagari."""
    northern = word[0] < "\u0b80"  # where a vowel a is not written, the southern languages still speak it
    signs, letters = _table("indic signs"), _table("indic")
    spelt, bare = "", False
    for letter in (chr(0x900 + ord(letter) % 0x80) for letter in word):
        if letter == "\u093c":  # a dot under ja and pha
            spelt = {"j": spelt[:-1] + "z", "h": spelt.removesuffix("ph") + "f"}.get(spelt[-1:], spelt)
        elif letter in signs:
            spelt, bare = spelt + signs[letter], False
        else:
            spelt += ("a" if bare else "") + letters.get(letter, "")
            bare = "क" <= letter <= "ह" or "क़" <= letter <= "य़"
    if bare and not (northern and re.search("[aeiou][^aeiou]h?$", spelt)):
        spelt += "a"
    return re.sub("(?<=[aeiou])([^aeiou]h?)a(?=[^aeiou]h?[aeiou])", r"\1", spelt) if northern else spelt


def _korean(word: str, tongue: str, surname: bool) -> str:
    """The syllables as North Korea spells them, whose names are the most frequent on lists."""
    if surname and word[0] == "이":
        return " li " + _units(word[1:], {}, _jamo)
    return _units(word, {} if surname else _table("korean"), _jamo)


def _jamo(syllable: str) -> str:
    return unicodedata.normalize("NFD", syllable).translate(_letters("jamo"))


def _chinese(word: str, tongue: str, surname: bool) -> str:
    word = re.sub("(.)々", r"\1\1", word)
    if not surname or tongue == "jpn":
        return _units(word, _table("chinese"), _anyascii)
    surnames = _table("surname")
    size = next((size for size in (2, 1) if word[:size] in surnames), 0)
    return f" {surnames.get(word[:size], '')} {_units(word[size:], _table('chinese'), _anyascii)}"


def _units(word: str, known: dict[str, str], single: Callable[[str], str]) -> str:
    """Known words of up to four characters as one word each, of the rest each character."""
    spelt, at = [], 0
    while at < len(word):
        size = next((size for size in (4, 3, 2, 1) if word[at : at + size] in known), 0)
        spelt.append(known[word[at : at + size]].replace("-", " ") if size else single(word[at]))
        at += size or 1
    return f" {' '.join(spelt)} "


def _kana(word: str, tongue: str, surname: bool) -> str:
    """Hepburn's spelling without marks for long vowels, as passports have it."""
    word = re.sub("う(?=[ぁぃぇぉ])", "wu", word.translate(_HIRAGANA))
    spelt = word.translate(_letters("kana"))
    spelt = re.sub("(?<=sh|ch)i([ゃゅょ])|(?<=j)i([ゃゅょ])", lambda small: _SMALL[small[1] or small[2]], spelt)
    spelt = re.sub("i([ゃゅょ])", lambda small: "y" + _SMALL[small[1]], spelt)
    spelt = re.sub("[aiueo]([ぁぃぅぇぉ])", lambda small: _SMALL[small[1]], spelt)
    return re.sub("o[ou]|uu", lambda long: long[0][0], re.sub("っ(.)", r"\1\1", spelt).replace("cch", "tch"))


def _arabic(word: str, tongue: str, surname: bool) -> str:
    persian = tongue == "fas"
    known, key = _table("arabic", persian), word.translate(_FOLDED)
    if key in known:
        return known[key]
    servant = "abdol " if persian else "abdul "
    for prefix, reading in (("عبدال", servant), ("وال", "wa al "), ("لل", "lil "), ("ال", "al ")):
        if word.startswith(prefix) and len(prefix) + 1 < len(word) <= _LONGEST:
            return reading + _arabic(word.removeprefix(prefix), tongue, surname)
    return _derived(key, known, persian) or _spelt(word, persian)


def _derived(key: str, known: dict[str, str], persian: bool) -> str:
    """A word made of a known one and an ending, or of two known ones; empty where it is not."""
    stem = known.get(key[:-1], "a")
    if key[-1:] in ("ي", "ه") and stem[-1] not in "aeiou":
        return stem + ("i" if key[-1] == "ي" else "eh" if persian else "a")
    endings = _table("endings", persian)
    if key in endings:
        return endings[key]
    for cut in range(3, min(len(key), _LONGEST)):
        start, end = key[:cut], key[cut:]
        if end in endings and (persian or len(end) > 2):
            return (known.get(start) or _spelt(start, persian)) + endings[end]
        if start in known and end in known and len(end) > 2:
            return known[start] + known[end]
    return ""


def _spelt(word: str, persian: bool) -> str:
    if persian:
        word = word.replace("خوا", "خا")
    skeleton = _voweled(word.translate(_LONG).translate(_FOLDED), "a", "e" if persian else "i")
    return skeleton.translate(_letters("abjad", variant=int(persian)))


def _hebrew(word: str, tongue: str, surname: bool) -> str:
    known, endings = _table("hebrew"), _table("endings")
    if word in known:
        return known[word]
    cut = next((cut for cut in range(max(2, len(word) - 6), len(word)) if word[cut:] in endings), len(word))
    stem = word[0] + word[1:cut].replace("ב", "v").replace("יי", "אי").replace("וו", "ו")
    skeleton = _voweled(re.sub("ه$", "a", stem.translate(_HEBREW)), "e", "e").replace("u", "o")
    return skeleton.translate(_letters("abjad", variant=2)) + endings.get(word[cut:], "")


def _voweled(skeleton: str, short: str, after_long: str) -> str:
    """A skeleton with the vowels that are not written, one between consonants, another after a long vowel."""
    runs = re.findall("[aeiu]+|[^aeiu]+", _ruled(skeleton, _SEMIVOWELS))
    for n, run in enumerate(runs):
        if run[0] not in "aeiu":
            starts, ends, last = n == 0, n + 1 == len(runs), n > 1 and n + 2 == len(runs)
            tail = after_long if n > 1 else short
            runs[n] = _syllables(run, short, tail if ends or last else "", starts=starts, ends=ends)
    return "".join(runs)


def _syllables(run: str, short: str, tail: str, *, starts: bool, ends: bool) -> str:
    """A run of consonants with vowels; whether it starts or ends the word, and the vowel between its last two."""
    head = ""
    if starts and (ends or len(run) > 1):
        head, run = run[0] + short, run[1:]
    pairs = max(0, (len(run) - 1) // 2)
    head += "".join(run[2 * n : 2 * n + 2] + short for n in range(pairs))
    return head + tail.join(run[2 * pairs :])


_OUTSIDE = re.compile("[^a-z0-9 ]+")
_RUNS = re.compile(
    "(?P<latin>[0-9a-z\u00aa-\u02af\u1e00-\u1eff]+)|(?P<cyrillic>[\u0400-\u052f]+)"
    "|(?P<greek>[\u0370-\u03ff\u1f00-\u1fff]+)|(?P<arabic>[\u0600-\u06ff]+)|(?P<hebrew>[\u0590-\u05ff]+)"
    "|(?P<armenian>[\u0530-\u058f]+)|(?P<indic>[\u0900-\u0d7f]+)|(?P<thai>[\u0e00-\u0eff]+)|(?P<korean>[가-힣]+)"
    "|(?P<kana>[ぁ-ヿ]+)|(?P<chinese>[々〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)|(?P<other>.)"
)
_READERS: dict[str, Callable[[str, str, bool], str]] = {
    reader.__name__.strip("_"): reader
    for reader in (_latin, _cyrillic, _greek, _arabic, _hebrew, _armenian, _indic, _thai, _korean, _kana, _chinese)
}
