"""The answer to how far two coders agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from competency_graph.agreement import CODERS, Agreement, ElementAgreement, FrameworkAgreement
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.frames import Rows

_SHOWN = 15


@dataclass(frozen=True, repr=False)
class AgreementAnswer(Answer):
    """The agreement of two coders, which can show itself."""

    value: Agreement

    def to_rows(self) -> Rows:
        """Return one row for every framework, and the last for all."""
        rows = [_rounded(f) for f in (*self.value.frameworks, self.value.overall)]
        return [{**r, "framework": r["framework"] or "all"} for r in rows]

    def element_rows(self) -> Rows:
        """Return one row for every element that a coder chose, the least agreed first."""
        return [{"label": self.words.element(self.catalogue, e.element), **_rounded(e)} for e in self.value.elements]

    def to_json(self) -> dict[str, Any]:
        """Return the agreement as a dictionary."""
        return {
            "coders": list(CODERS),
            "made_by": list(self.value.made_by),
            "frameworks": self.to_rows()[:-1],
            "overall": self.to_rows()[-1],
            "essential_kappa": None if self.value.essential is None else round(self.value.essential, 4),
            "elements": self.element_rows(),
        }

    def to_table(self) -> RenderableType:
        """Return a rich renderable: all frameworks, and the elements with the least agreement."""
        say = self._say
        table = Table(title=say("title"), title_justify="left", title_style="bold", pad_edge=False)
        for key in ("framework", "statements", "kappa", "alpha", "f1"):
            table.add_column(say(key), justify="left" if key == "framework" else "right", overflow="fold")
        for f in (*self.value.frameworks, self.value.overall):
            numbers = [_shown(x) for x in (f.kappa, f.alpha, f.f1)]
            table.add_row(f.framework or say("all"), str(f.statements), *numbers)
        least = Table(title=say("least"), title_justify="left", title_style="bold", pad_edge=False)
        for key in ("element", *CODERS, "both", "kappa"):
            least.add_column(say(key), justify="left" if key == "element" else "right", overflow="fold")
        for e in self.value.elements[:_SHOWN]:
            label = self.words.element(self.catalogue, e.element)
            least.add_row(label, str(e.coder_1), str(e.coder_2), str(e.both), _shown(e.kappa))
        made_by = [Text(f"{say('made_by')}: {name}", style="dim") for name in self.value.made_by]
        essential = Text(say("essential").format(kappa=_shown(self.value.essential)))
        return Group(table, essential, Text(say("meaning"), style="dim"), *made_by, Text(""), least)

    def _say(self, key: str) -> str:
        return self.words.of("agreement", key)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _rounded(value: FrameworkAgreement | ElementAgreement) -> dict[str, Any]:
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(value).items()}
