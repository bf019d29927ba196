"""Our tables against plain TinyDB: the same operations, the same results, however the file is closed in between."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tinydb import Query, TinyDB
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from store import journal
from store.paths import Files
from store.recovery import recover
from store.storage import JournalStorage
from store.tables import AnnotationFile

VALUES = st.integers(0, 5)
IDS = st.lists(st.integers(1, 12), min_size=1, max_size=3)
NAMES = st.sampled_from(["a", "b"])
Q = Query()


def contents(db: TinyDB) -> dict[str, dict[int, dict]]:
    """All documents by table; empty tables count for nothing."""
    tables = {name: {row.doc_id: dict(row) for row in db.table(name)} for name in db.tables()}
    return {name: rows for name, rows in tables.items() if rows}


class AgainstTinyDB(RuleBasedStateMachine):
    """Every rule runs on both; results and errors have to be the same."""

    step = 13
    """Bytes between two places where the journal is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        self.count = 0
        self.folder = self.top / "0"
        self.folder.mkdir()
        self.ours = AnnotationFile(Files(self.folder))
        self.memory = MemoryStorage()
        self.plain = TinyDB(storage=lambda: self.memory)

    def both(self, name: str, action) -> None:
        results = []
        for db in (self.plain, self.ours):
            try:
                results.append(action(db.table(name)))
            except Exception as error:  # noqa: BLE001
                results.append(type(error))
        assert results[0] == results[1]

    @rule(name=NAMES, value=VALUES)
    def insert(self, name, value):
        self.both(name, lambda t: t.insert({"v": value, "n": [value, {"x": [value]}]}))

    @rule(name=NAMES, value=VALUES, ids=IDS)
    def insert_with_id(self, name, value, ids):
        self.both(name, lambda t: t.insert(Document({"v": value}, ids[0])))

    @rule(name=NAMES, values=st.lists(VALUES, max_size=4))
    def insert_multiple(self, name, values):
        self.both(name, lambda t: t.insert_multiple({"v": value} for value in values))

    @rule(name=NAMES, ids=IDS)
    def insert_multiple_with_ids(self, name, ids):
        self.both(name, lambda t: t.insert_multiple([Document({"v": 9, "i": i}, i) for i in ids]))

    @rule(name=NAMES, value=VALUES, new=VALUES)
    def update(self, name, value, new):
        self.both(name, lambda t: t.update({"v": new, "w": value}, Q.v == value))

    @rule(name=NAMES, ids=IDS)
    def update_by_id(self, name, ids):
        self.both(name, lambda t: t.update({"u": ids}, doc_ids=ids))

    @rule(name=NAMES)
    def update_all(self, name):
        self.both(name, lambda t: t.update(lambda row: row.__setitem__("all", True)))

    @rule(name=NAMES)
    def update_that_fails(self, name):
        self.both(name, lambda t: t.update(lambda row: {}["no"], Q.v == 99) or "nothing matched")

    @rule(name=NAMES, value=VALUES)
    def update_multiple(self, name, value):
        updates = [({"m": 1}, Q.v == value), (lambda row: row.update(v=row["v"] + 1), Q.m == 1)]
        self.both(name, lambda t: t.update_multiple(updates))

    @rule(name=NAMES, value=VALUES)
    def upsert(self, name, value):
        self.both(name, lambda t: t.upsert({"v": value, "up": 1}, Q.v == value))

    @rule(name=NAMES, ids=IDS)
    def upsert_by_id(self, name, ids):
        self.both(name, lambda t: t.upsert(Document({"v": 3, "z": 1}, ids[0])))

    @rule(name=NAMES, value=VALUES)
    def remove(self, name, value):
        self.both(name, lambda t: t.remove(Q.v == value))

    @rule(name=NAMES, ids=IDS)
    def remove_by_id(self, name, ids):
        self.both(name, lambda t: t.remove(doc_ids=sorted(set(ids))))

    @rule(name=NAMES)
    def truncate(self, name):
        self.both(name, lambda t: t.truncate())

    @rule(name=NAMES)
    def drop(self, name):
        for db in (self.plain, self.ours):
            db.drop_table(name)

    @rule()
    def drop_all(self):
        for db in (self.plain, self.ours):
            db.drop_tables()

    @rule(name=NAMES, value=VALUES, ids=IDS)
    def read(self, name, value, ids):
        self.both(
            name,
            lambda t: (
                t.search(Q.v == value),
                t.get(Q.v == value),
                t.get(doc_id=ids[0]),
                t.get(doc_ids=ids),
                t.contains(doc_id=ids[0]),
                t.count(Q.v == value),
                len(t),
                t.all(),
            ),
        )

    @rule()
    def close_and_open(self):
        self.ours.close()
        with TinyDB(self.folder / "annotations.json") as stock:
            assert contents(stock).keys() - {"library"} == contents(self.plain).keys()
        self.ours = AnnotationFile(Files(self.folder))
        self.plain = TinyDB(storage=lambda: self.memory)
        assert self.ours.journal.notices == ()

    @rule()
    def crash_and_open(self):
        self.count += 1
        after = self.top / str(self.count)
        shutil.copytree(self.folder, after)
        self.ours.close()
        self.folder = after
        self.ours = AnnotationFile(Files(after))
        self.plain = TinyDB(storage=lambda: self.memory)
        assert self.ours.journal.notices == ()

    @rule(name=NAMES, value=VALUES)
    def cut_the_last_records(self, name, value):
        """Wherever the journal ends, what is read is the state after its last whole record."""
        stages = [(self.journal_size(), contents(self.plain))]
        for act in (
            lambda t: t.insert({"v": value, "text": "é“"}),
            lambda t: t.update({"cut": value}),
            lambda t: t.remove(Q.v == value),
        ):
            self.both(name, act)
            stages.append((self.journal_size(), contents(self.plain)))
        self.count += 1
        after = Files(self.top / str(self.count))
        shutil.copytree(self.folder, after.folder)
        for size in range(stages[-1][0], stages[0][0] - 1, -self.step):
            os.truncate(after.journal, size)
            found = recover(after, writing=False).tables
            shown = {name: {int(key): row for key, row in table.items()} for name, table in found.items() if table}
            assert shown == [state for end, state in stages if end <= size][-1]

    def journal_size(self) -> int:
        journal = Files(self.folder).journal
        return journal.stat().st_size if journal.exists() else 0

    @rule()
    def fold(self):
        self.ours.journal.fold()

    @invariant()
    def the_same(self):
        assert contents(self.ours) == contents(self.plain)

    def teardown(self) -> None:
        self.ours.close()
        shutil.rmtree(self.top)


AgainstTinyDB.TestCase.settings = settings(max_examples=25, stateful_step_count=40, deadline=None)
TestAgainstTinyDB = AgainstTinyDB.TestCase


class LongRun(AgainstTinyDB):
    """The same, for thousands of operations, the journal cut at every byte."""

    step = 1


LongRun.TestCase.settings = settings(max_examples=150, stateful_step_count=80, deadline=None)
TestLongRun = pytest.mark.slow(LongRun.TestCase)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


def test_a_journal_cut_at_any_byte_gives_the_last_complete_state(files: Files, tmp_path: Path) -> None:
    db = AnnotationFile(files)
    table = db.table("t")
    states = [{}]
    for number in range(4):
        table.insert({"v": number, "text": "é" * number})
        states.append(contents(db))
    raw = files.journal.read_bytes()
    ends = journal.scan(raw).ends
    for cut in range(ends[0], len(raw) + 1):
        folder = tmp_path / "cut" / str(cut)
        folder.mkdir(parents=True)
        (folder / files.journal.name).write_bytes(raw[:cut])
        after = AnnotationFile(Files(folder))
        complete = sum(end <= cut for end in ends) - 1
        assert contents(after) == states[complete]
        assert bool(after.journal.notices) == (cut not in ends)
        kept = b"".join(path.read_bytes() for path in folder.glob("aside/*"))
        assert kept == raw[ends[complete] : cut]
        after.table("t").insert({"more": True})
        after.close()
        assert len(AnnotationFile(Files(folder)).table("t")) == complete + 1
    db.close()


def test_update_multiple_takes_a_generator(files: Files) -> None:
    table = AnnotationFile(files).table("t")
    table.insert_multiple({"v": value} for value in range(3))
    assert table.update_multiple(({"seen": v}, Q.v == v) for v in range(3)) == [1, 2, 3]


def test_nothing_outside_shares_what_is_stored(files: Files) -> None:
    db = AnnotationFile(files)
    table = db.table("t")
    given = {"tags": ["one"], "deep": {"list": [1]}}
    table.insert(given)
    given["tags"].append("two")
    table.get(doc_id=1)["tags"].append("three")
    table.search(Q.tags.exists())[0]["deep"]["list"].append(2)
    next(iter(table))["tags"].clear()
    table.all()[0]["tags"].clear()
    db.journal.read().clear()
    assert table.get(doc_id=1) == {"tags": ["one"], "deep": {"list": [1]}}


def test_an_operation_that_raises_changes_nothing(files: Files) -> None:
    db = AnnotationFile(files)
    table = db.table("t")
    table.insert_multiple([{"v": 1}, {"v": 2}])
    size = files.journal.stat().st_size

    def explode(row: dict) -> None:
        row["v"] += 10
        if row["v"] == 12:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        table.update(explode)
    assert [row["v"] for row in table] == [1, 2]
    assert files.journal.stat().st_size == size


def test_the_cost_of_a_change_is_what_changed(files: Files) -> None:
    db = AnnotationFile(files)
    table = db.table("t")
    table.insert_multiple({"v": value, "text": "x" * 100} for value in range(500))
    before = files.journal.stat().st_size
    table.update({"v": -1}, Q.v == 250)
    table.remove(doc_ids=[1])
    assert files.journal.stat().st_size - before < 500


def test_tinydb_reads_what_we_close_and_we_read_what_tinydb_writes(files: Files) -> None:
    with AnnotationFile(files) as db:
        db.table("annotations").insert({"id": "x", "note": "“é”\n"})
    with TinyDB(files.annotations, encoding="utf-8") as stock:
        assert stock.table("annotations").all() == [{"id": "x", "note": "“é”\n"}]
        stock.table("annotations").insert({"id": "y"})
    with AnnotationFile(files) as db:
        assert [row["id"] for row in db.table("annotations")] == ["x", "y"]
        db.table("annotations").insert({"id": "z"})
    assert [row["id"] for row in TinyDB(files.annotations).table("annotations")] == ["x", "y", "z"]


def test_the_file_has_a_document_a_line(files: Files) -> None:
    with AnnotationFile(files) as db:
        db.table("annotations").insert_multiple({"v": value} for value in range(3))
    text = files.annotations.read_text(encoding="utf-8")
    assert '\n"1": {"v":0},\n"2": {"v":1},\n"3": {"v":2}\n' in text
    assert json.loads(text)["annotations"]["2"] == {"v": 1}


def test_the_storage_serves_a_plain_table_too(files: Files) -> None:
    with TinyDB(files, storage=JournalStorage) as db:
        db.insert({"v": 1})
        db.insert({"v": 2})
        db.update({"v": 3}, Q.v == 2)
        db.remove(Q.v == 1)
    assert TinyDB(files.annotations).all() == [{"v": 3}]
