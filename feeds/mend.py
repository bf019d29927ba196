"""What the extraction of an article lost, put back: repeated paragraphs, standfirsts and captions.

It compares the blocks that were extracted with the page's own, and adds only what stands among the article's
paragraphs. Pure functions over a parsed page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from lxml.html import HtmlElement
from msgspec import Struct

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "blockquote", "dd", "dt", "td", "th", "pre")
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_STANDFIRST = re.compile(
    r"stand-?first|sub-?(?:title|head)|(?:^|[\s_-])(?:dek|deck|lede|strap-?line|summary)(?:$|[\s_-])", re.I
)
_JUNK = re.compile(
    r"promo|relat|newsletter|advert|sponsor|share|social|sign-?up|subscri|cookie|comment|sidebar|widget|recirc|foot"
    r"|menu|nav|breadcrumb|(?:^|[\s_-])(?:ad|ads|tags?|meta|byline|author|date)(?:$|[\s_-])",
    re.I,
)
_CAPTION = re.compile(r"(?:^|[\s_-])caption", re.I)
_TIMED = 3
"""Times that stand by themselves among the paragraphs from which on they are those of a live report's entries."""
_LONG = 40
"""Characters from which a block is known again inside a larger one."""
_MOST_BLOCKS = 3000
"""Pages of more blocks are taken as they were extracted: to compare grows faster than they do."""


_FEW_BLOCKS = 20


class Block(Struct, frozen=True):
    """A paragraph, heading, item or row of text; `lead` is what sets it off from the block before: breaks, a bullet."""

    text: str
    lead: str = "\n\n"


class _Leaf(Struct, frozen=True):
    """A block of the page that holds no other block."""

    element: HtmlElement
    text: str
    key: str


def mended(tree: HtmlElement, blocks: list[Block], *, mark: str = "") -> list[Block]:
    """`blocks` as extracted from the page `tree`, with what was lost put back where it stood.

    `mark` is a character that stands in the page for the end of a paragraph.
    """
    leaves = list(_leaves(tree, mark))
    if not 0 < len(leaves) <= _MOST_BLOCKS or not 0 < len(blocks) <= _MOST_BLOCKS:
        return blocks
    blocks = _divided(blocks, leaves)
    known = [_key(block.text) for block in blocks]
    places = _places([leaf.key for leaf in leaves], known)
    if not places:
        return blocks
    lost = _lost(tree, leaves, known, places)
    result: list[Block] = []
    done = 0
    for index, leaf in enumerate(leaves):
        if index in places:
            result += blocks[done : places[index] + 1]
            done = places[index] + 1
        elif index in lost:
            if not done:  # what stands before the first block that is known here comes before what was lost
                done = places[min(places)]
                result += blocks[:done]
            result.append(Block(leaf.text))
    return result + blocks[done:]


def _divided(blocks: list[Block], leaves: list[_Leaf]) -> list[Block]:
    """`blocks`, where those into which a whole short page was poured are its leaves again."""
    if len(blocks) > _FEW_BLOCKS:
        return blocks
    result: list[Block] = []
    for block in blocks:
        run = _run(_key(block.text), leaves)
        result += [Block(leaf.text) for leaf in run] if len(run) > 1 else [block]
    return result


def _run(key: str, leaves: list[_Leaf]) -> list[_Leaf]:
    """The consecutive leaves that make up `key` exactly, or none."""
    for start, first in enumerate(leaves):
        if not key.startswith(first.key):
            continue
        at = 0
        for end, leaf in enumerate(leaves[start:], start + 1):
            if not key.startswith(leaf.key, at):
                break
            at += len(leaf.key)
            if at == len(key):
                return leaves[start:end]
    return []


def _places(leaves: list[str], blocks: list[str]) -> dict[int, int]:
    """Which leaf (index) became which block (index), in the order of both."""
    matcher = SequenceMatcher(None, leaves, blocks, autojunk=False)
    return {
        match.a + offset: match.b + offset for match in matcher.get_matching_blocks() for offset in range(match.size)
    }


def _lost(tree: HtmlElement, leaves: list[_Leaf], known: list[str], places: dict[int, int]) -> set[int]:
    """The leaves (indices) that belong to the article and are not among the `known` keys of its blocks."""
    belongs = _belonging(tree, leaves, places)
    have, everything = Counter(known), "".join(known)
    seen: Counter[str] = Counter()
    lost: set[int] = set()
    for index, leaf in enumerate(leaves):
        if index not in places:
            # A long block may be there as a part of another; a short one would be found by chance.
            present = everything.count(leaf.key) if len(leaf.key) >= _LONG else have[leaf.key]
            if seen[leaf.key] >= present and not _is_junk(leaf.element) and belongs(index, leaf):
                lost.add(index)
            elif seen[leaf.key] >= present:
                continue
        seen[leaf.key] += 1
    return lost


def _belonging(tree: HtmlElement, leaves: list[_Leaf], places: dict[int, int]) -> Callable[[int, _Leaf], bool]:
    """What tells whether a leaf stands among those that were extracted."""
    first, last = min(places), max(places)
    kept = {leaves[index].key for index in places}
    parents = {leaves[index].element.getparent() for index in places if leaves[index].element.tag == "p"}
    around = {one for parent in parents for one in (parent, *parent.iterancestors())} - {tree, tree.find("body")}
    described = {
        _key(text) for text in tree.xpath("//meta[@name='description' or @property='og:description']/@content")
    }
    headline = max((index for index in range(first) if leaves[index].element.tag == "h1"), default=first)
    entries = {one.element.getparent() for one in leaves if one.element.tag == "time"} & parents
    timed = len(entries) >= _TIMED

    def belongs(index: int, leaf: _Leaf) -> bool:
        if leaf.element.tag == "time":
            return timed and leaf.element.getparent() in entries
        sibling = leaf.element.getparent() in parents
        if sibling and leaf.element.tag == "p" and (first < index < last or leaf.key in kept):
            return True
        if sibling and leaf.element.tag in _HEADINGS and first < index < last:
            return True
        if headline < index < first and _is_standfirst(leaf, described):
            return True
        return headline < index and _is_caption(leaf.element, around if index < last else parents)

    return belongs


def _is_standfirst(leaf: _Leaf, described: set[str]) -> bool:
    if leaf.element.tag not in {"p", "h2", "h3", "h4"}:
        return False
    return leaf.key in described or any(
        _STANDFIRST.search(_names(one)) for one in (leaf.element, leaf.element.getparent())
    )


def _is_caption(element: HtmlElement, around: set[HtmlElement]) -> bool:
    """Whether an element is the caption of a picture that stands in one of the elements `around` the article."""
    figure = element if element.tag == "figure" else next(element.iterancestors("figure"), None)
    if figure is not None:
        captioned = element.tag == "figcaption" or next(element.iterancestors("figcaption"), None) is not None
        return (captioned or _says_caption(element)) and any(one in around for one in figure.iterancestors())
    box = element.getparent()
    return (
        _says_caption(element) and box.find(".//img") is not None and any(one in around for one in box.iterancestors())
    )


def _says_caption(element: HtmlElement) -> bool:
    return bool(_CAPTION.search(element.get("class", "")))


def _is_junk(element: HtmlElement) -> bool:
    """Whether an element is named as something beside the article, or is mostly links."""
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    if linked * 2 > len("".join(element.itertext())):
        return True
    around = [element, *element.iterancestors("aside", "nav", "footer", "ul", "section")]
    return any(one.tag in {"aside", "nav", "footer"} or _JUNK.search(_names(one)) for one in around)


def _names(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _leaves(tree: HtmlElement, mark: str) -> Iterator[_Leaf]:
    for element in tree.iter(*_BLOCKS, "div", "time"):
        if element.tag == "div" and not _says_caption(element):
            continue
        if element.tag == "time" and next(element.iterancestors(*_BLOCKS[:-4]), None) is not None:
            continue  # it stands in a sentence
        if next(element.iterdescendants(*_BLOCKS), None) is None:
            words = "".join(element.itertext())
            text = "\n\n".join(" ".join(part.split()) for part in (words.split(mark) if mark else [words]))
            if text.strip():
                yield _Leaf(element, text, _key(text))


def _key(text: str) -> str:
    return "".join(text.split())
