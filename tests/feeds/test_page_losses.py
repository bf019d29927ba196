"""Pages of known words, in four frames as sites build them: nothing of the article is lost, and nothing comes twice."""

from __future__ import annotations

import re

import pytest

from feeds.page import read_page

ONE = (
    "Maria Lopez opened the bridge on Monday, after two years of work that cost more than anybody had thought it would."
)
TWO = "“The bridge is safe,” she said, and nobody in the crowd of three hundred people said that it was not so at all."
THREE = "It will be closed again in the autumn, when the second half of the work is to begin on the other river bank."
FOUR = "Engineers had warned for years that the steel under the deck was thin, and that salt had eaten the bearings."
STAND = "Two years late, and three times the price."
DAWN = "The bridge at dawn."
FOOT = "<footer><p>© 2026 The Post. All rights reserved.</p></footer>"


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def chunks(body: str) -> str:
    """The paragraphs each in a box of its own, with room for advertisements between them."""
    return "".join(
        f'<div class="chunk">{part}</div><div class="ad"></div>' for part in re.split("(?<=</p>)(?=<p>)", body)
    )


HEAD = "<h1>The bridge opens</h1>"
FRAMES = {
    "article": f"<nav><a href=/>Home</a></nav><main><article>{HEAD}{{}}</article></main>{FOOT}",
    "boxes": f'<div id="page"><div class="menu"><a href=/>Home</a></div><div class="story">{HEAD}{{}}</div></div>',
    "headed": f'<main><div class="head">{HEAD}</div><article><div class="body">{{}}</div></article></main>',
    "chunks": f"<main><article>{HEAD}{{}}</article></main>",
}
ENTRIES = "".join(
    f'<div class="entry"><time>1{n}:05</time><h2>Update {n}</h2><p>{text} That was number {n}.</p></div>'
    for n, text in enumerate((ONE, TWO, THREE, FOUR))
)
LISTED = "".join(
    f"<li id=p{n}><h3>1{n}:05 Update {n}</h3><p>{text}</p><p>Short {n}.</p></li>"
    for n, text in enumerate((ONE, TWO, THREE, FOUR))
)
REST = paragraphs(TWO, THREE)
AROUND = paragraphs(ONE) + "{}" + REST
CASES: dict[str, tuple[str, list[str]]] = {
    "standfirst": (f'<p class="standfirst">{STAND}</p>' + paragraphs(ONE) + REST, [STAND, ONE]),
    "standfirst in a box": (f'<div class="article__standfirst">{STAND}</div>' + paragraphs(ONE) + REST, [STAND]),
    "standfirst as a heading": (f"<h2>{STAND}</h2>" + paragraphs(ONE) + REST, [STAND]),
    "dek": (f'<header><p class="dek">{STAND}</p></header>' + paragraphs(ONE) + REST, [STAND]),
    "caption": (AROUND.format(f"<figure><img src=a><figcaption>{DAWN}</figcaption></figure>"), [DAWN]),
    "caption with a credit": (
        AROUND.format(f"<figure><img src=a><figcaption><span>{DAWN}</span> <span>AFP</span></figcaption></figure>"),
        [DAWN, "AFP"],
    ),
    "caption without a figure": (AROUND.format(f'<div><img src=a><p class="caption">{DAWN}</p></div>'), [DAWN]),
    "caption in a box": (
        AROUND.format(f'<figure><img src=a><div class="wp-caption-text">{DAWN}</div></figure>'),
        [DAWN],
    ),
    "caption first": (f"<figure><img src=a><figcaption>{DAWN}</figcaption></figure>" + paragraphs(ONE) + REST, [DAWN]),
    "caption last": (
        paragraphs(ONE, TWO, THREE) + f"<figure><img src=a><figcaption>{DAWN}</figcaption></figure>",
        [THREE, DAWN],
    ),
    "repeated words": (paragraphs(ONE, "No.", TWO, "No.", THREE, "No."), ["No."] * 3),
    "repeated paragraph": (paragraphs(ONE, TWO, ONE, THREE, ONE), [ONE, TWO, ONE, THREE, ONE]),
    "short lines": (AROUND.format(paragraphs("“Why?”", "“Because.”", "“Oh.”")), ["“Why?”", "“Because.”", "“Oh.”", TWO]),
    "quotation marks": (
        AROUND.format(
            paragraphs(
                "&ldquo;Never,&rdquo; he said &#8212; &lsquo;not once&rsquo; &amp; left <q>at once</q> &lt;now&gt;."
            )
        ),
        ["“Never,” he said — ‘not once’ & left", "at once", "<now>."],
    ),
    "control references": (
        AROUND.format(paragraphs("A word&#27;&#1; here&#146;s and there &#x9c;, with more of them behind it.")),
        ["A word here’s and there œ, with more"],
    ),
    "list": (AROUND.format("<ul><li>One bolt in ten.</li><li>Thin paint.</li><li>Rust.</li></ul>"), ["• Rust."]),
    "nested list": (
        AROUND.format("<ol><li>First<ul><li>Inner a</li><li>Inner b</li></ul></li><li>Second</li></ol>"),
        ["First", "Inner a", "Inner b", "Second"],
    ),
    "terms": (AROUND.format("<dl><dt>Length</dt><dd>300 m</dd><dt>Cost</dt><dd>$3m</dd></dl>"), ["Length", "$3m"]),
    "block quote": (
        AROUND.format("<blockquote><p>It may not hold.</p><p>But it did.</p><cite>Ann Lee</cite></blockquote>"),
        ["It may not hold.", "But it did.", "Ann Lee"],
    ),
    "bare block quote": (
        AROUND.format("<blockquote>It may not hold.<br>But it did.</blockquote>"),
        ["It may not hold.", "But it did."],
    ),
    "pull quote": (AROUND.format(f'<aside class="pullquote"><p>{TWO[:30]}</p></aside>'), [ONE, TWO, THREE]),
    "pull quote of its own": (
        AROUND.format('<blockquote class="pull-quote">“It may not hold.”</blockquote>'),
        ["“It may not hold.”"],
    ),
    "table": (
        AROUND.format("<table><caption>Costs</caption><tr><th>Year<th>Cost</tr><tr><td>2024<td>1 million</tr></table>"),
        ["Costs", "Year", "Cost", "2024", "1 million", TWO],
    ),
    "live report": (ENTRIES, [word for n in range(4) for word in (f"1{n}:05", f"Update {n}", f"That was number {n}.")]),
    "live list": (
        f"<ul class=posts>{LISTED}</ul>",
        [word for n in range(4) for word in (f"1{n}:05 Update {n}", f"Short {n}.")],
    ),
    "interview": (
        AROUND.format(paragraphs("<b>Q:</b> Is it safe?", "<b>A:</b> Yes.", "<b>Q:</b> Sure?", "<b>A:</b> Yes.")),
        ["Q: Is it safe?", "A: Yes.", "Q: Sure?", "A: Yes."],
    ),
    "headings": (
        AROUND.format("<h2>What now?</h2>") + paragraphs("<strong>And then?</strong>", FOUR),
        ["What now?", "And then?"],
    ),
    "links": (
        AROUND.format(paragraphs("The <a href=/a>council met</a> and <a href=/b>voted</a>.")),
        ["The council met and voted."],
    ),
    "bare boxes": ("".join(f"<div>{text}</div>" for text in (ONE, TWO, THREE)), [ONE, TWO, THREE]),
    "line breaks": (f"<div>{ONE}<br><br>{TWO}<br><br>{THREE}</div>", [ONE, TWO, THREE]),
    "poem": (AROUND.format("<p>Roses are red,<br>bridges are long.</p>"), ["Roses are red,\nbridges are long."]),
    "loose words": (AROUND.format("Loose words without a tag stand here."), ["Loose words without a tag stand here."]),
    "correction": (
        AROUND.format("") + '<p class="correction">Correction: it was two years.</p>',
        ["Correction: it was two years."],
    ),
    "hidden part": (
        AROUND.format("<details><summary>How?</summary><p>With steel, they said.</p></details>"),
        ["How?", "With steel, they said."],
    ),
    "code": (AROUND.format("<pre>a = 1\nb = 2</pre>"), ["a = 1\n", "b = 2"]),
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("name", CASES)
def test_nothing_of_the_article_is_lost_moved_or_doubled(frame: str, name: str) -> None:
    body, wanted = CASES[name]
    body = FRAMES[frame].format(chunks(body) if frame == "chunks" else body)
    text = read_page(f"<html lang=en><head><title>The bridge opens</title></head><body>{body}</body></html>").text
    at = 0
    for words in wanted:
        at = text.find(words, at) + len(words)
        assert at >= len(words), f"{words!r} is not where it should be in\n{text}"
    for paragraph in (ONE, TWO, THREE, DAWN, STAND):
        assert text.count(paragraph) == body.count(paragraph)
    assert "Home" not in text
    assert "All rights" not in text


def test_of_a_short_article_the_menu_is_no_part() -> None:
    page = FRAMES["article"].format("<p>The bridge is open.</p>")
    assert read_page(f"<html><body>{page}</body></html>").text == "The bridge is open."
