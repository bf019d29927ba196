"""Entities by rules: alone in a blank pipeline, or mending what a statistical component found."""

from __future__ import annotations

from nlp.entities.chain import COMPONENTS, add_components

__all__ = ["COMPONENTS", "add_components"]
