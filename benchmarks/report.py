"""What every benchmark prints, and how: a line a figure for people, one JSON object for programs, targets held."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable


class Report:
    """Collects figures; `end` prints them and exits 1 where `--check` was given and a target is missed.

    `--runs N` is at `runs`, how often the benchmark measures; what else `arguments` asks for is at `given`.
    """

    def __init__(
        self, about: str, *, runs: int, arguments: Callable[[argparse.ArgumentParser], object] | None = None
    ) -> None:
        ask = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
        ask.add_argument("--runs", type=int, default=runs, help=f"how often to measure (default {runs})")
        ask.add_argument("--json", action="store_true", help="print one JSON object")
        ask.add_argument("--check", action="store_true", help="exit 1 where a target is missed")
        if arguments is not None:
            arguments(ask)
        self.given = given = ask.parse_args()
        self.runs: int = given.runs
        self._json: bool = given.json
        self._check: bool = given.check
        self._figures: list[dict[str, object]] = []
        self._missed = 0

    def figure(
        self, what: str, value: float, unit: str, *, at_most: float | None = None, at_least: float | None = None
    ) -> None:
        """Record one figure, with the target it has to keep where it has one."""
        missed = (at_most is not None and value > at_most) or (at_least is not None and value < at_least)
        self._missed += missed
        self._figures.append(
            {
                "what": what,
                "value": round(value, 4),
                "unit": unit,
                **({"at_most": at_most} if at_most is not None else {}),
                **({"at_least": at_least} if at_least is not None else {}),
                "missed": missed,
            }
        )

    def end(self) -> None:
        """Print everything and leave."""
        if self._json:
            print(json.dumps({"figures": self._figures, "missed": self._missed}))
        else:
            width = max(len(str(f["what"])) for f in self._figures)
            for f in self._figures:
                target = f" (target: at most {f['at_most']})" if "at_most" in f else ""
                target = f" (target: at least {f['at_least']})" if "at_least" in f else target
                print(
                    f"{f['what']:{width}}  {f['value']:>12,.4g} {f['unit']}{target}{'  MISSED' if f['missed'] else ''}"
                )
        sys.exit(1 if self._check and self._missed else 0)
