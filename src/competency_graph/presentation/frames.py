"""Answers as pandas data frames, each with a status column, and as flat CSV rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from competency_graph.model import Catalogue
from competency_graph.presentation.contract import matrix_row, share
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Cell, Comparison, EditionDiff, Gap

if TYPE_CHECKING:
    import pandas as pd

Rows = list[dict[str, Any]]


def pair_rows(answer: Comparison) -> Rows:
    """Return one row for every related pair."""
    return [
        {
            "source": p.source,
            "target": p.target,
            "strict": p.strict,
            "substantial": p.substantial,
            "coverage_forward": share(p.forward),
            "coverage_backward": share(p.backward),
            "similarity": share(p.similarity),
            "robust": p.robust,
            "source_through": answer.source.profile.id if answer.source.adopts else "",
            "target_through": answer.target.profile.id if answer.target.adopts else "",
            "status": str(p.status),
        }
        for p in answer.pairs
    ]


def statement_rows(answer: Comparison, catalogue: Catalogue, words: Words) -> Rows:
    """Return one row for every statement of both sides."""
    rows = []
    for s in answer.statements:
        side = answer.source if s.side == "source" else answer.target
        rows.append(
            {
                "id": s.id,
                "side": s.side,
                "label": words.label(catalogue.statements[s.id].labels),
                "through": side.profile.id if side.adopts else "",
                "strict": s.strict,
                "substantial": s.substantial,
                "coverage": share(s.coverage),
                "by": " ".join(s.by),
                "missing": " ".join(f"{m.element}({m.reason})" for m in s.missing),
                "robust": s.robust,
                "status": str(s.status),
            }
        )
    return rows


def gap_rows(gaps: tuple[Gap, ...], catalogue: Catalogue, words: Words) -> Rows:
    """Return one row for every gap."""
    return [
        {
            "element": g.missing.element,
            "label": words.element(catalogue, g.missing.element),
            "reason": g.missing.reason,
            "present": g.missing.present,
            "required": g.missing.required,
            "demanded_by": " ".join(g.demanded_by),
            "status": str(g.status),
        }
        for g in gaps
    ]


def matrix_rows(cells: tuple[Cell, ...]) -> Rows:
    """Return one row for every cell."""
    return [matrix_row(c) for c in cells]


def change_rows(answer: EditionDiff) -> Rows:
    """Return one row for every change of an edition."""
    return [
        {
            "change": c.kind,
            "old": " ".join(c.old),
            "new": " ".join(c.new),
            "gained": " ".join(c.gained),
            "lost": " ".join(c.lost),
            "status": str(c.status),
        }
        for c in answer.changes
    ]


def frame(rows: Rows, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return *rows* as a data frame; *columns* names them where there may be no row."""
    import pandas as pd

    return pd.DataFrame(rows, columns=list(columns) if columns and not rows else None)
