"""`python -m nlp.training CORPORA`: from the corpora to the folder that ships, step by step.

    clean     with --start only: the Groningen Meaning Bank, without what that pipeline doubts
    convert   corpora, varied and mixed, and made-up texts, to spaCy's files
    train     the recogniser; with --start it goes on learning
    pack      average with the stage before, round, strip, and write the folder
    evaluate  measure it, write metrics.json and the folder's card

Each step reads what the one before left in the work folder, so any can be run again alone with --steps. The pipeline
that ships was made in three stages, each some twenty minutes on one core:

    python -m nlp.training CORPORA --work build/one --steps convert,train
    python -m nlp.training CORPORA --work build/two --start build/one --seed 2 --steps clean,convert,train
    python -m nlp.training CORPORA --work build/three --start build/two --seed 3 --passes 3
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from nlp.training import mix
from nlp.training.card import card
from nlp.training.clean import clean
from nlp.training.convert import CorpusError, Sample, read, write, write_lines
from nlp.training.evaluate import measure
from nlp.training.pack import folder_size, pack
from nlp.training.train import train

STEPS = ("clean", "convert", "train", "pack", "evaluate")
GMB = mix.TRAIN[0]
MODEL = Path(__file__).parents[1] / "model"


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """What was asked for on the command line."""
    ask = argparse.ArgumentParser(
        prog="python -m nlp.training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask.add_argument("corpora", type=Path, help="the folder of the corpora, NAME.jsonl.gz each")
    ask.add_argument("--work", type=Path, default=Path("build/training"), help="for what lies between the steps")
    ask.add_argument("--out", type=Path, default=MODEL, help="where the finished pipeline goes")
    ask.add_argument("--steps", default=",".join(STEPS), help="which of them, with commas")
    ask.add_argument("--passes", type=int, default=mix.PASSES, help="how often through the corpora")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--without-gmb", action="store_true", help="leave out the Groningen Meaning Bank")
    ask.add_argument("--gold", type=Path, action="append", default=[], help="another set to measure on; repeatable")
    ask.add_argument("--start", type=Path, help="the work folder of an earlier stage to go on from")
    return ask.parse_args(argv)


def main(argv: list[str] | None = None) -> int:
    """Run the steps; returns the exit code."""
    args = arguments(argv)
    run = {"clean": run_clean, "convert": convert, "train": run_train, "pack": run_pack, "evaluate": evaluate}
    steps = args.steps.split(",")
    if wrong := [step for step in steps if step not in run]:
        sys.stderr.write(f"There is no step {', '.join(wrong)}: use {', '.join(run)}.\n")
        return 2
    args.work.mkdir(parents=True, exist_ok=True)
    try:
        for step in steps:
            sys.stderr.write(f"{step} ...\n")
            run[step](args)
    except CorpusError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    return 0


def run_clean(args: argparse.Namespace) -> None:
    """The Groningen Meaning Bank, with what the earlier stage doubts as missing, in the work folder."""
    import spacy

    if args.start is None or args.without_gmb:
        return
    samples = mix.load([args.corpora], (GMB,))[GMB]
    write_lines(clean(spacy.load(trained(args.start)), samples), args.work / f"{GMB.name}.jsonl.gz")


def convert(args: argparse.Namespace) -> None:
    """train.spacy, dev.spacy and what is known of them in facts.json."""
    corpora = mix.load([args.work, args.corpora], mix.TRAIN, with_gmb=not args.without_gmb)
    tokens = write(mix.training(corpora, args.passes, args.seed), args.work / "train.spacy")
    develop = mix.load([args.corpora], mix.DEVELOP, with_gmb=not args.without_gmb)
    write(mix.developing(develop), args.work / "dev.spacy")
    known = {"tokens": tokens, "seed": args.seed, "passes": args.passes, "with_gmb": not args.without_gmb}
    before = facts(args.start) if args.start else {"earlier": []}
    earlier = [*before.pop("earlier"), *([before] if before else [])]
    (args.work / "facts.json").write_text(json.dumps({**known, "earlier": earlier}), encoding="utf-8")


def run_train(args: argparse.Namespace) -> None:
    """The recogniser, in the work folder."""
    train(args.work, facts(args.work)["tokens"], args.seed, trained(args.start) if args.start else None)


def run_pack(args: argparse.Namespace) -> None:
    """The trained pipeline to its folder."""
    pack(trained(args.work), args.out, args.work / "dev.spacy", trained(args.start) if args.start else None)


def evaluate(args: argparse.Namespace) -> None:
    """metrics.json in the work folder, and the card beside the pipeline."""
    develop = mix.load([args.corpora], mix.DEVELOP, with_gmb=not args.without_gmb)
    golds: dict[str, list[Sample]] = {path.name.split(".")[0]: read(path) for path in args.gold}
    golds |= {source.name: samples for source, samples in develop.items()}
    metrics: dict[str, Any] = {**facts(args.work), **measure(args.out, golds), "bytes": folder_size(args.out)}
    (args.work / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n", encoding="utf-8")
    (args.out / "README.md").write_text(card(metrics), encoding="utf-8")
    sys.stdout.write(json.dumps({k: v for k, v in metrics.items() if k not in ("alone", "repaired")}) + "\n")
    for name, figures in metrics["repaired"].items():
        alone = metrics["alone"][name]
        line = f"{alone['typed']} / {alone['untyped']} alone, {figures['typed']} / {figures['untyped']} repaired"
        sys.stdout.write(f"{name}: {line}\n")


def facts(work: Path) -> dict[str, Any]:
    """What the step `convert` noted in `work`. Raises CorpusError when it has not run."""
    try:
        known = json.loads((work / "facts.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"There is no ‘{work / 'facts.json'}’: run the step convert first.") from error
    return dict(known)


def trained(work: Path) -> Path:
    """Where the step `train` left its pipeline. Raises CorpusError when it has not run."""
    best = work / "trained" / "model-best"
    if not best.is_dir():
        raise CorpusError(f"There is no ‘{best}’: run the step train first.")
    return best


if __name__ == "__main__":
    sys.exit(main())
