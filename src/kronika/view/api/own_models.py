"""Requests and answers of our own paths, as the API's description shows them. What is not known is null or absent."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Member(BaseModel):
    """A record of a list that is this identity."""

    id: str = Field(examples=["ca-sema-Belarus-1-12"])
    source: str = Field(examples=["ca_sema"])
    title: str = Field(description="The list, as its publisher calls it.")
    state: str = Field(description="Who lists: an ISO code in lower case, eu, un; empty for a list of no state.")
    listed: bool = Field(description="Whether it stands in the current copy; else in earlier ones alone.")
    first_copy: str = Field(description="The day that the oldest copy with it stands for.")
    last_copy: str = Field(description="The day that the newest copy with it stands for.")


class Name(BaseModel):
    """One form of the name."""

    text: str
    script: str = Field(description="ISO 15924.", examples=["Cyrl"])
    languages: list[str] = Field(description="ISO 639-3, where a list states it or the letters leave one.")
    kinds: list[str] = Field(description="name, alias, previousName, weakAlias: the best first.")
    sources: list[str]
    facts: list[str] = Field(description="Ids of the facts that state it.")


class Listing(BaseModel):
    """What one list says of one listing. Null is what it does not print: that is unknown, not «none»."""

    id: str
    subject: str
    source: str
    title: str
    state: str
    standing: Literal["listed", "delisted"]
    since: str | None = Field(description="The first day of listing that the list prints; a day, month, year or range.")
    until: list[str] | None
    first_copy: str
    last_copy: str
    programmes: list[str] | None
    measures: list[str] | None = Field(description="As printed for this listing.")
    measures_of_list: list[str] = Field(description="What follows from being on this list at all.")
    reasons: list[str] | None
    legal_basis: list[str] | None
    statuses: list[str] | None
    facts: list[str]


class Differing(BaseModel):
    """A value, and the records that state it."""

    value: str
    subjects: list[str]


class Conflict(BaseModel):
    """What the records do not agree about."""

    about: str = Field(examples=["birth date"])
    values: list[Differing]


class End(BaseModel):
    """Who stands at the other end of a relation."""

    id: str
    caption: str | None
    schema_: str | None = Field(alias="schema")


class Relation(BaseModel):
    """What ties it to another."""

    property: str = Field(description="As seen from this identity.", examples=["ownershipOwner"])
    schema_: str = Field(alias="schema", examples=["Ownership"])
    id: str
    says: list[str] = Field(description="Its role, as printed.")
    other: End


class Fact(BaseModel):
    """One value at one place of one document."""

    id: str
    subject: str
    entity: str
    schema_: str = Field(alias="schema")
    prop: str
    value: str = Field(description="Dates in EDTF, countries as codes.")
    printed: str = Field(description="As the document prints it; empty where it follows from the record's structure.")
    language: str | None = Field(description="ISO 639-3, where the list states it.")
    mark: str | None = Field(description="What must be known beside the value, such as a wrong check digit.")
    corrected: bool = Field(description="Whether a person's correction stands in `value`.")
    source: str
    document: str = Field(description="SHA-256: a key of `documents`.")
    place: str
    start: int | None = Field(description="The characters of the cell that it is, where it is not the whole.")
    end: int | None


class DocumentOrigin(BaseModel):
    """Where a document comes from."""

    name: str
    source: str
    title: str
    publisher: str
    address: str = Field(description="Empty where it was added by hand.")
    fetched: str
    size: int
    published: str


class Identity(BaseModel):
    """All that is known of one identity."""

    id: str
    identity: str = Field(description="The id that resolution gave it.", examples=["kr-4f0c8a2e1b"])
    caption: str
    schema_: str = Field(alias="schema")
    members: list[Member]
    names: list[Name]
    listings: list[Listing]
    conflicts: list[Conflict]
    relations: list[Relation]
    facts: list[Fact]
    documents: dict[str, DocumentOrigin]


class CellLine(BaseModel):
    """A row of a table; of a tree one text, with its place as the first cell."""

    place: str
    cells: list[str]
    here: list[int] = Field(description="Which of the cells the place means.")


class CellAnswer(BaseModel):
    """A place of a document, and what stands near it."""

    document: str
    name: str
    place: str
    text: str = Field(description="The whole text at the place; of joined places, joined by a blank.")
    columns: list[str] = Field(description="Names of the cells; empty where nothing tells them.")
    lines: list[CellLine]


class Study(BaseModel):
    """A question that can be asked."""

    study: str
    question: str
    caveats: list[str]
    path: str


class FindingAnswer(BaseModel):
    """The answer to a question: sentences, tables, caveats, and the cell behind every figure."""

    study: str
    question: str
    as_of: str
    answer: list[str]
    caveats: list[str]
    tables: dict[str, Any] = Field(description="By name: title, notes, columns, rows. Null in a row is unknown.")
    citations: dict[str, dict[str, str]] = Field(description="By the ids in `cites` of rows.")


class JudgementModel(BaseModel):
    """Whether two listed records are one, in the judgement of a person."""

    left: str
    right: str
    judgement: Literal["same", "different", "unsure"]
    who: str
    when: str
    why: str


class NewJudgement(BaseModel):
    """What a person judges of two listed records."""

    model_config = ConfigDict(extra="forbid")

    left: str = Field(max_length=500, examples=["ca-sema-Belarus-1-12"])
    right: str = Field(max_length=500, examples=["gb-ofsi-13920"])
    judgement: Literal["same", "different", "unsure"]
    who: str = Field(min_length=1, max_length=200)
    why: str = Field("", max_length=5000, description="Needed for `same` and `different`.")


class Judged(BaseModel):
    """A page of judgements, the newest first."""

    judgements: list[JudgementModel]
    total: int


class PairModel(BaseModel):
    """Two records that nobody has decided about."""

    left: str
    right: str
    score: float
    names: float = Field(description="The score of the names alone.")
    evidence: list[str]
    why: str
    use: float = Field(description="What a verdict on it would be worth, from 0 to 1.")


class Undecided(BaseModel):
    """A page of what awaits a judgement, the most useful first."""

    pairs: list[PairModel]
    total: int


class NewClearance(BaseModel):
    """What a person judges of a customer: not this listed identity, as long as neither side changes."""

    model_config = ConfigDict(extra="forbid")

    query: str | dict[str, Any] = Field(description="The customer as it was screened: a name, or an entity.")
    identity: str = Field(max_length=500)
    who: str = Field(min_length=1, max_length=200)
    why: str = Field(min_length=1, max_length=5000)


class ClearanceModel(BaseModel):
    """That a customer is not one of the listed, in the judgement of a person."""

    customer_name: str
    identity: str
    who: str
    when: str
    why: str


class SourceStatus(BaseModel):
    """What was read of a source."""

    source: str
    title: str
    publisher: str
    newest: str | None = Field(description="The day that its newest copy stands for.")
    subjects: int | None
    facts: int | None
    records: int | None
    records_refused: int | None
    values_refused: int
    copies: int
    refused_copies: list[str] | None


class StatusAnswer(BaseModel):
    """What the service answers from."""

    version: str = Field(description="Names the build; another build has another.")
    identities: int
    entities: int
    sources: list[SourceStatus]


class JobOptions(BaseModel):
    """How a file is screened."""

    limit: int
    threshold: float
    columns: dict[str, str]
    everything: bool
    encoding: str


class JobProgress(BaseModel):
    """How far a job is."""

    state: Literal["queued", "running", "done", "failed"]
    done: int
    total: int = Field(description="0 where it is not known yet; bytes or rows.")
    tries: int
    said: list[str] = Field(description="How the file was read: its format, which column was taken for what.")
    summary: dict[str, float] | None = Field(description="Of a job that is done: rows, hits, refused, noted, seconds.")
    error: str = Field(description="Why it failed.")


class JobModel(BaseModel):
    """A file that is to be screened, is being screened or has been."""

    id: str
    name: str
    created: str
    expires: str = Field(description="When it is forgotten, with all its files.")
    options: JobOptions
    progress: JobProgress


class JobList(BaseModel):
    """The jobs, the oldest first."""

    screenings: list[JobModel]
