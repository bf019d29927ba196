"""`quotidian gazetteer`: what the library suggests by itself, from the person's own labels."""

from __future__ import annotations

import argparse

from store.errors import UsageError
from store.gazetteer import deciding
from store.models import Known
from store.text import clean_line
from tui.cli.common import add_json_option, configure, library_for
from tui.cli.output import DONE, print_json, print_table

EXAMPLE = "quotidian gazetteer Quad --label ORG --never"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="only these words")
    parser.add_argument("--label", metavar="L", help="only with this label")
    say = parser.add_mutually_exclusive_group()
    say.add_argument("--suggest", action="store_true", help="suggest NAME with the label, whatever was marked")
    say.add_argument("--never", action="store_true", help="never suggest NAME with the label")
    add_json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print a line for each name and label, the most often kept first; or keep the person's word on one."""
    config, writing = configure(args), args.suggest or args.never
    if writing and (not args.name or not args.label):
        raise UsageError("Say which: `quotidian gazetteer NAME --label L --never`.")
    if writing and args.suggest and args.label not in config.label_names:
        raise UsageError(f"There is no label ‘{args.label}’. There are: {', '.join(config.label_names)}.")
    name = None if args.name is None else clean_line(args.name)
    with library_for(config, writing=writing) as library:
        if writing:
            change = deciding(library.records(Known), name or "", args.label, use=args.suggest)
            library.commit(change, who=config.annotator)
        entries = [e for e in library.gazetteer().entries() if name in (None, e.text) and args.label in (None, e.label)]
    if args.json:
        for e in entries:
            print_json({"text": e.text, "label": e.label, "kept": e.kept, "rejected": e.rejected, "suggested": e.used})
    else:
        rows = [(e.label, e.kept, e.rejected, "yes" if e.used else "no", e.text) for e in entries]
        print_table(("label", "kept", "rejected", "suggested", "name"), rows)
    return DONE
