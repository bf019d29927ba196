"""The journal file, and the calls below it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import disk
from store.journal import Journal, frame, read, scan

LINES = st.lists(st.binary(max_size=20).map(lambda line: line.replace(b"\n", b"")), max_size=6)


@given(LINES)
def test_what_was_written_is_read(lines: list[bytes]) -> None:
    data = b"".join(map(frame, lines))
    found = scan(data)
    assert found.lines == lines
    assert found.ends[-1:] == ([len(data)] if lines else [])


@given(LINES.filter(bool), st.data())
def test_any_damage_ends_the_reading_there(lines: list[bytes], data: st.DataObject) -> None:
    raw = bytearray(b"".join(map(frame, lines)))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    found = scan(bytes(raw))
    whole = sum(end <= place for end in scan(b"".join(map(frame, lines))).ends)
    assert found.lines[:whole] == lines[:whole]
    assert len(found.lines) == whole


def test_a_journal_goes_on_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "j"
    first = Journal.create(path, b"header")
    first.append(b"one")
    first.append(b"two")
    first.withdraw()
    first.close()
    first.close()
    path.write_bytes(path.read_bytes() + b"torn")
    again = Journal(path, first.size)
    again.append(b"three")
    again.close()
    assert read(path).lines == [b"header", b"one", b"three"]
    assert read(tmp_path / "none").lines == []


def test_every_byte_is_written_however_little_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bytes] = []

    def three(file: int, data: memoryview) -> int:
        taken.append(bytes(data[:3]))
        return len(taken[-1])

    monkeypatch.setattr(disk.os, "write", three)
    disk.write_all(1, b"abcdefgh")
    assert taken == [b"abc", b"def", b"gh"]
    monkeypatch.setattr(disk.os, "write", lambda file, data: 0)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        disk.write_all(1, b"x")


def test_writing_aside_is_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    disk.write_aside(path, [b"old"])

    def broken() -> object:
        yield b"new"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        disk.write_aside(path, broken())  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "full"), (errno.EDQUOT, "full"), (errno.EROFS, "may not be written"), (errno.EIO, "error")],
)
def test_a_failure_says_what_and_where(code: int, said: str) -> None:
    error = disk.failure("keep the change", Path("/x/y"), OSError(code, os.strerror(code)))
    assert error.sentence.startswith("Could not keep the change: ")
    assert said in error.sentence
    assert "/x" in error.sentence


def test_the_real_calls_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    disk.write_aside(tmp_path / "x", [b"1", b"2"])
    disk.sync_folder(tmp_path)
    disk.sync_folder(tmp_path / "none")
    assert (tmp_path / "x").read_bytes() == b"12"
