"""What was found in a report, as the JSON of `luoshi extract` and as the rows of a list."""

from dataclasses import asdict
from datetime import date
from typing import Any

from tracker.documents.directive_list import DirectiveRow
from tracker.readers import Reading
from tracker.readers.metadata import Metadata
from tracker.workplan.directives.extraction import Directive, Extraction
from tracker.workplan.directives.extraction.modality import strength_of


def as_json(reading: Reading, metadata: Metadata, extraction: Extraction) -> dict[str, Any]:
    """Give one object: `meta`, `text`, `directives`, `coverage`; offsets are code points of `text`.

    Every directive has every key; what the report does not say is null or an empty list. Beside
    `modality` stands its class, `strength`; where `due_text` means no day, `due_flag` says why.
    """
    return {
        "meta": _plain(asdict(metadata)),
        "text": reading.text,
        "directives": [_in_full(directive) for directive in extraction.directives],
        "coverage": {"characters": extraction.characters, "measures": extraction.measures},
    }


def as_rows(extraction: Extraction) -> list[DirectiveRow]:
    """Give the directives as rows, in reading order."""
    return [
        DirectiveRow(
            id=directive.id,
            level=directive.level,
            text=directive.heading or directive.text,
            due=directive.due or directive.due_text,
            units=tuple(unit.name for unit in directive.units),
            reason=directive.reason,
            confidence=directive.confidence,
        )
        for directive in extraction.directives
    ]


def _in_full(directive: Directive) -> dict[str, Any]:
    return _plain(asdict(directive) | {"strength": strength_of(directive.modality)})


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }
