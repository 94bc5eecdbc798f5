"""What kind of claim a sentence makes, on sentences invented after the manner of press releases and comments."""

from __future__ import annotations

import pytest

from claiming import told

DEMANDS = [
    "The Freedonian authorities must release all political prisoners immediately.",
    "We call on the government of Freedonia to end the violence.",
    "The European Union urges all parties to refrain from the use of force.",
    "Ruritania should abide by its international commitments.",
    "The international community needs to hold the perpetrators to account.",
    "It is essential that the investigation be independent.",
    "It is high time for European governments to close the loopholes.",
    "Those detained for their views ought to be freed without conditions.",
    "We reiterate our call for an immediate ceasefire.",
    "Release all those unjustly detained.",
    "There must be no impunity for torture.",
    "We strongly encourage the authorities to engage in dialogue.",
    "Let us not look away again.",
    "In Freedonia, we need an immediate end to the violence.",
    "Further sanctions are urgently needed.",
    "We want Ruritania to open its archives.",
    "Free Voices demands an end to the practice.",
    "Member states are urged to suspend arms exports.",
    "The time to act is now.",
    "Journalists have to be able to work without fear.",
    "The call for fresh elections cannot be ignored: the regime must listen.",
    "The Commission recommends that the law be repealed.",
    "Stop the persecution of lawyers!",
    "We ask the Council to adopt further measures.",
    "The time has come for a tribunal.",
    "The sanctions regime cannot be allowed to lapse.",
]
COMMITMENTS = [
    "We will continue to support civil society in Freedonia.",
    "We stand ready to adopt further measures.",
    "We stand in solidarity with the people of Freedonia.",
    "We remain united in our determination to end the violence.",
    "We stand ready to impose further measures should the authorities continue their attacks.",
    "I will raise this case with my counterpart.",
    "We remain committed to helping the people of Freedonia.",
    "Our government will not recognise the results.",
    "We pledge to keep our doors open for those who flee.",
    "We shall not rest until every prisoner is home.",
    "We are determined to hold those responsible to account.",
    "We're going to publish every name.",
    "We'll keep the pressure up.",
    "Together with our partners, we will impose further sanctions.",
    "I promise to return with an answer.",
    "We, together with our allies, will step up our support.",
    "We are prepared to provide technical assistance.",
    "We condemn these acts and will continue to document them.",
    "The UK condemns the arrests. The UK will continue to work with its partners.",
    "The EU urges restraint. The European Union stands ready to provide a package of €3 billion.",
    "The EU welcomes the report and remains committed to supporting the victims.",
    "The UK condemns the arrests. The Government will publish the list.",
    "Our countries will stand together.",
    "We intend to bring this before the court.",
    "We reaffirm our unwavering commitment to the Charter.",
    "Ruritania pledged to take in the families.",
    "The minister promised to publish the list.",
]
FIGURES = [
    "More than 1,200 people were detained in a single night.",
    "Turnout was 84.2 % according to no observer.",
    "Inflation reached 12% in March.",
    "The UK has sanctioned over 180 individuals since August 2020.",
    "A resolution was adopted by 93 votes to 12.",
    "He was sentenced to 11 years in prison.",
    "Exports of timber were worth €41 million last year.",
    "At least five journalists are behind bars.",
    "Freedonia spends 7% of its budget on the police.",
    "Dozens of activists were beaten.",
    "There were 98 political prisoners at the start of 2023.",
    "The package is worth $60 billion.",
    "Almost 300,000 citizens have left the country since 2020.",
    "The delegation met seven prisoners.",
    "By May, this number stood at 1,400.",
    "Some 40 states took part.",
    "The fund has paid out £3.5 million.",
    "Two thirds, or 66 %, of the cells hold no window.",
    "Hundreds of families wait for news.",
    "The regime closed 800 organisations in 2022.",
]
CONDEMNATIONS = [
    "We condemn in the strongest terms the detention of peaceful protesters.",
    "The EU deplores the decision.",
    "The verdict is a travesty of justice.",
    "This was a sham election.",
    "The treatment of the prisoners is barbaric.",
    "The attack was a flagrant breach of international law.",
    "These sentences are unacceptable and politically motivated.",
    "Such cruelty shocks the conscience of Europe.",
    "We denounce the persecution of lawyers.",
    "It is outrageous that families learn nothing.",
    "The European Parliament strongly condemns the crackdown.",
    "His rule is a mockery of the law.",
]
EVENTS = [
    "The opposition leader was arrested in Sylvania City on Monday.",
    "Freedonia and Ruritania signed a trade agreement in December.",
    "Police raided the offices of the newspaper.",
    "The court rejected the appeal.",
    "Freedonia controls the pipeline.",
    "The trial will open in Geneva.",
    "Human rights are rapidly deteriorating.",
    "In September, the UK imposed sanctions on senior figures of the regime.",
    "The embassy was closed after the attack.",
    "Ruritania is supplying Freedonia with drones.",
    "The two countries are deepening their relations.",
    "Candidates must submit their papers in person under the law.",
    "The guards must have known.",
    "Freedonia had to withdraw its ambassador.",
    "Nobody asked whether the ministers should resign.",
    "This law will ban the clubs of the opposition.",
    "Our enemies will return to Freedonia.",
    "One observer was expelled.",
    "The Freedonian government will host the summit.",
]
NOTHING = [
    "Notes to editors",
    "Why must we wait?",
    "Will they act?",
    "Contact us at press@example.org.",
    "Read more about our work.",
    "This is very important.",
]


def main(text: str) -> list[str]:
    """The kinds of a text's claims, attributions and the figures that are taken for granted left out."""
    return [claim.kind for claim in told(text) if claim.kind != "attribution" and "presumed-figure" not in claim.rules]


@pytest.mark.parametrize("text", DEMANDS)
def test_what_asks_is_a_demand(text: str) -> None:
    assert set(main(text)) == {"demand"}


@pytest.mark.parametrize("text", COMMITMENTS)
def test_who_binds_itself_makes_a_commitment(text: str) -> None:
    assert main(text)[-1] == "commitment"


@pytest.mark.parametrize(
    "text",
    [
        "Three years ago, the regime unleashed its police on protesters.",
        "The case points to the huge challenge of how states can respond to the law.",
    ],
)
def test_how_long_ago_it_was_is_no_figure_and_a_noun_asks_nothing(text: str) -> None:
    assert main(text) == ["event"]


@pytest.mark.parametrize("text", FIGURES)
def test_what_can_be_counted_is_a_figure(text: str) -> None:
    assert set(main(text)) == {"figure"}


@pytest.mark.parametrize("text", CONDEMNATIONS)
def test_what_judges_is_a_condemnation(text: str) -> None:
    assert main(text) == ["condemnation"]


@pytest.mark.parametrize("text", EVENTS)
def test_what_is_told_as_fact_is_an_event(text: str) -> None:
    assert main(text) == ["event"]


@pytest.mark.parametrize("text", NOTHING)
def test_questions_headings_and_addresses_claim_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The World Must Stop Freedonia", "demand"),
        ("Will the Minister please tell Freedonia that we shall not yield?", "demand"),
        ("We underscore our commitment to accountability in Freedonia.", "commitment"),
        ("We reiterate our readiness to impose further measures on Freedonia.", "commitment"),
        ("Over the past two years, Freedonia has banned the press.", "event"),
        ("Freedonia detained a 27-year-old teacher this week.", "event"),
    ],
)
def test_kinds_as_press_releases_and_debates_put_them(text: str, kind: str) -> None:
    assert [claim.kind for claim in told(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "It is a great pleasure to serve under your chairmanship in Freedonia.",
        "I thank the noble Lord for his question on Freedonia.",
        "Statement by the Ambassador of Freedonia on developments in Ruritania",
    ],
)
def test_courtesies_and_the_names_of_papers_claim_nothing(text: str) -> None:
    assert told(text) == []
