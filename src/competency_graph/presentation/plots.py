"""Answers as pictures, for notebooks and print; needs matplotlib.

Each function returns a figure and shows nothing. Labels come in the language of the answer; Chinese needs a
font that has it (Debian: fonts-noto-cjk; Windows and macOS have one).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from competency_graph.errors import MissingDependencyError
from competency_graph.model import Catalogue
from competency_graph.presentation.tables import SIGN
from competency_graph.presentation.wording import Words
from competency_graph.recognition import Cell, Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_CJK = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Zen Hei",
    "SimHei",
)
_SHADE = {"equivalent": "#1b7837", "exceeds": "#7fbf7b", "falls-short": "#af8dc3", "overlaps": "#f7e9b0"}
_COVERAGE = {"full": "#1b7837", "partial": "#f1c232", "none": "#b2182b"}
_RUNG = {"same": ("o", "#1b7837"), "more": ("^", "#1b7837"), "less": ("v", "#d9a400")}


def _figure(width: float, height: float) -> Figure:
    try:
        from matplotlib import font_manager, rcParams
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingDependencyError(
            "plots need matplotlib; install it with: pip install 'competency-graph[notebooks]'"
        ) from error
    installed = {f.name for f in font_manager.fontManager.ttflist}
    rcParams["font.family"] = ["DejaVu Sans", *(name for name in _CJK if name in installed)]
    return Figure(figsize=(width, height), layout="constrained")


def has_chinese_font() -> bool:
    """Tell whether a font is installed that draws Chinese."""
    from matplotlib import font_manager

    return bool({f.name for f in font_manager.fontManager.ttflist} & set(_CJK))


def draw_pairs(answer: Comparison, catalogue: Catalogue, words: Words) -> Figure:
    """Return the matrix of verdicts of all pairs, source down, target across, read from source to target."""
    rows, columns = ([s.id for s in answer.statements if s.side == side] for side in ("source", "target"))
    figure = _figure(3.5 + 0.42 * len(columns), 1.6 + 0.42 * len(rows))
    axes = figure.subplots()
    found = {(p.source, p.target): p.substantial for p in answer.pairs if p.substantial != "unrelated"}
    for (source, target), verdict in found.items():
        x, y = columns.index(target), rows.index(source)
        axes.add_patch(_square(x, y, _SHADE[verdict]))
        ink = "white" if verdict == "equivalent" else "black"
        axes.text(x, y, SIGN[verdict], ha="center", va="center", fontsize=9, color=ink)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks(range(len(columns)), [c.split(":", 1)[1] for c in columns], rotation=90)
    axes.set_yticks(
        range(len(rows)), [f"{_short(words.label(catalogue.statements[r].labels))}  {r.split(':', 1)[1]}" for r in rows]
    )
    axes.set_xlabel(
        answer.target.profile.id
        if not answer.target.adopts
        else f"{answer.target.edition} → {answer.target.profile.id}"
    )
    axes.set_title(f"{answer.source.profile.id}  →  {answer.target.profile.id}", fontsize=10)
    legend = "   ".join(f"{SIGN[v]} {words.of('verdict', v)}" for v in _SHADE)
    figure.supxlabel("\n".join([legend, *_caption([answer], words)]), fontsize=8)
    axes.tick_params(length=0, labelsize=8)
    axes.grid(visible=False)
    return figure


def _caption(answers: Sequence[Comparison], words: Words) -> list[str]:
    """Return what must stand below every picture of verdicts: that some are provisional, and what they are not."""
    provisional = [words.say("provisional")] if any(a.status.is_provisional for a in answers) else []
    return [*provisional, words.of("report", "running")]


def _square(x: int, y: int, colour: str):  # type: ignore[no-untyped-def]
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, color=colour, linewidth=0)


def _short(label: str, length: int = 34) -> str:
    return label if len(label) <= length else label[: length - 1] + "…"


def draw_counts(answers: Sequence[Comparison], words: Words) -> Figure:
    """Return bars: of each target's statements, how many its source covers, partly covers or does not."""
    figure = _figure(8, 1.2 + 0.45 * len(answers))
    axes = figure.subplots()
    names = [f"{a.source.profile.id} → {a.target.profile.id}" for a in answers]
    left = [0] * len(answers)
    for kind, colour in _COVERAGE.items():
        values = [a.counts["target"][kind] for a in answers]
        axes.barh(names, values, left=left, color=colour, label=words.of("coverage", kind))
        for y, (start, value) in enumerate(zip(left, values, strict=True)):
            if value:
                axes.text(start + value / 2, y, str(value), ha="center", va="center", fontsize=8, color="white")
        left = [a + b for a, b in zip(left, values, strict=True)]
    axes.invert_yaxis()
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=3, frameon=False, fontsize=8)
    figure.supxlabel("\n".join(_caption(answers, words)), fontsize=8)
    return figure


def draw_matrix(cells: Sequence[Cell], elements: Sequence[str], catalogue: Catalogue, words: Words) -> Figure:
    """Return dots: which profile demands which element, more than it, or only a weaker rung."""
    profiles = sorted({c.profile for c in cells})
    figure = _figure(4 + 0.36 * len(profiles), 2.2 + 0.36 * len(elements))
    axes = figure.subplots()
    best = {
        (c.element, c.profile): c.relation
        for c in sorted(cells, key=lambda c: ("less", "more", "same").index(c.relation))
    }
    for (element, profile), relation in best.items():
        marker, colour = _RUNG[relation]
        axes.plot(profiles.index(profile), list(elements).index(element), marker, color=colour, markersize=8)
    axes.set_xticks(range(len(profiles)), profiles, rotation=90)
    axes.set_yticks(range(len(elements)), [_short(words.element(catalogue, e)) for e in elements])
    axes.set_ylim(len(elements) - 0.5, -0.5)
    axes.set_xlim(-0.5, len(profiles) - 0.5)
    axes.grid(color="#dddddd", linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelsize=8)
    for relation, (marker, colour) in _RUNG.items():
        axes.plot([], [], marker, color=colour, label=words.say(f"rung_{relation}"))
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False, fontsize=8)
    return figure
