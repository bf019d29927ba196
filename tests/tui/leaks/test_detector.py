"""The detector finds what it is there for: a proof that finds nothing must be able to."""

from __future__ import annotations

import pytest

from tests.tui.leaks.detector import leaks, shapes, text_of
from tests.tui.leaks.payloads import SEQUENCES

FRAME = (
    b"\x1b[?2026h\x1b[1;1H\x1b[1;38;2;220;215;204;48;2;29;28;26mTitle\x1b[0m\r\n\x1b[2;40Hwords\x1b[0m\x1b[?25l"
    b"\x1b]52;c;SGVsbG8sIHRoaXMgaXMgd2hhdCB3YXMgY29waWVkIGZyb20=\x07"
)
"""Something like what the reader draws."""
CONTROL = tuple(payload for payload in SEQUENCES if not payload.startswith("&"))


def test_frames_that_differ_only_in_places_and_shades_are_alike() -> None:
    other = FRAME.replace(b"38;2;220;215;204", b"38;2;0;0;255").replace(b"2;40H", b"17;3H").replace(b"Title", b"More")
    assert leaks(other, FRAME, SEQUENCES) == []
    assert shapes(FRAME) == {
        "csi '?2026h'", "cursor", "style 0", "style 1", "style 38:2", "style 48:2", "csi '?25l'", "string ']52;c;'",
        "control '\\r'",
    }  # fmt: skip


@pytest.mark.parametrize("payload", CONTROL)
@pytest.mark.parametrize("behind", ["Title", "wor"])
def test_every_sequence_is_found_wherever_it_gets_through(payload: str, behind: str) -> None:
    sent = FRAME.replace(behind.encode(), f"{behind}{payload}".encode())
    assert leaks(sent, FRAME, SEQUENCES)
    assert leaks(sent, FRAME), "without knowing the payload"


def test_half_a_sequence_is_found_too() -> None:
    for payload in CONTROL:
        for end in range(1, len(payload)):
            if not payload[:end].isprintable():
                assert leaks(FRAME.replace(b"Title", f"Title{payload[:end]}".encode()), FRAME), payload[:end]


def test_broken_bytes_are_found() -> None:
    assert leaks(FRAME + b"\x9b31m", FRAME)


def test_a_colour_that_is_none_of_the_program_s_is_found() -> None:
    assert leaks(FRAME.replace(b"\x1b[0m", b"\x1b[0;31m", 1), FRAME) == ["style 31"]


def test_the_words_stay() -> None:
    assert text_of(FRAME) == "Title\nwords"
