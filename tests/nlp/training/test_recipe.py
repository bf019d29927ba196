"""The whole recipe, on a few sentences made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import spacy
from spacy.training import Example

from nlp.training import mix
from nlp.training import train as training
from nlp.training.__main__ import main
from nlp.training.convert import LABELS, Sample, write, write_lines
from nlp.training.pack import folder_size, pack

SENTENCES = [
    ("{} of {} spoke on Monday.", "PERSON", "GPE"),
    ("Police in {} arrested {}.", "GPE", "PERSON"),
    ("{} said {} was wrong.", "ORG", "PERSON"),
]
WORDS = {"PERSON": ["Anna Berg", "Olu Ade", "Li Wei"], "GPE": ["Oslo", "Lagos", "Xian"], "ORG": ["Oslo Bank", "UN"]}


def corpus(size: int) -> list[Sample]:
    made = []
    for i in range(size):
        pattern, *labels = SENTENCES[i % len(SENTENCES)]
        text, spans = "", []
        for part, label in zip(pattern.split("{}"), [*labels, ""], strict=True):
            text += part
            if label:
                word = WORDS[label][(i // 3) % len(WORDS[label])]
                spans.append((len(text), len(text) + len(word), label))
                text += word
        made.append(Sample(text, tuple(spans), (), "test"))
    return made


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    folder = tmp_path / "corpora"
    folder.mkdir()
    for source in (*mix.TRAIN, *mix.DEVELOP):
        write_lines(corpus(45), folder / f"{source.name}.jsonl.gz")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("extra", [[], ["--without-gmb"]])
def test_corpora_become_a_pipeline_that_loads_anywhere(tmp_path: Path, corpora: Path, extra: list[str]) -> None:
    if extra:
        for path in corpora.glob("gmb*"):
            path.unlink()
    out, work = tmp_path / "model", tmp_path / "work"
    out.mkdir()
    (out / "LICENSE").write_text("kept", encoding="utf-8")
    assert main([str(corpora), "--work", str(work), "--out", str(out), "--passes", "6", *extra]) == 0
    metrics = json.loads((work / "metrics.json").read_text(encoding="utf-8"))
    assert metrics["alone"]["gum_dev"]["typed"] > 60
    assert metrics["with_gmb"] is not bool(extra)
    assert "gmb_dev" not in metrics["alone"] if extra else "gmb_dev" in metrics["alone"]
    assert str(metrics["alone"]["gum_dev"]["typed"]) in (out / "README.md").read_text(encoding="utf-8")
    assert (out / "LICENSE").read_text(encoding="utf-8") == "kept"
    nlp = spacy.load(out)
    assert nlp.pipe_names == ["ner"]
    assert "train.spacy" not in (out / "config.cfg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_second_stage_goes_on_from_the_first(tmp_path: Path, corpora: Path) -> None:
    one, two, out = tmp_path / "one", tmp_path / "two", tmp_path / "model"
    assert main([str(corpora), "--work", str(one), "--passes", "3", "--steps", "convert,train"]) == 0
    assert main([str(corpora), "--work", str(two), "--out", str(out), "--passes", "1", "--start", str(one)]) == 0
    metrics = json.loads((two / "metrics.json").read_text(encoding="utf-8"))
    assert [stage["passes"] for stage in metrics["earlier"]] == [3]
    assert (two / "gmb_train_cleaned.jsonl.gz").is_file()
    second = json.loads((two / "trained/model-best/meta.json").read_text(encoding="utf-8"))
    assert second["performance"]["ents_f"] > 0.6
    assert spacy.load(out).pipe_names == ["ner"]


def test_an_unknown_step_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--steps", "convert,cook"]) == 2
    assert "cook" in capsys.readouterr().err


@pytest.mark.parametrize(("step", "named"), [("convert", "gmb"), ("train", "facts.json"), ("pack", "model-best")])
def test_a_step_says_what_it_lacks(tmp_path: Path, step: str, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--work", str(tmp_path / "work"), "--steps", step]) == 1
    assert named in capsys.readouterr().err


def test_steps_cover_all_tokens() -> None:
    assert training.steps(0) == 1
    small, large = training.steps(100_000), training.steps(5_000_000)
    assert 100_000 / 1500 < small < 100_000 / 300
    assert 5_000_000 / 1500 < large < 5_000_000 / 1000


def untrained(folder: Path) -> Path:
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner")
    ner.add_label("PERSON")
    example = Example.from_dict(nlp.make_doc("Secretword Anna"), {"entities": [(11, 15, "PERSON")]})
    nlp.initialize(lambda: [example])
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def develop(tmp_path: Path) -> Path:
    write(corpus(3), tmp_path / "dev.spacy")
    return tmp_path / "dev.spacy"


def test_packing_leaves_the_corpora_words_out_and_rounds(tmp_path: Path, develop: Path) -> None:
    trained = untrained(tmp_path / "trained")
    size = pack(trained, tmp_path / "out", develop)
    assert size == folder_size(tmp_path / "out")
    assert json.loads((tmp_path / "out/vocab/strings.json").read_text(encoding="utf-8")) == sorted(LABELS)
    nlp = spacy.load(tmp_path / "out")
    assert nlp.meta["name"] == "quotidian_news"
    assert set(nlp.meta["performance"]) == {"ents_f", "ents_p", "ents_r", "ents_per_type"}
    for node in nlp.get_pipe("ner").model.walk():
        for name in node.param_names:
            weights = node.get_param(name)
            assert weights.dtype == "float32"
            assert (weights == weights.astype("float16")).all()


def test_two_stages_are_packed_as_their_mean(tmp_path: Path, develop: Path) -> None:
    spacy.util.fix_random_seed(1)
    one = untrained(tmp_path / "one")
    spacy.util.fix_random_seed(2)
    two = untrained(tmp_path / "two")
    pack(one, tmp_path / "out", develop, two)
    walks = [spacy.load(folder).get_pipe("ner").model.walk() for folder in (one, two, tmp_path / "out")]
    compared = 0
    for first, second, mean in zip(*walks, strict=True):
        for name in mean.param_names:
            if mean.has_param(name) and (first.get_param(name) != second.get_param(name)).any():
                compared += 1
                middle = (first.get_param(name) + second.get_param(name)) / 2
                assert abs(mean.get_param(name) - middle).max() < 1e-3
    assert compared > 3


def test_too_large_a_pipeline_is_refused(tmp_path: Path, develop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.training.pack.LIMIT", 10_000)
    with pytest.raises(ValueError, match="smaller tables"):
        pack(untrained(tmp_path / "trained"), tmp_path / "out", develop)
    assert not (tmp_path / "out").exists()
