"""Who says what, on sentences invented after the manner of press releases, comments, reports and debates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claiming import prose, said, told
from growing import linear
from kronika.study.claims import quotations
from kronika.study.claims.extract import extract
from kronika.study.claims.sentences import paragraphs, sentences
from kronika.study.claims.spans import Span

if TYPE_CHECKING:
    from kronika.base.prose import Role

DIRECT = [
    ("“The vote was neither free nor fair,” said Jane Roe.", "Jane Roe"),
    ("“The vote was neither free nor fair,” Jane Roe said.", "Jane Roe"),
    ('"The vote was neither free nor fair," Foreign Minister Jane Roe told reporters.', "Jane Roe"),
    ("«The vote was neither free nor fair», Jane Roe said.", "Jane Roe"),
    ("'The vote was neither free nor fair,' said Jane Roe, who leads the mission.", "Jane Roe"),
    ("Jane Roe, the foreign minister of Poland, said: “The vote was neither free nor fair.”", "Jane Roe"),
    ("Jane Roe said on Monday, “The vote was neither free nor fair.”", "Jane Roe"),
    ("Asked about the vote, the group's director Jane Roe replied: “It was neither free nor fair.”", "Jane Roe"),
    ("“The vote,” Jane Roe said, “was neither free nor fair.”", "Jane Roe"),
    ("“Was the vote free and fair?” Jane Roe asked.", "Jane Roe"),
    ("“The vote was neither free nor fair. It must be held again,” Jane Roe added.", "Jane Roe"),
    ("According to Jane Roe, “the vote was neither free nor fair.”", "Jane Roe"),
    ("“The vote was neither free nor fair,” a spokesperson for the OSCE said.", "spokesperson for the OSCE"),
    ("“The vote was neither free nor fair,” according to the OSCE.", "OSCE"),
    ("“The vote was neither free nor fair,” the mission's report says.", "mission's report"),
]
INDIRECT = [
    ("As my Foreign Secretary said, the vote was rigged.", "Foreign Secretary"),
    ("Justice House quoted Jane Roe as saying that the vote was rigged.", "Jane Roe"),
    ("Jane Roe was quoted as saying that the vote was rigged.", "Jane Roe"),
    ("As Jane Roe bluntly told the court, the vote was rigged.", "Jane Roe"),
    ("As one young reporter told the court, the vote was rigged.", "one young reporter"),
    ("The EU condemns the rigged vote, EU envoy Jane Roe said on September 11.", "Jane Roe"),
    ("Jane Roe said that the vote was rigged.", "Jane Roe"),
    ("Jane Roe said the vote was rigged.", "Jane Roe"),
    ("The vote was rigged by the commission, Jane Roe said.", "Jane Roe"),
    ("The vote was rigged by the commission, said Jane Roe.", "Jane Roe"),
    ("The vote was rigged, according to the OSCE.", "OSCE"),
    ("According to Justice House, the vote was rigged.", "Justice House"),
    ("As the G7 has made clear, the vote was rigged.", "G7"),
    ("As Jane Roe put it, the vote was rigged.", "Jane Roe"),
    ("The OSCE has repeatedly confirmed that the vote was rigged.", "OSCE"),
    ("In its latest report, Justice House found that the vote was rigged.", "Justice House"),
    ("A report by Justice House concluded that the vote was rigged.", "Justice House"),
    ("Jane Roe told the Human Rights Council that the vote was rigged.", "Jane Roe"),
    ("Jane Roe, the group's director, believes the vote was rigged.", "Jane Roe"),
    ("Independent experts estimate that the vote was rigged.", "Independent experts"),
    ("President Ivan Ivanov claimed there was no alternative to him.", "Ivan Ivanov"),
    ("The Interior Ministry denied any wrongdoing by its officers.", "Interior Ministry"),
    ("Jane Roe and John Doe said that the vote was rigged.", "Jane Roe; John Doe"),
    ("Ivanov's spokesman said the vote was fair and open.", "Ivanov's spokesman"),
    ("According to the Interior Ministry's own figures, the vote was fair.", "Interior Ministry"),
    ("The government of Ruritania congratulated him on the result.", "government of Ruritania"),
    ("The mission published a study which showed that the vote was rigged.", "study"),
    ("On Tuesday, in a letter to the court, Jane Roe stated that the vote was rigged.", "Jane Roe"),
    ("Ruritania was quick to congratulate the winner.", "Ruritania"),
    ("In May, the vote was rigged by the commission, Jane Roe said.", "Jane Roe"),
    ("The Committee notes with deep concern that the vote was rigged.", "Committee"),
    ("The Interior Ministry warned of further measures.", "Interior Ministry"),
    ("Jane Roe expressed deep concern about the arrests.", "Jane Roe"),
]
ASKED = [
    ("The OSCE should be let in, Jane Roe said on Friday, adding that it must come now.", "Jane Roe", "demand"),
    ("Justice House denied any wrongdoing, saying that 17 of its staff were in jail.", "Justice House", "figure"),
    ("Jane Roe has called for fresh elections in Freedonia.", "Jane Roe", "demand"),
    ("Jane Roe called on the authorities to free the prisoners.", "Jane Roe", "demand"),
    ("Jane Roe and the OSCE are urging the regime to stop.", "Jane Roe", "demand"),
    ("Jane Roe condemned the arrests and called for their release.", "Jane Roe", "condemnation"),
    ("Jane Roe accused the regime of torture.", "Jane Roe", "condemnation"),
    ("Ruritania vowed to stand by its ally.", "Ruritania", "commitment"),
    ("Jane Roe said the EU must act now.", "Jane Roe", "demand"),
    ("Jane Roe said that her ministry will publish it: “We will publish it.”", "Jane Roe", "commitment"),
]
NOT_SPEECH = [
    "The new report that was published in May is long.",
    "The fresh calls for dialogue went unheard in the capital.",
    "The state said to be the poorest borders Ruritania.",
    "Sanctions announced in March took effect.",
    "The measures demanded by Ruritania were dropped.",
    "The court found him guilty of nothing.",
    "The promises that were made were broken within the year.",
    "Free Voices held a meeting in Geneva.",
    "Police asked him for his papers.",
]
SPLIT = [
    ("Dr. Roe met Mr. Doe. They spoke.", 2),
    ("The U.S. imposed sanctions. The U.K. did not.", 2),
    ("He lives in the U.S. The mission left.", 2),
    ("It grew by 3.5 per cent. Art. 5 applies.", 2),
    ("See No. 12 of the list. It is long.", 2),
    ("It began at 5 p.m. and ended late.", 1),
    ("“Why?” he asked. Nobody knew.", 2),
    ("He waited… and waited. Then he left…", 2),
    ("He left (it was late). They stayed.", 2),
    ("Он приехал в г. Минск. Потом уехал.", 2),
    ("Act now! Will you? Yes.", 3),
    ("The EU sanc\n\ntions won't stop him. It is late.", 2),
    ("J. R. Roe signed. So did Ivanov.", 2),
    ("He said it twice.[12] Nobody listened.", 2),
    ("A heading without a stop", 1),
]


def speaker_of(text: str) -> set[str]:
    return {claim.speaker.name for claim in told(text) if claim.speaker.how != "author"}


@pytest.mark.parametrize(("text", "name"), DIRECT)
def test_direct_speech_is_its_speakers(text: str, name: str) -> None:
    found = [claim for claim in told(text) if claim.kind == "attribution"]
    assert [claim.speaker.name for claim in found] == [name]
    assert {claim.speaker.how for claim in found} == {"direct"}


@pytest.mark.parametrize(("text", "name"), INDIRECT)
def test_reported_speech_is_its_speakers(text: str, name: str) -> None:
    found = [claim for claim in told(text) if claim.kind == "attribution"]
    assert [claim.speaker.name for claim in found] == [name]
    assert all(claim.speaker.cue for claim in found)


@pytest.mark.parametrize(("text", "name", "kind"), ASKED)
def test_who_asks_promises_or_condemns_is_the_speaker_of_that(text: str, name: str, kind: str) -> None:
    assert (kind, name) in {(claim.kind, claim.speaker.name) for claim in told(text)}


@pytest.mark.parametrize("text", NOT_SPEECH)
def test_words_that_look_like_speech_are_none(text: str) -> None:
    assert {claim.speaker.how for claim in told(text)} <= {"author"}


@pytest.mark.parametrize(("text", "count"), SPLIT)
def test_a_text_is_cut_into_its_sentences(text: str, count: int) -> None:
    found = list(sentences(text, Span(0, len(text))))
    assert len(found) == count
    assert "".join("".join(span.of(text).split()) for span in found) == "".join(text.split())


def test_what_is_said_inside_a_quotation_has_its_own_kind_and_is_reported_by_the_author() -> None:
    text = "“They jailed 1,200 people. The world must act. We will not look away,” said Jane Roe."
    inner = [claim for claim in told(text, authors=("John Doe",)) if claim.kind != "attribution"]
    assert [claim.kind for claim in inner] == ["figure", "demand", "commitment"]
    assert {(claim.speaker.name, claim.speaker.reported_by) for claim in inner} == {("Jane Roe", "John Doe")}


def test_a_figure_in_reported_speech_is_the_speakers() -> None:
    found = told("Justice House said that 1,400 people were in prison.")
    assert [(claim.kind, claim.speaker.name) for claim in found] == [
        ("attribution", "Justice House"),
        ("figure", "Justice House"),
    ]


def test_a_quotation_in_a_quotation_has_the_inner_speaker_reported_by_the_outer_one() -> None:
    text = "“The guard told me: ‘You will never leave this place.’ I did not believe him,” said Anna Petrova."
    assert ("guard", "Anna Petrova") in {(claim.speaker.name, claim.speaker.reported_by) for claim in told(text)}


def test_words_kept_at_a_distance_are_no_speech() -> None:
    assert [
        claim.speaker.how for claim in told("After the “election” the “president” of Freedonia was inaugurated.")
    ] == ["author"]


def test_a_speech_over_paragraphs_that_each_open_a_quotation_is_one_speakers() -> None:
    text = (
        "Jane Roe said:\n“They jailed my brother in May.\n“They took my sister a year after.\n“They must be stopped.”\n"
        "The trial will open in Geneva."
    )
    found = told(text)
    assert [claim.speaker.name for claim in found] == ["Jane Roe"] * 3 + [""]


def test_a_quotation_that_stands_alone_is_the_last_speakers() -> None:
    found = told("“The prisons of Freedonia are full,” said Jane Roe. “The judges are afraid.”")
    assert {claim.speaker.name for claim in found} == {"Jane Roe"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Roe arrived in Geneva. She said the talks had failed.", "Jane Roe"),
        ("Jane Roe said the talks had failed. Ivanov must go, she added in the evening.", "Jane Roe"),
        ("Jane Roe said the talks had failed. Ivan Ivanov left. He said that nothing was lost.", "Ivan Ivanov"),
        ("The OSCE sent a mission. It said that the vote was rigged.", "OSCE"),
        ("The Special Rapporteur said the law was vague. She added that it should be repealed.", "Special Rapporteur"),
        ("UN experts said the law was vague. They added that it should be repealed.", "UN experts"),
        ("UN experts said the law was vague. “It must be repealed,” the experts said.", "UN experts"),
    ],
)
def test_a_pronoun_is_the_one_last_named_who_fits(text: str, name: str) -> None:
    assert [claim.speaker.name for claim in told(text) if claim.kind == "attribution"][-1] == name


BLOCK = (
    "The UK imposed sanctions.\nForeign Secretary Jane Roe said:\nWe acted with our partners in Europe.\n"
    "The regime in Freedonia must listen.\n"
)


@pytest.mark.parametrize(
    ("after", "name"),
    [
        ("Notes to editors\nThe list was adopted in May by the OSCE.", ""),
        ("Jane Roe will travel to Geneva in May.", ""),
        ("The UK provided help to refugees.", ""),
        ("The prisons of Freedonia are full.", "Jane Roe"),
        ("The UK is our home and we will defend it.", "Jane Roe"),
        ("Minister John Doe said:\nThe prisons of Freedonia are full.", "John Doe"),
    ],
)
def test_a_block_goes_on_until_the_author_returns(after: str, name: str) -> None:
    found = told(BLOCK + after)
    assert [claim.speaker.name for claim in found][:3] == ["", "Jane Roe", "Jane Roe"]
    assert found[-1].speaker.name == name
    assert found[1].speaker.how == "block"


def test_a_quoted_paragraph_of_the_document_is_whose_name_introduced_it() -> None:
    roles: dict[int, Role] = {1: "quote", 2: "quote"}
    found = told(
        "Jane Roe said:\nThe court of Freedonia is a tool.\nThe prisons are full.\nThe prison guards were paid.",
        roles=roles,
    )
    assert [claim.speaker.name for claim in found] == ["Jane Roe", "Jane Roe", ""]


def test_a_list_that_a_finding_opens_is_its_finders() -> None:
    text = (
        "The OSCE mission concluded that:\n- The vote was rigged.\n- The courts were not independent.\n"
        "The UK supports the mission in full."
    )
    found = told(text)
    assert [(claim.speaker.name, claim.speaker.how) for claim in found[:2]] == [("OSCE mission", "list")] * 2
    assert found[-1].speaker.name == ""


def test_a_list_of_demands_is_of_demands() -> None:
    text = "We call on the authorities to:\n• free the prisoners\n• pay for the damage\nThe trial will open in Geneva."
    assert [claim.kind for claim in told(text)] == ["demand", "demand", "demand", "event"]


def test_in_a_debate_each_turn_is_its_speakers() -> None:
    text = (
        "Mr Doe: The prisons of Freedonia are full.\nJane Roe (Sylvania City) (Ind): The courts must act.\n"
        "The judges of Freedonia are afraid."
    )
    assert [claim.speaker.name for claim in told(text)] == ["John Doe", "Jane Roe", "Jane Roe"]


def test_the_author_is_the_byline_or_nobody() -> None:
    line = "The trial will open in Geneva."
    assert told(line)[0].speaker.name == ""
    assert told(line, authors=("Jane Roe", "John Doe"))[0].speaker.name == "Jane Roe; John Doe"
    assert told(f"By Jane Roe and John Doe\n{line}", roles={0: "byline"})[0].speaker.name == "Jane Roe; John Doe"


def test_teasers_captions_and_notes_on_the_author_are_the_publishers() -> None:
    text = (
        "The trial will open in Geneva.\n"
        "Freedonia bans books Ruritania opens its border to refugees. Is it too late? The courts are next\n"
        "Jane Roe is the director of Justice House.\n"
        "At Daily Post, we believe that Freedonia belongs to its people.\n"
        "The judge of the trial in Geneva"
    )
    found = told(text, authors=("Jane Roe",), publisher="Daily Post", roles={4: "caption"})
    assert found[0].speaker.name == "Jane Roe"
    assert {claim.speaker.name for claim in found[1:]} == {"Daily Post"}


def test_an_institution_that_condemns_in_its_own_unsigned_text_is_the_author() -> None:
    found = told(
        "The European Union condemns the arrests. The EU calls on Freedonia to free them. Ivanov called for talks."
    )
    assert [claim.speaker.name for claim in found] == ["", "", "Ivan Ivanov"]


def test_in_a_signed_text_the_institution_speaks_itself() -> None:
    assert said("The European Union condemns the arrests.", authors=("Jane Roe",))[0][1] == "European Union"


def test_offsets_hold_with_signs_that_cannot_be_seen_ligatures_and_letters_of_another_alphabet() -> None:
    text = "Jane Roe conﬁrmed\u00a0that\u200b 1200 peo\u00adple were jаiled. “We\u200b will act,” said John Doe."
    claim = told(text)[0]
    assert claim.of(text).startswith("Jane Roe conﬁrmed")
    assert claim.of(text).endswith("jаiled.")
    figures = [*claim.quantities, *(figure.number for figure in claim.quantities if figure.number)]
    assert {figure.of(text) for figure in figures} == {"1200"}
    assert claim.speaker.cue is not None
    assert claim.speaker.cue.of(text) == "conﬁrmed"
    assert {claim.speaker.name for claim in told(text)} == {"Jane Roe", "John Doe"}


@pytest.mark.parametrize("unit", ["1", "A", "“", '"', "'", "’", "(", "«»", "-", "\n", " ", "\u200b", ".", "аa"])
def test_the_time_to_read_a_run_of_signs_grows_with_it_and_no_faster(unit: str) -> None:
    assert linear(lambda text: extract(prose(text)), unit, 50_000)


@pytest.mark.parametrize(
    "unit",
    [
        "9 ",
        "Ab ",
        "«a», ",
        "said ",
        "Roe said that ",
        "must ",
        ", while ",
        "; a ",
        "x. ",
        "which led ",
        "of the ",
        "\n“a",
        "a:\n",
    ],
)
def test_the_time_to_read_grows_with_the_text_and_no_faster(unit: str) -> None:
    assert linear(lambda text: extract(prose(text)), unit, 12_000)


def test_a_quotation_that_nothing_closes_ends_with_its_paragraph() -> None:
    text = "Jane Roe said: “The prisons are full.\nThe trial will open in Geneva."
    found = quotations.find(text, paragraphs(text, prose(text).parts))
    assert [one.inner.of(text) for one in found] == ["The prisons are full."]


OTHERS = [
    ("According to the group's director, Jane Roe, 300 people fled Freedonia.", "Jane Roe"),
    ("John Doe, who has led Freedonia since its secession in 1980, has said that he will stay.", "John Doe"),
    ("In a statement in Geneva she said that Freedonia had lied. Jane Roe left.", ""),
    (
        "The United Nations, the OSCE and the European Union said that 300 people had fled.",
        "United Nations; OSCE; European Union",
    ),
    ("Justice House (see below), said that 300 people had fled Freedonia.", "Justice House"),
    ("“Freedonia must free them,” said Ms. Roe.", "Jane Roe"),
    ("“The vote,” said Mr. Doe, “was neither free nor fair.”", "John Doe"),
    ("“It was a lie,” said Jane Roe and added that “nobody in Freedonia believed it.”", "Jane Roe"),
    ("Freedonia must free all prisoners, say a group of lawyers.", "group of lawyers"),
    ("“The beating of the marchers was ordered from above,” the report found.", "report"),
    ("Jane Roe hit back, saying that the charges were invented.", "Jane Roe"),
    ("Jane Roe called the election a sham.", "Jane Roe"),
    ("Justice House wants Freedonia to free all prisoners.", "Justice House"),
    ("Jane Roe meets the judges of Freedonia and extends congratulations to the lawyers.", "Jane Roe"),
    ("Jane Roe reaffirmed her steadfast support for the people of Freedonia.", "Jane Roe"),
    ("The Supreme Court issued a statement condemning the march in Sylvania City.", "Supreme Court"),
    ("Jane Roe stressed that while 12 were freed, the others must follow.", "Jane Roe"),
    ("Jane Roe rejected accusations that Freedonia had paid her.", "Jane Roe"),
    ("“The UK condemns the arrests in Freedonia,” said Jane Roe.", "Jane Roe"),
]
AUTHORS_OWN = [
    "The visit to Freedonia reveals that nobody there is afraid.",
    "Freedonia has maintained a rate of executions that is without precedent.",
    "Freedonia still offers the best hope of peace.",
    "The Baltic states, Freedonia included, have put 12 judges on a list.",
    "They were moved to the care of the “Legal Aid Society,” and of others in Freedonia.",
    "Her place as president -- he says little -- is safe in Freedonia.",
]


@pytest.mark.parametrize(("text", "name"), OTHERS)
def test_however_it_is_told_the_one_who_speaks_is_named(text: str, name: str) -> None:
    assert speaker_of(text) == ({name} if name else set())


@pytest.mark.parametrize("text", AUTHORS_OWN)
def test_what_only_looks_like_speech_is_the_authors(text: str) -> None:
    assert not speaker_of(text)


def test_she_is_nobody_whom_the_text_calls_mr() -> None:
    text = "Ms Roe said that Freedonia had lied. Mr Doe said that it had not. She added that 12 people were held."
    assert told(text)[-1].speaker.name == "Jane Roe"


def test_it_is_nobody_of_two_paragraphs_before() -> None:
    text = "Justice House said that 12 people fled.\nA court sat in Geneva.\nIt accused Freedonia of lies."
    assert told(text)[-1].speaker.how == "author"


def test_the_minister_is_the_minister_who_was_named() -> None:
    text = "Foreign Minister Jane Roe said that 12 people fled Freedonia. The foreign minister added that 3 came back."
    assert speaker_of(text) == {"Jane Roe"}


RECORDS = [
    (
        "Lord Roe of Sylvania (CB)\nMy Lords, Freedonia holds 12 judges.\nAs the OSCE said, it is too late.\n"
        "John Doe (Sylvania City) (Lab)\nThey must be freed."
    ),
    "The Minister for Europe (Lord Roe of Sylvania)\nFreedonia holds 12 judges.\nJohn Doe (SNP)\nThey must be freed.",
    (
        "Lord Roe of Sylvania\n\nMinister of State (Foreign Office)\n\nFreedonia holds 12 judges.\n\n"
        "As one of them told the Daily Sylvanian:\n\n“We all know somebody who died.”\n\nSylvania condemns this.\n\n"
        "John Doe\n\nShadow Foreign Secretary\n\nThey must be freed."
    ),
    (
        "Lord Roe of Sylvania (PPE). – Mr President, Freedonia holds 12 judges.\n"
        "John Doe, Member of the Commission. – They must be freed."
    ),
]


@pytest.mark.parametrize("text", RECORDS)
def test_the_records_of_parliaments_head_each_turn_with_a_name(text: str) -> None:
    found = [(claim.speaker.name, claim.speaker.rule) for claim in told(text) if claim.speaker.rule == "signed-turn"]
    assert {name for name, _ in found} == {"Lord Roe of Sylvania", "John Doe"}
    assert found[-1][0] == "John Doe"


@pytest.mark.parametrize(
    "dateline", ["(Geneva) – ", "GENEVA (18 December 2014) – ", "Geneva, March 18, 2016 - ", "LONDON (Agency) — "]
)
def test_a_dateline_is_no_part_of_what_is_said(dateline: str) -> None:
    (claim,) = told(f"{dateline}Freedonia detained Jane Roe.")
    assert claim.of(f"{dateline}Freedonia detained Jane Roe.") == "Freedonia detained Jane Roe."


def test_an_aside_before_a_verb_of_asking_does_not_make_the_one_who_is_asked_the_speaker() -> None:
    assert "OSCE" not in speaker_of("Ruritania, alongside 16 partners, asked the OSCE for an inquiry.")


def test_a_turn_goes_on_after_the_words_of_others_that_are_read_out_in_it() -> None:
    text = (
        "Jane Roe\n\nShadow Foreign Secretary\n\nOne mother told the Daily Sylvanian:\n\n“My son was taken.”\n\n"
        "Freedonia holds 12 judges."
    )
    assert told(text)[-1].speaker.name == "Jane Roe"


@pytest.mark.parametrize(
    "text",
    [
        "Belarus Sanctions\n\nForeign Secretary\n\nFreedonia holds 12 judges.",
        "Press Contact\n\nPress Secretary (London)\n\nFreedonia holds 12 judges.",
        "Freedom Denied\n\nForeign Secretary announces measures\n\nFreedonia holds 12 judges.",
    ],
)
def test_a_headline_is_nobody_who_speaks(text: str) -> None:
    assert told(text)[-1].speaker.how == "author"


@pytest.mark.parametrize(
    "text",
    [
        "The raids put a strain on the plan, as well as raising questions about how European states react to it.",
        "It was a rigged vote, as condemned by the mission in its report of May.",
    ],
)
def test_joining_words_are_nobody_who_speaks(text: str) -> None:
    assert not any(claim.speaker.name.startswith(("as", "well as")) for claim in told(text))


def test_who_may_be_criticised_does_not_criticise() -> None:
    found = told("The authorities are sending a warning to anyone who dares openly criticise the government.")
    assert all(claim.speaker.how == "author" for claim in found)


def test_an_institution_of_which_others_tell_is_not_whose_text_it_is() -> None:
    assert speaker_of("The EU strongly condemned the vote in Freedonia.") == {"European Union"}


def test_what_an_institution_said_elsewhere_is_its_words_in_a_text_that_has_it_act() -> None:
    text = "The EU condemns the vote in Freedonia. The EU stressed that the vote was neither free nor fair."
    assert speaker_of(text) == {"European Union"}
