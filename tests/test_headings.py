"""Which column is which, and what is read from its cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from customers import put, read, refused
from kronika.match.customers import rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "customers"


def test_a_row_has_its_number_its_key_and_what_the_columns_say(file: Path) -> None:
    put(
        file,
        "Customer ID,Full name,Type,Date of birth,Nationality,Passport no.,Phone\n"
        "C1,Viktar Navumenka,individual,1970-02-03,Belarus,MP123,375\nC2,Rassvet,юрлицо,,LTU,,\n",
    )
    assert read(file) == [
        {
            "row": 1,
            "key": "C1",
            "name": "Viktar Navumenka",
            "schema": "Person",
            "birth_date": "1970-02-03",
            "country": "by",
            "id_number": "MP123",
        },
        {"row": 2, "key": "C2", "name": "Rassvet", "schema": "LegalEntity", "country": "lt"},
    ]
    assert all(batch.schema == rows.COLUMNS for batch in rows.batches(file))


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        ("full_name", "Anna Novik", "Anna Novik"),
        ("FullName", "Anna Novik", "Anna Novik"),
        ("CUSTOMER NAME", "Anna Novik", "Anna Novik"),
        ("Client", "Anna Novik", "Anna Novik"),
        ("First Name;Middle Name;Last Name", "Anna;Maria;Novik", "Anna Maria Novik"),
        ("lastName;firstName", "Novik;Anna", "Anna Novik"),
        ("Name;Surname", "Anna;Novik", "Anna Novik"),
        ("ФИО", "Новик Анна", "Новик Анна"),
        ("Ф.И.О. клиента (полностью)", "Новик Анна", "Новик Анна"),
        ("Фамилия;Имя;Отчество", "Новик;Анна;Петровна", "Анна Петровна Новик"),
        ("Имя;Город", "Анна Новик;Минск", "Анна Новик"),
        ("Фамилия, имя, отчество", "Новик Анна Петровна", "Новик Анна Петровна"),
        ("Прозвішча;Імя;Імя па бацьку", "Новік;Ганна;Пятроўна", "Ганна Пятроўна Новік"),
        ("ПІБ", "Новік Ганна", "Новік Ганна"),
        ("Name;Vorname", "Novik;Anna", "Anna Novik"),
        ("Name des Kunden", "Novik Anna", "Novik Anna"),
        ("Firmenname", "Rassvet GmbH", "Rassvet GmbH"),
        ("Nom;Prénom", "Novik;Anna", "Anna Novik"),
        ("Raison sociale", "Rassvet SA", "Rassvet SA"),
        ("Imię i nazwisko", "Anna Novik", "Anna Novik"),
        ("Imię;Nazwisko", "Anna;Novik", "Anna Novik"),
        ("Nombre;Apellido paterno;Apellido materno", "Ana;Ruiz;Díaz", "Ana Ruiz Díaz"),
        ("Nombre completo", "Ana Ruiz", "Ana Ruiz"),
        ("Razón social", "Rassvet SL", "Rassvet SL"),
        ("First name;Last name;Company", ";;Rassvet", "Rassvet"),
        ("First name;Last name;Company", "Anna;Novik;Rassvet", "Anna Novik"),
        ("Name;Alias", "Anna Novik;Hanna", "Anna Novik; Hanna"),
        ("sep=;\nname;city", "Novik, Anna;Minsk", "Novik, Anna"),
    ],
)
def test_a_name_is_found_under_the_headings_that_people_write(file: Path, headings: str, cells: str, name: str) -> None:
    assert [row.get("name") for row in read(put(file, f"{headings}\n{cells}\n"))] == [name]


@pytest.mark.parametrize(
    ("heading", "cell", "column", "value"),
    [
        ("dob", "1970", "birth_date", "1970"),
        ("birthDate", "3 March 1970", "birth_date", "1970-03-03"),
        ("Дата рождения", "03.04.1970", "birth_date", "1970-04-03"),
        ("Дата нараджэння", "1970", "birth_date", "1970"),
        ("Geburtsdatum", "03.04.1970", "birth_date", "1970-04-03"),
        ("Date de naissance", "25/12/1970", "birth_date", "1970-12-25"),
        ("Data urodzenia", "1970-12-25 00:00:00", "birth_date", "1970-12-25"),
        ("Fecha de nacimiento", "12/25/1970", "birth_date", "1970-12-25"),
        ("DOB", "19701225", "birth_date", "1970-12-25"),
        ("born", "1970; 1971", "birth_date", "1970; 1971"),
        ("Staatsangehörigkeit", "Österreich", "country", "at"),
        ("Гражданство", "Беларусь; Польша", "country", "by; pl"),
        ("Obywatelstwo", "PL", "country", "pl"),
        ("Nacionalidad", "Francia", "country", "fr"),
        ("Tax ID", "77", "id_number", "77"),
        ("ИНН", "77", "id_number", "77"),
        ("УНП", "77", "id_number", "77"),
        ("PESEL", "77", "id_number", "77"),
        ("Kundennummer", "77", "key", "77"),
        ("Код клиента", "77", "key", "77"),
        ("schema", "Vessel", "schema", "Vessel"),
        ("Тип клиента", "физическое лицо", "schema", "Person"),
        ("Kundenart", "Juristische Person", "schema", "LegalEntity"),
    ],
)
def test_what_else_identifies_a_customer_is_found_too(
    file: Path, heading: str, cell: str, column: str, value: str
) -> None:
    assert read(put(file, f"name|{heading}\nAnna Novik|{cell}\n"))[0][column] == value


def test_several_columns_of_one_kind_are_read_together(file: Path) -> None:
    put(file, "name,citizenship,country of residence,passport,tax id\nAnna Novik,BY,Poland,M1,\n")
    assert read(file) == [{"row": 1, "name": "Anna Novik", "country": "by; pl", "id_number": "M1"}]


def test_what_cannot_be_read_is_noted_and_the_row_is_screened_without_it(file: Path) -> None:
    put(file, "name;dob;country;type\nA;03/04/1970;BY;x\nB;31.02.1970;Atlantis;\nC;unknown;n/a;\n")
    first, second, third = read(file)
    assert first["birth_date"] == "1970"
    assert first["note"].startswith("no kind of customer is called «x»; day and month of the birth date «03/04/1970»")
    assert "birth_date" not in second
    assert "31.02.1970" in second["note"]
    assert "Atlantis" in second["note"]
    assert third == {"row": 3, "name": "C"}
    assert not any("problem" in row for row in (first, second, third))


def test_a_person_may_say_which_column_is_which(file: Path) -> None:
    put(file, "Kundschaft;wann\nAnna Novik;1970\n")
    columns = {"name": "kundschaft", "birth_date": "wann"}
    assert read(file, columns=columns) == [{"row": 1, "name": "Anna Novik", "birth_date": "1970"}]
    message = refused(file)
    assert "«Kundschaft», «wann»" in message
    assert "--column name=HEADING" in message
    assert "«Name»" in refused(file, columns={"name": "Name"})
    assert "there are key, name" in refused(file, columns={"nom": "Kundschaft"})


def test_two_columns_that_may_be_the_name_are_not_guessed_between(file: Path) -> None:
    put(file, "name (en),name (ru)\nA,Б\n")
    assert "«name (en)» and «name (ru)»" in refused(file)
    assert read(file, columns={"name": "name (ru)"}) == [{"row": 1, "name": "Б"}]
