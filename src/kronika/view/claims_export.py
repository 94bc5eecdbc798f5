"""Claims for other programs: W3C Web Annotations and schema.org ClaimReviews (JSON-LD), CSV, and plain data.

Positions are Unicode code points of the document's text as Kronika reads it. A verdict is published as a ClaimReview
only where a person has accepted the claim; everywhere else it says «not reviewed».
"""

from __future__ import annotations

import base64
import csv
import io
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from typing import TYPE_CHECKING, Any

from kronika.base.cells import harmless
from kronika.view import claims_text

if TYPE_CHECKING:
    from kronika.study.claims.reviews import Reviewed
    from kronika.study.claims.spans import Speaker
    from kronika.study.claims.verdicts import Verdict
    from kronika.study.finding import Cited
    from kronika.texts import Text

_AROUND = 32
"""Characters before and after a quotation that a TextQuoteSelector carries."""
_SCHEMA = {"person": "Person", "organisation": "Organization", "country": "Organization"}
_COLUMNS = (
    "document", "title", "date", "address", "place", "start", "end", "section", "words", "kind", "speaker", "how",
    "reported_by", "figures", "days", "actors", "state", "reviewed_by", "reviewed_at", "rules", "check", "version",
    "verdict", "reason", "verdict_state", "says", "definition", "tolerance", "cites",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Checked:
    """A text with what the record says of its claims, as it is shown."""

    text: Text
    verdicts: Mapping[str, tuple[Verdict, ...]] = field(default_factory=dict)
    """By the claim's key."""
    checking: bool = False
    """Whether the claims were checked at all."""
    kinds: tuple[str, ...] = ()
    """The kinds of claims that are shown; empty for all."""

    @property
    def claims(self) -> list[Reviewed]:
        """The claims that are shown."""
        return [each for each in self.text.claims if not self.kinds or each.claim.kind in self.kinds]

    def data(self) -> dict[str, Any]:
        """All of it as mappings and lists."""
        words = self.text.marked.prose.text
        return {
            "document": asdict(self.text.head),
            "stated_date": asdict(self.text.dating),
            "claims": [
                {
                    "key": each.key,
                    "words": each.claim.of(words),
                    "state": each.state,
                    **asdict(each.claim),
                    "machine": asdict(each.machine) if each.machine and each.machine != each.claim else None,
                    "review": _signed(each),
                    "verdicts": [_verdict(verdict, each) for verdict in self.verdicts.get(each.key, ())],
                }
                for each in self.claims
            ],
            "lost": [asdict(review) for review in self.text.lost],
        }


def web_annotations(texts: Iterable[Checked]) -> str:
    """Every claim as a W3C Web Annotation, as an AnnotationPage in JSON-LD."""
    items = [_annotation(each, claim) for each in texts for claim in each.claims]
    context = ["http://www.w3.org/ns/anno.jsonld", {"kr": "urn:kronika:claims#"}]
    return _json({"@context": context, "type": "AnnotationPage", "items": items})


def claim_reviews(texts: Iterable[Checked]) -> str:
    """The verdicts on claims that a person has accepted as schema.org ClaimReviews in JSON-LD; no others."""
    graph = [
        _review(each, claim, verdict)
        for each in texts
        for claim in each.claims
        if claim.accepted
        for verdict in each.verdicts.get(claim.key, ())
    ]
    return _json({"@context": "https://schema.org", "@graph": graph})


def table(texts: Iterable[Checked]) -> str:
    """A line for each claim, or for each verdict where it has some, as CSV that no spreadsheet runs as formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for each in texts:
        for claim in each.claims:
            for verdict in each.verdicts.get(claim.key, ()) or (None,):
                row = _row(each, claim, verdict)
                writer.writerow([harmless(row[name]) for name in _COLUMNS])
    return out.getvalue()


FORMS: dict[str, Callable[[Iterable[Checked]], str]] = {
    "csv": table,
    "jsonld": web_annotations,
    "claimreview": claim_reviews,
}
"""The exports by the names that the command line has for them."""


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _ni(sha256: str) -> str:
    """A document's hash as a URI (RFC 6920)."""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip('=')}"


def _annotation(checked: Checked, reviewed: Reviewed) -> dict[str, Any]:
    head, text, claim = checked.text.head, checked.text.marked.prose.text, reviewed.claim
    made: dict[str, Any] = {
        "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{head.sha256}/{reviewed.key}')}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"Kronika {metadata.version('kronika')}"},
        "body": list(_bodies(checked, reviewed)),
        "target": {
            "source": head.address or _ni(head.sha256),
            "kr:sha256": head.sha256,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": claim.of(text),
                    "prefix": text[max(0, claim.start - _AROUND) : claim.start],
                    "suffix": text[claim.end : claim.end + _AROUND],
                },
                {"type": "TextPositionSelector", "start": claim.start, "end": claim.end},
            ],
        },
    }
    if reviewed.review:
        made["creator"] = {"type": "Person", "name": reviewed.review.who}
        made["created"] = reviewed.review.when
    return made


def _bodies(checked: Checked, reviewed: Reviewed) -> Iterator[dict[str, Any]]:
    claim = reviewed.claim
    yield _body("classifying", claim.kind)
    yield _body("tagging", reviewed.state)
    voice = claim.speaker
    said = {"kr:name": voice.name, "kr:how": voice.how, "kr:reportedBy": voice.reported_by}
    yield _body("describing", f"said by {claims_text.voice(voice)}", **{"kr:speaker": said})
    for quantity in claim.quantities:
        bounds = {f"kr:{name}": getattr(quantity, name) for name in ("value", "low", "high", "hedge", "unit", "per")}
        yield _body("describing", claims_text.figure(quantity), **{"kr:quantity": bounds})
    for dated in claim.dates:
        told = {"kr:edtf": dated.value, "kr:basis": dated.basis, "kr:bound": dated.bound}
        yield _body("describing", claims_text.day(dated), **{"kr:date": told})
    for mention in claim.mentions:
        who = {"kr:name": mention.name, "kr:id": mention.id, "kr:linked": mention.linked}
        yield _body("identifying", claims_text.actor(mention), **{"kr:actor": who})
    for verdict in checked.verdicts.get(reviewed.key, ()):
        words = claims_text.outcome(verdict, reviewed=reviewed.accepted)
        yield _body("assessing", words, **{"kr:verdict": _verdict(verdict, reviewed)})


def _body(purpose: str, value: str, **more: object) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, **more}


def _review(checked: Checked, reviewed: Reviewed, verdict: Verdict) -> dict[str, Any]:
    head, claim = checked.text.head, reviewed.claim
    words = " ".join(claim.of(checked.text.marked.prose.text).split())
    document = {
        "@type": "CreativeWork",
        "identifier": _ni(head.sha256),
        "headline": head.title or head.name,
        "url": head.address,
        "datePublished": head.dating.value,
        "author": [{"@type": "Person", "name": name} for name in head.authors],
        "publisher": {"@type": "Organization", "name": head.publisher} if head.publisher else "",
    }
    item = {"@type": "Claim", "text": words, "author": _speaker(claim.speaker), "appearance": _without_empty(document)}
    who, when = (reviewed.review.who, reviewed.review.when) if reviewed.review else ("", "")
    rating = verdict.outcome + (f" ({verdict.reason})" if verdict.reason else "")
    found = {
        "@type": "ClaimReview",
        "claimReviewed": words,
        "datePublished": when[:10],
        "author": {"@type": "Person", "name": who},
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "reviewBody": " ".join(each for each in (verdict.says, verdict.definition, *verdict.left) if each),
        "itemReviewed": _without_empty(item),
        "citation": [_citation(cited) for cited in verdict.cited],
    }
    return _without_empty(found)


def _speaker(speaker: Speaker) -> dict[str, Any]:
    """Who speaks; nothing for an unnamed author."""
    if not speaker.name:
        return {}
    kind = _SCHEMA.get(speaker.mention.named, "Thing") if speaker.mention else "Thing"
    return {"@type": kind, "name": speaker.name}


def _citation(cited: Cited) -> dict[str, Any]:
    return {
        "@type": "CreativeWork",
        "name": cited.title,
        "publisher": {"@type": "Organization", "name": cited.publisher},
        "datePublished": cited.published,
        "identifier": _ni(cited.document),
        "text": f"{cited.place}: «{cited.printed}»",
    }


def _without_empty(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in ("", [], {}, None)}


def _signed(reviewed: Reviewed) -> dict[str, str] | None:
    review = reviewed.review
    return {"verb": review.verb, "who": review.who, "when": review.when, "why": review.why} if review else None


def _verdict(verdict: Verdict, reviewed: Reviewed) -> dict[str, Any]:
    made = asdict(verdict)
    del made["claim"]
    return {**made, "state": "reviewed" if reviewed.accepted else "not reviewed"}


def _row(checked: Checked, reviewed: Reviewed, verdict: Verdict | None) -> dict[str, str]:
    from kronika.collect import texts

    head, prose, claim, review = checked.text.head, checked.text.marked.prose, reviewed.claim, reviewed.review
    row = dict.fromkeys(_COLUMNS, "")
    row |= {
        "document": head.sha256, "title": head.title or head.name, "date": head.dating.value, "address": head.address,
        "place": texts.locate(prose, claim.start), "start": str(claim.start), "end": str(claim.end),
        "section": claim.section, "words": " ".join(claim.of(prose.text).split()), "kind": claim.kind,
        "speaker": claim.speaker.name, "how": claim.speaker.how, "reported_by": claim.speaker.reported_by,
        "figures": "; ".join(claims_text.figure(each) for each in claim.quantities),
        "days": "; ".join(claims_text.day(each) for each in claim.dates),
        "actors": "; ".join(dict.fromkeys(claims_text.actor(each) for each in claim.mentions)),
        "state": reviewed.state, "rules": " ".join(claim.rules),
    }  # fmt: skip
    if review:
        row |= {"reviewed_by": review.who, "reviewed_at": review.when}
    if verdict:
        row |= {
            "check": verdict.check, "version": verdict.version, "verdict": verdict.outcome, "reason": verdict.reason,
            "verdict_state": "reviewed" if reviewed.accepted else "not reviewed", "says": verdict.says,
            "definition": verdict.definition, "tolerance": verdict.tolerance,
            "cites": "; ".join(str(each) for each in verdict.cited),
        }  # fmt: skip
    return row
