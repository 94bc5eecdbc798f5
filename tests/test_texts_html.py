from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kronika.base.errors import UsageError
from kronika.collect import texts

if TYPE_CHECKING:
    from kronika.base.prose import Prose

PAGE = """<!doctype html><html lang="en-GB"><head><meta charset=utf-8><title>Call for talks - Freedonia</title>
<meta property="og:title" content="Call for talks in Sylvania"><meta property="og:site_name" content="Freedonia Today">
<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2021-03-01"},{"@type":"NewsArticle",
"headline":"Call for talks in Sylvania","datePublished":"2021-03-05T23:30:00-05:00","author":[{"name":"Ann Example"}]}]}
</script></head>
<body class="has-related"><header><a href="/">Home</a></header><nav><ul><li><a>News</a><li><a>About</a></ul></nav>
<main><article><h1>Call for talks in Sylvania</h1><div class="byline">By Ann Example</div>
<p>The minister <b>said</b> that 1,500<sup>3</sup> people<br>were held, and that the ofﬁce was closed.
<p>The second paragraph has a soft hy&shy;phen and was not closed by its author, as they are.
<blockquote><p>We ask for talks now.</p></blockquote><ul><li>One thing is needed.</li></ul>
<figure><img alt="x"><figcaption>The minister, left</figcaption></figure>
<table><tr><th>Year<th>Held</tr><tr><td>2020<td>1,500</tr></table>
<div class="related-links"><ul><li><a>Minister says more things about this</a></li></ul></div>
<p><a href="x">How the minister went home again</a></p>Loose words stand here.<iframe src="https://example.org"></iframe>
</article></main><aside><p>Most read stories of the day are these.</p></aside>
<footer>© 2021 Freedonia</footer></body></html>"""


def role(prose: Prose, words: str) -> str:
    at = prose.text.index(words)
    return next(part.role for part in prose.parts if part.start <= at < part.end)


def test_every_word_of_a_page_is_kept_and_what_is_not_the_article_is_marked() -> None:
    prose = texts.read(PAGE.encode(), "a.html")
    assert role(prose, "Home") == role(prose, "News") == role(prose, "© 2021") == "boilerplate"
    assert (
        role(prose, "Most read stories")
        == role(prose, "Minister says more")
        == role(prose, "How the minister")
        == "teaser"
    )
    assert role(prose, "The minister, left") == "caption"
    assert role(prose, "2020 | 1,500") == "table"
    assert role(prose, "We ask") == "quote"
    assert role(prose, "One thing") == "list"
    assert role(prose, "By Ann") == "byline"
    assert role(prose, "Loose words") == role(prose, "The second") == "body"
    assert prose.problems[0] == "1 × <iframe>: what it shows from elsewhere was not read"


def test_a_page_states_its_title_publisher_author_language_and_date() -> None:
    prose = texts.read(PAGE.encode(), "a.html")
    assert prose.title == "Call for talks in Sylvania"
    assert prose.publisher == "Freedonia Today"
    assert prose.authors == ("Ann Example",)
    assert prose.language == "en"
    assert prose.dating.value == "2021-03-05"
    assert prose.dating.how == "stated"
    assert "JSON-LD datePublished" in prose.dating.evidence


def test_notes_marks_are_superiors_and_breaks_ligatures_and_soft_hyphens_do_not_part_words() -> None:
    said = texts.read(PAGE.encode(), "a.html").text
    assert "1,500³ people\nwere held, and that the office was closed." in said
    assert "soft hyphen" in said


def test_a_place_is_the_path_of_the_element() -> None:
    prose = texts.read(PAGE.encode(), "a.html")
    assert texts.locate(prose, prose.text.index("The second")) == "/html/body/main/article/p[2]"


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ('<meta name="dcterms.issued" content="2020-11-05">', "2020-11-05"),
        ('<meta property="article:modified_time" content="2020-11-05">', ""),
        ('<meta name="date" content="5/6/2020">', ""),
        ('<script type="application/ld+json">{"dateModified": "2020-11-05"}</script>', ""),
        ('<script type="application/ld+json">{"datePublished": </script>', ""),
    ],
)
def test_only_a_date_of_publication_dates_a_page(head: str, value: str) -> None:
    assert texts.read(f"<html><head>{head}</head><p>Words.</p></html>".encode(), "a.html").dating.value == value


def test_a_page_that_states_the_wrong_language_is_told_by_its_words() -> None:
    words = (
        "Правительство страны заявило, что не будет участвовать в переговорах "
        "и что это решение было принято для защиты всех или для мира."
    )
    prose = texts.read(f'<html lang="en-US"><p>{words}</p></html>'.encode(), "a.html")
    assert prose.language == "ru"
    assert "its words are «ru»" in prose.problems[0]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "koi8-r"])
def test_the_encoding_that_a_page_declares_is_used(encoding: str) -> None:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head>'
    page = f"{head}<p>Слова министра</p>"
    prose = texts.read(page.encode(encoding), "a.html")
    assert "Слова министра" in prose.text
    assert not prose.problems


def test_a_page_laid_out_by_tables_is_no_table() -> None:
    page = "<table><tr><td><h2>Menu</h2></td><td><p>First words of it.</p><p>Second words of it.</p></td></tr></table>"
    prose = texts.read(f"<html>{page}</html>".encode(), "a.html")
    assert [part.role for part in prose.parts] == ["heading", "body", "body"]


def test_a_page_nested_without_end_keeps_what_was_read_and_names_the_rest() -> None:
    page = b"<html><body><p>First words.</p>" + b"<div>" * 10_000_000 + b"deep words"
    prose = texts.read(page, "deep.html")
    assert prose.text == "First words."
    assert "nested over 2,048 elements deep in line 1" in prose.problems[0]
    assert "bytes) was not read" in prose.problems[0]


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^a\.html: holds no text"):
        texts.read(b"<html><script>var x</script></html>", "a.html")
