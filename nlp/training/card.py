"""The card of the shipped pipeline: what it is, what it was made from, what was measured. Only text in, text out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).with_name("card.md")


def card(metrics: dict[str, Any]) -> str:
    """`card.md` with the figures of `evaluate.measure` and the training's own numbers in their places."""
    speed = metrics["words_per_second"]
    return TEMPLATE.read_text(encoding="utf-8").format(
        scores=_scores(metrics),
        labels=_labels(metrics),
        speed=f"{speed['alone']:,}",
        speed_all=f"{speed['all']:,}",
        load=metrics["load_seconds"],
        size=f"{metrics['bytes'] / 1e6:.1f}",
        stages=", then ".join(_stage(stage) for stage in (*metrics["earlier"], metrics)),
        gmb="" if metrics["with_gmb"] else " This build was made **without** it.",
    )


def _stage(facts: dict[str, Any]) -> str:
    return f"{facts['passes']} passes, {facts['tokens'] / 1e6:.1f} million tokens in all (seed {facts['seed']})"


def _scores(metrics: dict[str, Any]) -> str:
    rows = ["| texts | model alone | with Quotidian's repair |", "|---|---|---|"]
    for name, alone in metrics["alone"].items():
        repaired = metrics["repaired"][name]
        rows.append(
            f"| {name} ({alone['texts']}) | {alone['typed']} / {alone['untyped']} "
            f"| {repaired['typed']} / {repaired['untyped']} |"
        )
    return "\n".join(rows)


def _labels(metrics: dict[str, Any]) -> str:
    return "\n".join(
        f"- {name}: " + ", ".join(f"{label} {value}" for label, value in repaired["labels"].items())
        for name, repaired in metrics["repaired"].items()
    )
