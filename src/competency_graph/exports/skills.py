"""The ESCO skills behind statements, as the European Learning Model names them: ``elm:relatedESCOSkill``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from competency_graph.model import Catalogue, Statement
from competency_graph.recognition.crosswalks import CLOSE, EXACT, close
from competency_graph.vocabulary import PREFIXES, Iri, expand

#: Where the links stand: they follow from codings and a crosswalk, and are in no file.
SKILLS = ox.NamedNode(f"{PREFIXES['graph']}links/esco-skills")
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
_RELATED, _LABEL = (ox.NamedNode(expand(c)) for c in ("elm:relatedESCOSkill", "skos:prefLabel"))


def skills_by_element(catalogue: Catalogue) -> Mapping[str, Mapping[Iri, str]]:
    """Return the ESCO skills that match each element exactly or closely, with their English labels.

    A broader, narrower or related skill says more or less than the element and is left out, as is one that
    somebody denies.

    >>> from competency_graph import CompetencyGraph
    >>> sorted(skills_by_element(CompetencyGraph.open().catalogue)["think-critically"].values())
    ['think critically']
    """
    found: dict[str, dict[Iri, str]] = defaultdict(dict)
    for conclusion in close(catalogue.assertions).conclusions:
        names_skill = conclusion.rule == "asserted" and conclusion.object.startswith(ESCO_SKILL)
        if names_skill and conclusion.predicate in (EXACT, CLOSE):
            name = conclusion.subject.removeprefix(PREFIXES["element"])
            found[name][conclusion.object] = conclusion.proof[0].object_label
    return found


def skill_quads(catalogue: Catalogue, statements: Iterable[Statement]) -> Iterator[ox.Quad]:
    """Yield the skills behind each of *statements*, from the elements that it demands itself, and their labels."""
    skills = skills_by_element(catalogue)
    for statement in statements:
        for demand in statement.demands:
            for iri, label in skills.get(demand.element, {}).items():
                skill = ox.NamedNode(iri)
                yield ox.Quad(ox.NamedNode(statement.iri), _RELATED, skill, SKILLS)
                if label:
                    yield ox.Quad(skill, _LABEL, ox.Literal(label, language="en"), SKILLS)
