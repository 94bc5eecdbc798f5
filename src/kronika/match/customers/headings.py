"""Which columns of a customer's table hold the name, the birth date, the country …: told by their headings.

A heading is compared without case, accents, signs and words that only say whose name it is («Name des Kunden»,
«customer_full_name»). What stands in brackets is dropped only where the whole says nothing («ФИО (полностью)»).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from unicodedata import combining, normalize

from kronika.base.errors import UsageError
from kronika.match.customers.textfiles import shown

SEVERAL = "; "
"""What stands between several values of one kind: two passports, a name and its aliases."""

# Kind: headings, the better one first. English, Russian, Belarusian, Ukrainian, German, French, Polish, Spanish, some
# Italian, Portuguese and Lithuanian, and Russian in Latin letters.
_HEADINGS = {
    "name": """
        full name; fullname; complete name; display name; name of individual or entity; name of person or entity; names;
        ФИО; Ф.И.О.; fio; фамилия имя отчество; фамилия и имя; имя и фамилия; полное имя; ФИО наименование;
        наименование ФИО; ФИО или наименование; ПІБ; П.І.Б.;
        прізвище ім'я по батькові; прозвішча імя імя па бацьку; прозвішча і імя; поўнае імя; повне ім'я;
        vollständiger Name; Name Vorname; Vor- und Nachname; Vorname Nachname; Nachname Vorname; Vorname Name;
        nom complet; nom et prénom; nom et prénoms; prénom et nom; nom prénom; prénom nom; imię i nazwisko;
        nazwisko i imię; pełne imię; nombre completo; nombre y apellidos; nombre y apellido; nombres y apellidos;
        apellidos y nombre; apellidos y nombres; nome completo; nome e cognome; vardas ir pavardė; name; caption
    """,
    "either": "nom; nombre; имя; імя; ім'я; nome",
    "first": """
        first name; firstname; given name; given names; first names; forename; forenames; christian name; fname; имена;
        imya; уласнае імя; Vorname; Vornamen; prénom; prénoms; imię; imiona; nombres; nombre de pila; primer nombre;
        nome proprio; vardas
    """,
    "middle": """
        middle name; middlename; middle names; middle; patronymic; patronymic name; father's name; father name; mname;
        second name; отчество; otchestvo; по батькові; імя па бацьку; па бацьку; Vatersname; Mittelname;
        zweiter Vorname; deuxième prénom; patronymique; drugie imię; imię ojca; segundo nombre; patronímico
    """,
    "last": """
        last name; lastname; surname; surnames; last names; family name; familyname; lname; фамилия; familiya;
        прозвішча; прізвище; Nachname; Familienname; Zuname; nom de famille; patronyme; nazwisko; nazwiska; apellidos;
        apellido; primer apellido; apellido paterno; apellido 1; cognome; sobrenome; pavardė
    """,
    "last2": "segundo apellido; apellido materno; apellido 2; second surname; second last name",
    "other": """
        company name; company; organisation name; organization name; organisation; organization; business name;
        business; legal name; firm name; firm; trading name; corporate name; vessel name; ship name; vessel; ship;
        полное наименование; наименование организации; название организации; наименование юридического лица;
        наименование компании; название компании; наименование; название; организация; компания; предприятие;
        naimenovanie; найменаванне; назва; назва арганізацыі; найменування; назва організації; Firma; Firmenname;
        Firmenwortlaut; Unternehmen; Unternehmensname; Gesellschaft; raison sociale; dénomination sociale; dénomination;
        société; entreprise; nom de l'entreprise; nom de la société; pełna nazwa; nazwa firmy; nazwa; razón social;
        denominación social; nombre de la empresa; empresa; sociedad; ragione sociale; pavadinimas
    """,
    "alias": """
        aliases; alias; aka; a.k.a.; also known as; other names; other name; previous names; previous name;
        former names; former name; псевдоним; псевдонимы; другие имена; прочие имена; псеўданім; псевдонім; Aliasname;
        weitere Namen; autres noms; autre nom; pseudonyme; pseudonim; inne nazwy; otros nombres
    """,
    "schema": """
        schema; entity type; type; legal type; record type; kind; тип лица; тип; тып; тып асобы; тип особи; Typ;
        Kundenart; Kundentyp; rodzaj; rodzaj osoby; tipo; tipo de persona; type de personne; individual or company
    """,
    "birth_date": """
        birth date; date of birth; birthdate; dob; DoB; d.o.b.; birthday; birth day; born; born on; дата рождения;
        дата рожд;
        д.р.; др; data rozhdeniya; дата нараджэння; дата народження; Geburtsdatum; Geb.-Datum; gebdatum; Geburtstag;
        geboren am; geboren; date de naissance; naissance; né le; data urodzenia; urodzony; fecha de nacimiento;
        fecha nacimiento; nacimiento; data di nascita; data de nascimento; gimimo data; year of birth; birth year; yob;
        год рождения; год нараджэння; рік народження; Geburtsjahr; année de naissance; rok urodzenia; año de nacimiento
    """,
    "country": """
        nationality; nationalities; citizenship; citizenships; country of citizenship; country of nationality; country;
        countries; country code; country name; nation; jurisdiction; country of residence; residence country;
        country of incorporation; country of registration; flag; гражданство; grazhdanstvo; подданство; страна;
        strana; страна гражданства; страна регистрации; страна проживания; код страны; флаг; грамадзянства; краіна;
        громадянство; країна; Staatsangehörigkeit; Staatsbürgerschaft; Nationalität; Land; Staat; Wohnsitzland;
        Ländercode; nationalité; citoyenneté; pays; pays de résidence; code pays; obywatelstwo; narodowość; kraj;
        państwo; kraj zamieszkania; kod kraju; nacionalidad; ciudadanía; país; país de residencia; nazionalità;
        cittadinanza; paese; pilietybė; šalis
    """,
    "id_number": """
        id number; id no; id nr; idno; identification number; identification no; identity number; identity document;
        identity document number; identifiers; document number; document no; passport; passport number; passport no;
        passport nr; national id; national id number; national identification number; national identity number;
        identity card; identity card number; id card; id card number; personal number; personal no; personal id;
        personal code; personal identification number; tax id; tax number; tax no; tax id number; taxid; tin;
        tax identification number; vat; vat number; vat no; vat id; registration number; registration no; reg no;
        reg number; company number; company no; company registration number; lei; imo; imo number; imo no; ssn;
        social security number; nino; паспорт; номер паспорта; серия и номер паспорта; паспортные данные; документ;
        номер документа; личный номер; идентификационный номер; inn; ИНН; ogrn; ОГРН; ОГРНИП; unp; УНП; СНИЛС; БИН; ИИН;
        регистрационный номер; пашпарт; нумар пашпарта; асабісты нумар; ідэнтыфікацыйны нумар; рэгістрацыйны нумар; ІПН;
        РНОКПП; ЄДРПОУ; ідентифікаційний код; Reisepass; Reisepassnummer; Passnummer; Ausweisnummer; Personalausweis;
        Personalausweisnummer; Steuernummer; Steuer-ID; Steueridentifikationsnummer; UST-ID; ustid;
        Handelsregisternummer; passeport; numéro de passeport; n° de passeport; carte d'identité; numéro d'identité;
        numéro fiscal; pièce d'identité; siren; siret; nif; pesel; nip; regon; krs; paszport; numer paszportu;
        nr paszportu; dowód osobisty; numer dowodu; nr dowodu; seria i numer dowodu; dni; nie; nit; rfc; curp;
        pasaporte; número de pasaporte; documento; número de documento; documento de identidad;
        número de identificación; codice fiscale; partita iva; asmens kodas; įmonės kodas
    """,
    "key": """
        id; key; external id; internal id; reference; reference number; ref; ref no; record id; uid; uuid; guid; crm id;
        identifier; account number; account no; account id; account; code; number; nr; num; идентификатор; ид; код;
        номер; лицевой счет; ідэнтыфікатар; нумар; ідентифікатор; Kundennummer; kundennr; Kunden-Nr; Kunden-ID;
        Nummer; identifiant; numéro; référence; identyfikator; numer; código; número; referencia; row id;
        № п/п; п/п; no
    """,
}
# Words that only say whose name, number or country it is; the first line's stand between others and say nothing alone.
_LINKS = "the of a an and de del della di du des d da la le l los las der die das dem den und y e et i и і"
_WHOSE = """
    customer customers client clients kunde kunden kundin klient klienta klientow cliente clientes клиент клиента
    клиентов кліент кліента клієнт клієнта контрагент контрагента контрагенты counterparty party subject entity person
    user member applicant holder beneficiary payer payee
"""
_SAYS_NOTHING = frozenset(_LINKS.split() + _WHOSE.split())
CHOOSABLE = ("key", "name", "first", "middle", "last", "schema", "birth_date", "country", "id_number")
"""What a person may name the column of."""
_NAMES = ("name", "first", "middle", "last", "last2", "other", "alias")
_MERGED = ("last", "alias", "country", "id_number")  # kinds that several columns may hold together
_LOW = 1000  # the rank of a heading that is taken only where there is no other
_CAMEL = re.compile(r"(?<=[^\W\d_A-ZА-ЯЁІЎ])(?=[A-ZА-ЯЁІЎ])|(?<=[A-Z])(?=[A-Z][a-z])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^][]*\]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns, by position from 0, hold what."""

    headings: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]

    @property
    def named(self) -> bool:
        """Whether there is a column that a whole name can come from."""
        return any(kind in self.places for kind in ("name", "last", "other"))

    def pick(self, columns: Sequence[Sequence[str | None]]) -> dict[str, Sequence[str | None]]:
        """The values by kind; where several columns hold one kind, their values are joined."""
        picked: dict[str, Sequence[str | None]] = {}
        for kind, places in self.places.items():
            if len(places) == 1:
                picked[kind] = columns[places[0]]
            else:
                together = zip(*(columns[place] for place in places), strict=True)
                picked[kind] = [self.joined(kind, values) for values in together]
        return picked

    @staticmethod
    def joined(kind: str, values: Iterable[str | None]) -> str:
        """Several values of one kind as one text."""
        return (" " if kind == "last" else SEVERAL).join([each for each in values if each])

    def __str__(self) -> str:
        said = [shown(heading) for heading in self.headings]
        used = {kind: " + ".join(said[place] for place in places) for kind, places in self.places.items()}
        taken = set(chain.from_iterable(self.places.values()))
        rest = [heading for at, heading in enumerate(said) if at not in taken and heading]
        read = ", ".join(f"{_SAID.get(kind, kind)} ← {headings}" for kind, headings in used.items())
        return f"{read}; not read: {', '.join(rest)}" if rest else read


_SAID = {"other": "name (where there is no other)", "first": "given name", "middle": "middle name", "last": "surname"}


def layout(headings: Sequence[str], columns: Mapping[str, str], where: str) -> Layout:
    """Tell the columns by their headings; `columns` gives a heading for what a person says otherwise.

    A heading in `columns` that is not there gives no place. Raises UsageError where two columns have equal claim to
    hold the name.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for at, heading in enumerate(headings):
        kind, rank = _kind(heading)
        if kind:
            found.setdefault(kind, []).append((rank, at))
    if not {"name", "first", "middle", "last"}.isdisjoint(columns):
        found = {kind: places for kind, places in found.items() if kind not in _NAMES}
    try:
        _settle(found, headings)
        best = {kind: ranked if kind in _MERGED else _best(kind, ranked, headings) for kind, ranked in found.items()}
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None
    places = {kind: tuple(at for _, at in ranked) for kind, ranked in best.items()}
    for kind, said in columns.items():
        if (place := _place(said, headings)) is not None:
            places = {other: rest for other, taken in places.items() if (rest := tuple(p for p in taken if p != place))}
            places[kind] = (place,)
    order = (*_HEADINGS,)
    return Layout(tuple(headings), {kind: places[kind] for kind in sorted(places, key=order.index)})


def checked(found: Layout, columns: Mapping[str, str], where: str) -> Layout:
    """The same layout. Raises UsageError where it lacks a name or a column that a person named."""
    there = ", ".join(f"«{shown(heading)}»" for heading in found.headings[:40]) or "none"
    if not columns and any(_DAY.fullmatch(heading) for heading in found.headings):
        raise UsageError(
            f"{where}: the first row looks like data, not like headings: {there}. Put a row of headings above it; if "
            f"these are headings, say --column name=HEADING"
        )
    for kind, said in columns.items():
        if _place(said, found.headings) is None:
            raise UsageError(f"{where}: no column has the heading «{said}» (--column {kind}={said}); found: {there}")
    if not found.named:
        raise UsageError(
            f"{where}: the headings do not tell where the names are; found: {there}. Say it with --column name=HEADING "
            f"(or first=…, middle=…, last=…); a file without headings needs a first line with them"
        )
    return found


def folded(text: str) -> str:
    """The words of a heading without case, accents and signs: «DateOfBirth», «date_of_birth» and «Date of birth»."""
    parted = re.sub("['’ʼ`]", "", _CAMEL.sub(" ", text.strip()))
    plain = "".join(char for char in normalize("NFKD", parted).casefold() if not combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))


def known(columns: Mapping[str, str]) -> None:
    """Raise UsageError for a column that there is none of."""
    for kind in columns:
        if kind not in CHOOSABLE:
            raise UsageError(f"--column {kind}=…: there is no such column; there are {', '.join(CHOOSABLE)}")


def _settle(found: dict[str, list[tuple[int, int]]], headings: Sequence[str]) -> None:
    """Settle what «Имя», «Nom» or «Name» is beside a surname or a given name, and join the second surname."""
    first, last = "first" in found, "last" in found
    generic = [(rank + _LOW, at) for rank, at in found.pop("either", [])]
    plain = [] if "name" not in found else [each for each in found["name"] if each[0] == _rank("name")]
    if first != last and (generic or plain):
        kind = "last" if first else "first"
        found[kind] = generic or plain
        if not generic:
            found["name"] = [each for each in found["name"] if each not in plain]
    elif generic:
        found.setdefault("name", []).extend(generic)
    if not found.get("name", True):
        del found["name"]
    if {"name", "last"} & found.keys() and len(found.get("other", ())) > 1:
        found["other"] = [min(found["other"])]
    second = found.pop("last2", [])
    if "last" in found:  # «Apellido paterno», «Apellido materno»
        found["last"] = _best("last", found["last"], headings) + second
    else:  # a given name alone is no name
        for kind in ("first", "middle"):
            found.pop(kind, None)


def _best(kind: str, ranked: list[tuple[int, int]], headings: Sequence[str]) -> list[tuple[int, int]]:
    """The one column with the best heading; for what is no name the first of several."""
    best = [each for each in ranked if each[0] == min(ranked)[0]]
    if kind in _NAMES and len(best) > 1:
        both = " and ".join(f"«{shown(headings[at])}»" for _, at in best)
        raise UsageError(f"both {both} may be the {_SAID.get(kind, kind)}: rename one, or say --column name=HEADING")
    return best[:1]


def _place(said: str, headings: Sequence[str]) -> int | None:
    """Where the heading stands: exactly as said, else as compared without case and signs."""
    if said in headings:
        return headings.index(said)
    return next((at for at, each in enumerate(headings) if folded(each) == folded(said)), None)


@cache
def _table() -> dict[str, tuple[str, int]]:
    lines = ((kind, at, text) for kind, texts in _HEADINGS.items() for at, text in enumerate(texts.split(";")))
    table: dict[str, tuple[str, int]] = {}
    for kind, at, text in lines:
        table.setdefault(_bare(text), (kind, 2 * at))
    return table


@lru_cache(maxsize=1 << 12)
def _kind(heading: str) -> tuple[str, int]:
    """What a heading says its column holds, an empty text for nothing known, and its rank: the lower the better."""
    if not heading or len(heading) > 200:
        return "", 0
    if not (bare := _bare(heading)):
        whose = folded(heading).split()
        return ("", 0) if set(whose) <= {*_LINKS.split()} else ("other", _LOW)  # «Customer», «Клиент»
    if found := _table().get(bare):
        return found
    kind, rank = _table().get(_bare(_BRACKETS.sub(" ", heading)), ("", 0))
    return kind, rank + 1


def _rank(heading: str) -> int:
    return _table()[heading][1]


def _bare(heading: str) -> str:
    return " ".join(word for word in folded(heading).split() if word not in _SAYS_NOTHING)
