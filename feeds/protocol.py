"""What whoever wants something from the network, the process that fetches and the processes that read say to each
other: messages of msgpack, each behind its length in four bytes. Imports nothing that fetches or parses.
"""

from __future__ import annotations

from typing import IO, Any, Literal

import msgspec
from msgspec import Struct

from feeds.contents import Contents
from feeds.filed import Format

Wanted = Literal["any", "feed", "page"]

_LENGTH = 4


class Get(Struct, frozen=True, kw_only=True, tag="get"):
    """Get what is at an address, and read it."""

    request: int
    url: str
    wanted: Wanted = "any"
    local: bool = False
    """Whether the address may lie on this computer or its network: the person gave it."""
    etag: str = ""
    modified: str = ""
    failures: int = 0
    """How often it failed before."""


class Read(Struct, frozen=True, kw_only=True, tag="read"):
    """Read what is here already: `data`, which came from `url`."""

    request: int
    url: str
    data: bytes
    content_type: str = ""
    wanted: Wanted = "any"


class ReadFile(Struct, frozen=True, kw_only=True, tag="file"):
    """Read the bytes of a file that a person named."""

    request: int = 0
    data: bytes
    format: Format
    name: str
    """What stands for it in a sentence."""


class Got(Struct, frozen=True, kw_only=True, tag="got"):
    """The answer to a Get, Read or ReadFile."""

    request: int
    url: str = ""
    """Where it came from in the end."""
    moved: str = ""
    """The address that takes the place of the one asked, for good."""
    status: int = 0
    """What the server said; 0 where it was not reached."""
    contents: Contents | None = None
    """What was found; None where nothing changed since, or where there is an `error`."""
    error: str = ""
    """What went wrong, as a sentence."""
    etag: str = ""
    modified: str = ""
    fresh_until: str = ""
    wait_until: str = ""


encode = msgspec.msgpack.Encoder().encode
decode_get = msgspec.msgpack.Decoder(Get).decode
decode_got = msgspec.msgpack.Decoder(Got).decode
decode_read = msgspec.msgpack.Decoder(Read | ReadFile).decode


def framed(message: Any) -> bytes:
    """A message behind its length."""
    data = encode(message)
    return len(data).to_bytes(_LENGTH, "big") + data


def next_frame(stream: IO[bytes]) -> bytes | None:
    """The next message in a stream, still encoded; None at its end."""
    head = stream.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return data if len(data) == size else None
