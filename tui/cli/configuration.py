"""`quotidian config`: where the configuration file is, and one with every key explained."""

from __future__ import annotations

import argparse
import sys

from tui.cli.output import DONE, output
from tui.config import config_path, default_file, load_config

EXAMPLE = "quotidian config > my-config.toml"


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = f"{parser.description} Its first line says where the reader looks for it."


def run(args: argparse.Namespace) -> int:
    """Print the path, in a comment, and the documented file; a configuration that is there is checked."""
    where = args.config or config_path()
    output().write(f"# {where}\n{default_file()}".encode("utf-8", "replace"))
    sys.stdout.flush()
    load_config(args.config)
    return DONE
