"""The line itself: commands, options everywhere, failures."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.tui.cli.conftest import Run
from tui.cli import main as cli
from tui.cli.main import COMMANDS


def test_help_names_every_command(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for name, command in COMMANDS.items():
        assert f"{name} " in out
        assert command.about in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str, run: Run) -> None:
    code, out, _ = run(name, "--help")
    assert code == 0
    assert "example: quotidian" in out
    assert "--library" in out


def test_version(run: Run) -> None:
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("quotidian ")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["analyze"], "required: SOURCE"),
        (["analyze", "x", "--nonsense"], "--nonsense"),
        (["--nonsense"], "--nonsense"),
        (["--library"], "expected one argument"),
        (["--library=", "list"], "no path"),
        (["anotate", "x"], "Did you mean `quotidian annotate`?"),
        (["log", "--limit", "0"], "--limit"),
        (["search", "-only"], "QUERY"),
        (["search", "..."], "only signs"),
        (["annotate", "x", "--start", "a", "--end", "1", "--label", "ORG"], "--start"),
        (["export", "--format", "wordstar"], "no format"),
        (["completion", "fish"], "fish"),
        ([], "needs a terminal"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(line: list[str], words: str, run: Run) -> None:
    code, out, err = run(*line)
    assert code == 2
    assert out == ""
    assert words in err
    assert err.startswith("quotidian: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("before", [True, False])
def test_options_of_all_commands_stand_before_or_after_them(before: bool, run: Run, tmp_path: Path) -> None:
    library = ["--library", str(tmp_path / "elsewhere")]
    line = [*library, "list"] if before else ["list", *library]
    assert run(*line).code == 0
    assert (tmp_path / "elsewhere").is_dir()


def test_the_library_is_the_named_one_else_the_environments_else_the_configured(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f'library = "{tmp_path}/configured"\n')
    run("list", "--config", config)
    assert not (tmp_path / "configured").exists()
    monkeypatch.delenv("QUOTIDIAN_LIBRARY")
    run("list", "--config", config)
    assert (tmp_path / "configured").is_dir()


def test_a_mistake_in_the_configuration_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("\nbogus = 1\n")
    code, _, err = run("list", "--config", config)
    assert code == 2
    assert f"{config}, line 2" in err


class Raises:
    """A command that fails in a way nobody thought of."""

    EXAMPLE = ""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def arguments(self, _parser: object) -> None:
        """It takes none."""

    def run(self, _args: object) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (ZeroDivisionError("oh\x1b[2J"), 1, "ZeroDivisionError"),
        (OSError(28, "No space left on device"), 1, "No space left"),
        (MemoryError(), 1, "memory"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_no_failure_shows_a_traceback(
    error: BaseException, code: int, words: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "import_module", lambda _name: Raises(error))
    ran = run("list")
    assert ran.code == code
    assert words in ran.err


def test_completion_knows_the_commands(run: Run) -> None:
    for shell in ("bash", "zsh", "tcsh"):
        code, out, _ = run("completion", shell)
        assert code == 0
        assert "annotate" in out


def test_commands_are_where_the_table_says() -> None:
    for command in COMMANDS.values():
        module = importlib.import_module(command.module)
        assert callable(module.run)
