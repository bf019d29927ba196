"""What the analysing process and whoever asks it say to each other: one message a line, as JSON. Imports no spaCy."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from store.models import Analysis


class Text(Struct, frozen=True, kw_only=True):
    """A text to analyse and the article that it belongs to."""

    article: str
    text: str
    text_hash: str


class Ask(Struct, frozen=True, kw_only=True, tag="ask"):
    """Analyse one text, what is around offset `visible` first."""

    request: int
    text: Text
    visible: int = 0
    urgent: bool = True
    """Whether someone waits for it: the others are worked on when nothing else is left."""


class Batch(Struct, frozen=True, kw_only=True, tag="batch"):
    """Analyse many texts; the answer is one Analysed."""

    request: int
    texts: tuple[Text, ...]


class Cancel(Struct, frozen=True, kw_only=True, tag="cancel"):
    """Forget a request."""

    request: int


class Ready(Struct, frozen=True, kw_only=True, tag="ready"):
    """The pipeline is loaded; `pipeline` is its id, `notices` say in a sentence each what may be wrong with it."""

    pipeline: str
    notices: tuple[str, ...] = ()


class Began(Struct, frozen=True, kw_only=True, tag="began"):
    """The work turns to this request: should the process end now, this is what ended it."""

    request: int


class Findings(Struct, frozen=True, kw_only=True, tag="findings"):
    """What was found so far; each takes the place of the one before. The one that is `done` covers the whole text."""

    request: int
    analysis: Analysis
    done: bool


class Analysed(Struct, frozen=True, kw_only=True, tag="analysed"):
    """The answer to a Batch: for each text its analysis, or a sentence that says why there is none."""

    request: int
    results: tuple[Analysis | str, ...]


class Failed(Struct, frozen=True, kw_only=True, tag="failed"):
    """A request that could not be carried out."""

    request: int
    sentence: str


class Unusable(Struct, frozen=True, kw_only=True, tag="unusable"):
    """The pipeline could not be loaded; the process ends."""

    sentence: str


Order = Ask | Batch | Cancel
Reply = Ready | Began | Findings | Analysed | Failed | Unusable

encode = msgspec.json.Encoder().encode
"""A message as one line, without its end: JSON of msgspec holds no line break."""
decode_order = msgspec.json.Decoder(Order).decode
decode_reply = msgspec.json.Decoder(Reply).decode
