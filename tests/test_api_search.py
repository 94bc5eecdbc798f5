"""Searching over HTTP: entities by their words, filtered, counted and turned over page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from service import TestClient

EVERYTHING = 500


def found(client: TestClient, q: str = "", dataset: str = "default", **given: Any) -> Any:
    answer = client.get(f"/search/{dataset}", params={"q": q, **given})
    assert answer.status_code == 200, answer.text
    return answer.json()


def captions(said: Any) -> list[str]:
    return [each["caption"] for each in said["results"]]


def every(client: TestClient, **given: Any) -> Any:
    return found(client, limit=EVERYTHING, **given)["results"]


def test_an_answer_has_the_shape_that_clients_of_yente_read(client: TestClient) -> None:
    said = found(client, "lukashenka", limit=1)
    assert said.keys() == {"results", "facets", "total", "limit", "offset"}
    assert (said["limit"], said["offset"]) == (1, 0)
    assert said["total"]["relation"] == "eq"
    assert said["total"]["value"] > len(said["results"]) == 1
    assert said["results"][0].keys() == {
        "id", "caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen",
        "last_change",
    }  # fmt: skip


def test_words_are_found_in_the_script_that_they_are_written_in(client: TestClient) -> None:
    for words in ("Лукашэнка Аляксандр", "lukashenka aliaksandr", "LUKASHENKA, Aliaksandr"):
        assert "Aliaksandr Ryhoravich LUKASHENKA" in captions(found(client, words))
    assert found(client, "lukashenka nobody")["total"]["value"] == 0


def test_words_can_be_joined_negated_and_put_in_order(client: TestClient) -> None:
    both = set(captions(found(client, "sheiman OR yarmoshina")))
    assert len(both) == 2
    some = captions(found(client, "lukashenka"))
    assert captions(found(client, "lukashenka -viktar")) == [name for name in some if "iktar" not in name]
    assert found(client, '"star sample"')["total"]["value"] < found(client, "star sample")["total"]["value"]


def test_pages_add_up_to_the_whole(client: TestClient) -> None:
    whole = [each["id"] for each in every(client)]
    pages = [each["id"] for at in range(0, len(whole), 7) for each in found(client, limit=7, offset=at)["results"]]
    assert pages == whole
    assert len(set(whole)) == found(client)["total"]["value"] == len(whole)
    assert found(client, limit=0)["results"] == []
    assert found(client, offset=-3, limit=-1)["offset"] == 0


def test_ten_results_are_a_page_and_three_facets_are_counted_unless_others_are_asked_for(client: TestClient) -> None:
    said = found(client)
    assert len(said["results"]) == 10
    assert said["facets"].keys() == {"countries", "topics", "datasets"}
    assert found(client, facets=["schema"])["facets"].keys() == {"schema"}


def test_a_facet_counts_all_that_was_found_in_words_for_people(client: TestClient) -> None:
    names = ["datasets", "schema", "countries", "topics", "genders", "identifiers"]
    facets = found(client, facets=names, limit=1)["facets"]
    entities = every(client)
    persons = next(each for each in facets["schema"]["values"] if each["name"] == "Person")
    assert persons["label"] == "People"
    assert persons["count"] == sum(each["schema"] == "Person" for each in entities)
    assert {"name": "by", "label": "Belarus"}.items() <= facets["countries"]["values"][0].items()
    for each in facets["datasets"]["values"]:
        assert each["count"] == sum(each["name"] in entity["datasets"] for entity in entities)
        assert each["label"] != each["name"]
    assert [facets[name]["label"] for name in names] == [
        "Data sources", "Entity types", "Countries", "Topics", "Genders", "Identifiers",
    ]  # fmt: skip


def test_a_schema_is_asked_for_with_what_it_could_turn_out_to_be(client: TestClient) -> None:
    assert {each["schema"] for each in every(client, schema="Vessel")} == {"Vessel"}
    companies = {each["schema"] for each in every(client, schema="Company")}
    assert companies == {"Company", "LegalEntity", "Organization"}
    assert {each["schema"] for each in every(client, schema="Sanction")} == {"Sanction"}
    assert "Company" not in {each["schema"] for each in every(client, schema="Company", exclude_schema="Company")}


def test_filters_hold_of_all_that_is_found(client: TestClient) -> None:
    entities = every(client)
    ids = {each["id"] for each in entities}

    def having(**given: Any) -> set[str]:
        some = {each["id"] for each in every(client, **given)}
        assert some < ids
        return some

    by_set = {each["id"] for each in entities if "ch_seco" in each["datasets"]}
    assert having(include_dataset="ch_seco") == having(datasets="ch_seco") == by_set
    assert {each["id"] for each in found(client, dataset="ch_seco", limit=EVERYTHING)["results"]} == by_set
    assert having(exclude_dataset=["us_sdn", "eu_fsf"]) == {
        each["id"] for each in entities if set(each["datasets"]) - {"us_sdn", "eu_fsf"}
    }
    assert having(changed_since="2026-01-01") == {each["id"] for each in entities if each["last_change"] > "2026"}
    assert having(target=False) == {each["id"] for each in entities if not each["target"]}
    assert having(topics="sanction") == {each["id"] for each in entities if each["target"]}
    assert having(filter="birthDate:1954-08-30") == {
        each["id"] for each in entities if "1954-08-30" in each["properties"].get("birthDate", ())
    }
    assert every(client, countries="MT") == every(client, countries="mt")
    assert every(client, include_dataset="nobody") == []


def test_of_several_values_of_a_filter_one_is_enough_unless_all_are_demanded(client: TestClient) -> None:
    entities = every(client)
    two = ["gb_uksl", "us_sdn"]
    either = {each["id"] for each in every(client, datasets=two)}
    both = {each["id"] for each in every(client, datasets=two, filter_op="AND")}
    assert either == {each["id"] for each in entities if set(two) & set(each["datasets"])}
    assert both == {each["id"] for each in entities if set(two) <= set(each["datasets"])}


def test_results_are_sorted_as_asked(client: TestClient) -> None:
    changed = [each["last_change"] for each in every(client, sort="last_change:desc")]
    assert changed == sorted(changed, reverse=True)
    names = [each["caption"] for each in every(client, sort="caption")]
    assert names == sorted(names)


def test_a_letter_may_differ_where_that_is_asked_for(client: TestClient) -> None:
    assert found(client, "lukashinka")["total"]["value"] == 0
    assert "Aliaksandr Ryhoravich LUKASHENKA" in captions(found(client, "lukashinka", fuzzy=True))


@pytest.mark.parametrize(
    ("dataset", "given", "status", "said"),
    [
        ("atlantis", {}, 404, "No such dataset"),
        ("default", {"schema": "Banana"}, 400, "Invalid schema"),
        ("default", {"filter": "birthDate"}, 400, "Invalid filter: 'birthDate'"),
        ("default", {"limit": 501}, 422, "less than or equal to 500"),
        ("default", {"offset": 9500}, 422, "less than or equal to 9499"),
        ("default", {"facets": "shoes"}, 422, "facets"),
        ("default", {"filter_op": "XOR"}, 422, "filter_op"),
        ("default", {"changed_since": "2026-13"}, 422, "match pattern"),
        ("default", {"fuzzy": "perhaps"}, 422, "boolean"),
    ],
)
def test_a_request_that_is_not_understood_is_refused(
    client: TestClient, dataset: str, given: dict[str, Any], status: int, said: str
) -> None:
    answer = client.get(f"/search/{dataset}", params=given)
    assert answer.status_code == status
    assert said in answer.text


@pytest.mark.parametrize("q", [
    "'; DROP TABLE entities; --", '"', "(((", "a OR", "AND", "-", "*", "~", "field:", ":", "name:*", "NEAR(a b)",
    "{{7*7}}", "\x00", "a\u202eb", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "x" * 5000,
    "names^3 : text", "1' OR '1'='1",
])  # fmt: skip
def test_nothing_that_is_written_into_the_box_is_an_error(client: TestClient, q: str) -> None:
    found(client, q)
    found(client, "", filter=f"name:{q}", sort=q, countries=q, topics=q)
