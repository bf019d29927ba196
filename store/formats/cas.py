"""UIMA CAS as XMI, an article a file, with its type system beside it: for INCEpTION and what else is built on UIMA.

What affirmed marks say is there in the types of DKPro Core, which INCEpTION shows without any set-up (it passes over
types that it does not know); all of it, what was rejected too, is in types of our own, each mark tied to the annotation
that says the same. XMI and not JSON, because INCEpTION refuses a JSON file with types that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from store.formats import Folder, Item, Losses, ReadableFolder, placed
from store.formats._cas_marks import ARTICLE, CUE, MARK, PART, QUOTATION, SPEAKER, Marks
from store.formats._dkpro import ARGUMENT, LINK, NAMED_ENTITY, PREDICATE, arguments
from store.formats._spans import about, label, provenance
from store.formats._utf16 import Units
from store.formats._xmi import parse
from store.models import Annotation, Cue, Mention

_ANNOTATION, _STRING, _STRINGS = "uima.tcas.Annotation", "uima.cas.String", "uima.cas.StringArray"
_ABOUT = ("id", "title", "source", "url", "byline", "published", "text_hash")
_SAID = ("id", "kind", "label", "name", "note", "verdict", "origin", "annotator", "created", "modified")
TYPES: dict[str, tuple[str, dict[str, str]]] = {
    ARTICLE: (_ANNOTATION, dict.fromkeys(_ABOUT, _STRING)),
    MARK: (
        _ANNOTATION,
        dict.fromkeys(_SAID, _STRING) | {"tags": _STRINGS, "unsure": "uima.cas.Boolean", "of": _ANNOTATION},
    ),
    QUOTATION: (MARK, {"parts": f"{PART}[]", "speaker": SPEAKER, "cue": CUE}),
    PART: (_ANNOTATION, {}),
    SPEAKER: (_ANNOTATION, {"name": _STRING, "text": _STRING}),
    CUE: (_ANNOTATION, {"text": _STRING}),
    NAMED_ENTITY: (_ANNOTATION, {"value": _STRING, "identifier": _STRING}),
    PREDICATE: (_ANNOTATION, {"category": _STRING, "arguments": f"{LINK}[]"}),
    ARGUMENT: (_ANNOTATION, {}),
    LINK: ("uima.cas.TOP", {"role": _STRING, "target": ARGUMENT}),
}
"""Each type: what it is a kind of, and its features with their types."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SOFA = 1
_NONE: Mapping[str, Any] = {}


class Cas(Folder, ReadableFolder):
    """See the module."""

    name = "cas"
    suffix = ".xmi"
    wants = (".xmi",)
    about = "UIMA CAS (XMI) and its type system, an article a file: INCEpTION, UIMA"

    def write(self, item: Item, losses: Losses) -> Iterator[tuple[str, str]]:
        """The article, then the types."""
        text = _NOT_IN_XML.sub("\ufffd", item.article.text)
        cas = _Cas(text)
        whole = (0, len(text))
        cas.add("uima.tcas.DocumentAnnotation", whole, {"language": item.article.language or "x-unspecified"})
        # A text in which characters had to be replaced is another text: it must not pass for the one that was exported.
        said = {name: value for name, value in about(item).items() if name != "text_hash" or text == item.article.text}
        cas.add(ARTICLE, whole, said)
        for annotation in sorted(placed(item, losses), key=lambda a: (a.start, a.end, a.id)):
            if text[annotation.start : annotation.end] == annotation.exact:
                _add(cas, annotation)
            else:
                losses.add("they hold a character that XML can't hold")
        yield self.suffix, cas.xml()
        yield ".types.xml", _type_system()

    def read(self, files: Mapping[str, bytes], name: str, losses: Losses) -> Item:
        """The text with its entities and quotations; annotations of other types are counted as lost."""
        return Marks(parse(files[self.suffix], name), name, losses).item()


class _Cas:
    """The feature structures of one document, numbered as they come."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._units = Units(text)
        self._lines: list[str] = []
        self._members: list[int] = []
        self._last = _SOFA

    def add(
        self, kind: str, place: tuple[int, int] | None, features: Mapping[str, Any], lists: Mapping[str, Any] = _NONE
    ) -> int:
        """A feature structure, its number; one that has a place in the text is in the index. `lists` are of strings."""
        self._last += 1
        attributes: dict[str, Any] = {"xmi:id": self._last}
        if place:
            attributes |= {"sofa": _SOFA, "begin": self._units.of(place[0]), "end": self._units.of(place[1])}
            self._members.append(self._last)
        attributes |= features
        tag = _tag(kind)
        inside = "".join(
            f"<{name}>{escape(_clean(value))}</{name}>" for name, values in lists.items() for value in values
        )
        written = "".join(f" {name}={quoteattr(_clean(str(value)))}" for name, value in attributes.items())
        self._lines.append(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")
        return self._last

    def xml(self) -> str:
        """The file."""
        spaces = {_prefix(kind): f"http:///{_package(kind).replace('.', '/')}.ecore" for kind in _KINDS}
        declared = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in sorted(spaces.items()))
        sofa = {"xmi:id": _SOFA, "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text/plain"}
        attributes = "".join(f' {name}="{value}"' for name, value in sofa.items())
        return "\n".join(
            (
                '<?xml version="1.0" encoding="UTF-8"?>',
                f'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"{declared} xmi:version="2.0">',
                '<cas:NULL xmi:id="0"/>',
                *self._lines,
                f"<cas:Sofa{attributes} sofaString={quoteattr(self._text)}/>",
                f'<cas:View sofa="{_SOFA}" members="{" ".join(map(str, self._members))}"/>',
                "</xmi:XMI>\n",
            )
        )


def _add(cas: _Cas, annotation: Annotation) -> None:
    """A mark, tied to what it is for DKPro where nobody rejected it."""
    place = (annotation.start, annotation.end)
    said = provenance(annotation)
    tags = said.pop("tags", ())
    features: dict[str, Any] = {name: value for name in _SAID if (value := said.get(name))}
    features |= {"label": annotation.label} if annotation.label else {}
    features |= {"unsure": "true"} if annotation.unsure else {}
    if annotation.verdict != "rejected":
        features["of"] = _add_known(cas, annotation)
    if annotation.kind != "quote":
        cas.add(MARK, place, features, {"tags": tags})
        return
    if annotation.parts:
        features["parts"] = " ".join(str(cas.add(PART, part, {})) for part in annotation.parts)
    if speaker := annotation.speaker:
        named = {"name": speaker.name} if speaker.name else {}
        features["speaker"] = cas.add(SPEAKER, (speaker.start, speaker.end), named | _gone(speaker))
    if cue := annotation.cue:
        features["cue"] = cas.add(CUE, (cue.start, cue.end), _gone(cue))
    cas.add(QUOTATION, place, features, {"tags": tags})


def _gone(span: Mention | Cue) -> dict[str, str]:
    """The words that the text has no more."""
    return {"text": span.text} if span.start == span.end and span.text else {}


def _add_known(cas: _Cas, annotation: Annotation) -> int:
    """What the annotation is in the types that INCEpTION knows."""
    place = (annotation.start, annotation.end)
    if annotation.kind != "quote":
        return cas.add(NAMED_ENTITY, place, {"value": label(annotation)})
    links = []
    for role, start, end in arguments(annotation):
        target = cas.add(ARGUMENT, (start, end), {})
        links.append(str(cas.add(LINK, None, {"role": role, "target": target})))
    category = {"category": annotation.label} if annotation.label else {}
    return cas.add(PREDICATE, place, category | ({"arguments": " ".join(links)} if links else {}))


def _clean(value: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", value)


def _package(kind: str) -> str:
    return kind.rpartition(".")[0]


def _prefix(kind: str) -> str:
    """Of the namespace of a type: the package's last word that tells it from others."""
    words = [word for word in _package(kind).split(".") if word != "type"]
    return words[-1]


def _tag(kind: str) -> str:
    return f"{_prefix(kind)}:{kind.rpartition('.')[2]}"


_KINDS = (*TYPES, "uima.tcas.DocumentAnnotation", "uima.cas.Sofa")


def _type_system() -> str:
    """The description of all types, as UIMA has it."""
    return "".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">\n<types>\n',
            *(_type(name, above, features) for name, (above, features) in TYPES.items()),
            "</types>\n</typeSystemDescription>\n",
        )
    )


def _type(name: str, above: str, features: dict[str, str]) -> str:
    written = "".join(_feature(feature, kind) for feature, kind in features.items())
    head = f"<name>{name}</name><description/><supertypeName>{above}</supertypeName>"
    return f"<typeDescription>{head}\n<features>\n{written}</features></typeDescription>\n"


def _feature(name: str, kind: str) -> str:
    """A feature; one that holds several structures names their type."""
    element = kind.removesuffix("[]")
    kind = "uima.cas.FSArray" if kind != element else kind
    more = f"<elementType>{element}</elementType>" if kind == "uima.cas.FSArray" else ""
    head = f"<name>{name}</name><description/><rangeTypeName>{kind}</rangeTypeName>{more}"
    return f"<featureDescription>{head}</featureDescription>\n"


FORMAT = Cas()
