"""The answer to ``bridge``: what would close a gap at the least effort, and what stays open."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from competency_graph.errors import InputError, UnknownNameError
from competency_graph.formats.opportunities import Vocabulary, read_opportunities
from competency_graph.learning import Money, Offers, Opportunity
from competency_graph.model import Catalogue, Kind
from competency_graph.presentation import frames
from competency_graph.presentation.answer import Answer
from competency_graph.presentation.bridge_records import bridge_json, bridge_rows
from competency_graph.presentation.bridge_tables import bridge_table
from competency_graph.recognition import Comparison
from competency_graph.recognition.bridging import Bridging, Conditions
from competency_graph.resources import folders
from competency_graph.vocabulary import LANGUAGES

#: The name by which the invented catalogue that comes with the data is asked for.
EXAMPLE = "example"


@dataclass(frozen=True, repr=False)
class BridgeAnswer(Answer):
    """Bridging plans, which can show themselves."""

    value: Bridging

    def to_rows(self) -> frames.Rows:
        """Return one flat row for every step, every need that stays open, and every opportunity apart."""
        return bridge_rows(self.value, self.catalogue, self.words)

    def to_json(self) -> dict[str, Any]:
        """Return the answer as a dictionary."""
        return bridge_json(self.value, self.catalogue, self.words)

    def to_table(self) -> Any:
        """Return a rich renderable."""
        return bridge_table(self.value, self.catalogue, self.words)


def refuse_criteria(comparison: Comparison, catalogue: Catalogue) -> None:
    """Raise InputError where *comparison* is of accreditation criteria, which nobody meets by learning."""
    target = comparison.target.profile
    if all(catalogue.statements[s].kind is Kind.CRITERION for s in target.statements):
        what = f"{target.id} holds accreditation criteria, which are not met by learning"
        raise InputError(f"{what}; ask for 'gaps', or name a profile of outcomes")


def add_catalogues(offers: Offers, files: Sequence[Path | str], catalogue: Catalogue) -> Offers:
    """Return *offers* with the catalogues in *files* beside them; the word ``example`` names the shipped one.

    Raises FileError, with the line, at the first fault in a file.
    """
    found: dict[str, Opportunity] = dict(offers.opportunities)
    for file in files:
        table = read_opportunities(find_catalogue(file), read_vocabulary(catalogue), found.keys())
        found |= {o.name: o for o in table.opportunities}
    return replace(offers, opportunities=found)


def check_conditions(conditions: Conditions, offers: Offers, catalogue: Catalogue) -> None:
    """Raise UnknownNameError where a condition names a host, language or currency that nothing known has.

    A host is known that offers something or is a body of the graph; a language, in which something is taught or the
    graph speaks; a currency, in which some cost is stated.
    """
    found = offers.opportunities.values()
    hosts = sorted({h for o in found for h in o.hosts})
    languages = sorted({*LANGUAGES, *(x for o in found for x in o.languages)})
    currencies = sorted({o.cost.currency for o in found if o.cost})
    for host in conditions.hosts:
        _check("host", host, hosts, sorted({*hosts, *catalogue.bodies}))
    for language in conditions.languages:
        _check("language", language, languages, languages)
    if conditions.budget:
        _check("currency", conditions.budget.currency, currencies, currencies)


def _check(kind: str, name: str, shown: Sequence[str], known: Sequence[str]) -> None:
    if name not in known:
        raise UnknownNameError(kind, name, difflib.get_close_matches(name, known, 3, 0.6), shown)


def find_catalogue(file: Path | str) -> Path:
    """Return the path of a catalogue; ``example`` is the one that comes with the data.

    >>> find_catalogue("example").name, find_catalogue("mine.tsv").name
    ('opportunities.tsv', 'mine.tsv')
    """
    return folders().data / "examples" / "opportunities.tsv" if str(file) == EXAMPLE else Path(file)


def read_vocabulary(catalogue: Catalogue) -> Vocabulary:
    """Return the names of *catalogue* that a catalogue of opportunities may use."""
    groupings = {name for name, e in catalogue.elements.items() if e.is_grouping}
    return Vocabulary(
        set(catalogue.elements), groupings, _scale(catalogue, "complexity"), _scale(catalogue, "autonomy")
    )


def _scale(catalogue: Catalogue, scale: str) -> Mapping[str, int]:
    return {name: level.rank for name, level in catalogue.levels.items() if level.scale == scale}


def read_budget(text: str | None) -> Money | None:
    """Return a budget such as ``500 EUR``; raises InputError where it is written otherwise.

    >>> read_budget("500 EUR")
    Money(amount=Decimal('500'), currency='EUR')
    """
    if text is None:
        return None
    found = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]{1,2})?)\s*([A-Z]{3})\s*", text)
    if not found:
        raise InputError(f"the budget {text!r} is no amount with a currency; write it as 500 EUR")
    return Money(Decimal(found[1]), found[2])
