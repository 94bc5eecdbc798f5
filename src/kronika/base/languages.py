"""Languages as lists name them, by code or by English name, as ISO 639-3 codes.

A macrolanguage keeps its own code («ara», «fas», «zho»), as FollowTheMoney writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kronika.base.errors import Unreadable

# ISO 639-3, then ISO 639-1 and what else stands for the same (ISO 639-2/B, codes withdrawn), «:», English names.
_TABLE = """
abk ab: Abkhaz; Abkhazian
afr af: Afrikaans
amh am: Amharic
ara ar arb: Arabic
ava av: Avar; Avaric
aym ay: Aymara
aze az: Azerbaijani; Azeri
bak ba: Bashkir
bal: Baluchi; Balochi
bam bm: Bambara
bel be: Belarusian; Belarussian; Belorussian; Byelorussian
ben bn: Bengali; Bangla
bod bo tib: Tibetan
bos bs: Bosnian
bul bg: Bulgarian
cat ca: Catalan
ces cs cze: Czech
che ce: Chechen
chv cv: Chuvash
ckb: Central Kurdish; Sorani
cmn: Mandarin Chinese
cnr: Montenegrin
crh: Crimean Tatar
cym cy wel: Welsh
dan da: Danish
deu de ger: German
div dv: Dhivehi; Divehi; Maldivian
dzo dz: Dzongkha
ell el gre: Greek; Modern Greek
eng en: English
est et: Estonian
eus eu baq: Basque
fas fa per: Persian; Farsi; Persian/Farsi; Persian (Farsi); Farsi/Persian
fil: Filipino
fin fi: Finnish
fra fr fre: French
ful ff: Fulah; Fula; Fulani
gag: Gagauz
gle ga: Irish
glg gl: Galician
grn gn: Guarani
guj gu: Gujarati
hat ht: Haitian; Haitian Creole
hau ha: Hausa
hbs sh: Serbo-Croatian; Serbocroatian
heb he iw: Hebrew
hin hi: Hindi
hrv hr scr: Croatian
hun hu: Hungarian
hye hy arm: Armenian
ibo ig: Igbo
ind id in: Indonesian; Bahasa Indonesia
inh: Ingush
isl is ice: Icelandic
ita it: Italian
jav jv: Javanese
jpn ja: Japanese
kas ks: Kashmiri
kat ka geo: Georgian
kaz kk: Kazakh
khm km: Khmer; Cambodian
kin rw: Kinyarwanda
kir ky: Kyrgyz; Kirghiz
kmr: Kurmanji; Northern Kurdish
kom kv: Komi
kor ko: Korean
kur ku: Kurdish
lao lo: Lao; Laotian
lat la: Latin
lav lv: Latvian
lin ln: Lingala
lit lt: Lithuanian
ltz lb: Luxembourgish
lug lg: Ganda; Luganda
mar mr: Marathi
mkd mk mac: Macedonian
mlg mg: Malagasy
mlt mt: Maltese
mon mn: Mongolian
msa ms may: Malay; Bahasa Melayu
mul: Multiple languages
mya my bur: Burmese
nde nd: North Ndebele; Northern Ndebele
nep ne npi: Nepali
nld nl dut: Dutch; Flemish
nno nn: Norwegian Nynorsk; Nynorsk
nob nb: Norwegian Bokmål; Bokmål
nor no: Norwegian
nya ny: Chichewa; Chewa; Nyanja
orm om: Oromo
oss os: Ossetian; Ossetic
pan pa: Punjabi; Panjabi
pes: Iranian Persian
pol pl: Polish
por pt: Portuguese
prs: Dari
pus ps: Pashto; Pashtu; Pushto
que qu: Quechua
roh rm: Romansh
ron ro rum mo: Romanian; Moldovan; Moldavian
run rn: Kirundi; Rundi
rus ru: Russian
sag sg: Sango
sin si: Sinhala; Sinhalese
slk sk slo: Slovak; Slovakian
slv sl: Slovenian; Slovene
sna sn: Shona
snd sd: Sindhi
som so: Somali
spa es: Spanish; Castilian
sqi sq alb: Albanian
srp sr scc: Serbian
swa sw: Swahili; Kiswahili
swe sv: Swedish
tam ta: Tamil
tat tt: Tatar
tel te: Telugu
tgk tg: Tajik
tgl tl: Tagalog
tha th: Thai
tig: Tigre
tir ti: Tigrinya; Tigrigna
tmh: Tamashek; Tuareg
tuk tk: Turkmen
tur tr: Turkish
udm: Udmurt
uig ug: Uyghur; Uighur
ukr uk: Ukrainian
urd ur: Urdu
uzb uz: Uzbek
vie vi: Vietnamese
wol wo: Wolof
xho xh: Xhosa
yid yi ji: Yiddish
yor yo: Yoruba
zho zh chi: Chinese; Mandarin
zul zu: Zulu
"""
# A language tag as the web writes it: language, script, region (RFC 5646).
_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?", re.IGNORECASE)


def alpha3(text: str) -> str:
    """Return the ISO 639-3 code of a language: «RU», «ger», «zh-Hans», «Farsi», «Belarussian».

    Codes of ISO 639-1, 639-2/B and 639-3 are read, in any case and with script or region, and English names. Raises
    Unreadable for any other text, a country, a script and the codes for «undetermined» among them.
    """
    stripped = text.strip()
    tag = _TAG.fullmatch(stripped)
    found = names().get(stripped.casefold()) or (tag and _codes().get(tag[1].lower()))
    if not found:
        raise Unreadable(f"no language is called {stripped if len(stripped) <= 60 else stripped[:59] + '…'!r}")
    return found


@cache
def names() -> Mapping[str, str]:
    """Return the code for every English name, in small letters."""
    return {name.casefold(): codes[0] for codes, names in _lines() for name in names}


@cache
def _codes() -> Mapping[str, str]:
    return {code: codes[0] for codes, _ in _lines() for code in codes}


@cache
def _lines() -> list[tuple[list[str], list[str]]]:
    lines = (line.partition(": ") for line in _TABLE.strip().splitlines())
    return [(codes.split(), names.split("; ")) for codes, _, names in lines]
