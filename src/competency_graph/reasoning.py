"""The proof: the strict verdicts as subsumption between OWL classes, decided by HermiT.

A statement b is the class ``b ≡ ⊓ ∃involves_c_a.E`` over its demands, a union of statements the
conjunction of their classes; ``a ⊑ b`` then says that whoever meets a meets b. One role stands for each
pair of levels, and ``involves_c_a ⊑ involves_c'_a'`` where c ≥ c' and a ≥ a'. All of it is OWL 2 EL. The
class view has IRIs of its own and takes no mappings and no instance data beside it.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from competency_graph.errors import MissingDependencyError
from competency_graph.model import Demand, Element
from competency_graph.vocabulary import BASE, PREFIXES

CLASS_VIEW = f"{BASE}class-view/"
RANKS = range(1, 5)
_OWL, _RDF, _RDFS = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"]


def find_java() -> str:
    """Return the path of the Java that the reasoner needs; raises MissingDependencyError without one."""
    java = shutil.which("java")
    if java is None:
        raise MissingDependencyError(
            "the OWL reasoner needs Java and none was found; install a Java runtime (Debian: default-jre-headless). "
            "Everything else works without it"
        )
    return java


def role(complexity: int, autonomy: int) -> str:
    """Return the IRI of the role for one pair of levels; without level it is the role above all others.

    >>> role(3, 2).rsplit("/")[-1], role(0, 0).rsplit("/")[-1]
    ('involves_3_2', 'involves')
    """
    return f"{CLASS_VIEW}involves_{complexity}_{autonomy}" if complexity else f"{CLASS_VIEW}involves"


def statement_class(name: str) -> str:
    """Return the IRI of the class of a statement or union."""
    return f"{CLASS_VIEW}statement/{name}"


def element_class(name: str) -> str:
    """Return the IRI of the class of an element."""
    return f"{CLASS_VIEW}element/{name}"


def _demanding(name: str) -> str:
    return f"{CLASS_VIEW}demanding/{name}"


def class_view(
    elements: Mapping[str, Element],
    statements: Mapping[str, Sequence[Demand]],
    unions: Mapping[str, Sequence[str]] | None = None,
) -> str:
    """Return the class view as N-Triples. *unions* names the statements that each union joins."""
    return "\n".join(_lines(elements, statements, unions or {})) + "\n"


def _lines(
    elements: Mapping[str, Element],
    statements: Mapping[str, Sequence[Demand]],
    unions: Mapping[str, Sequence[str]],
) -> Iterator[str]:
    yield _triple(CLASS_VIEW, f"{_RDF}type", f"{_OWL}Ontology")
    yield from _roles()
    real = {name for name, e in elements.items() if not e.is_grouping}
    for name in sorted(real):
        yield _triple(element_class(name), f"{_RDF}type", f"{_OWL}Class")
        yield from (
            _triple(element_class(name), f"{_RDFS}subClassOf", element_class(b))
            for b in sorted(elements[name].implies)
            if b in real
        )
        yield from _defined(_demanding(name), [(role(0, 0), element_class(name))])
    for name, demands in statements.items():
        parts = sorted({(role(d.complexity, d.autonomy), element_class(d.element)) for d in demands})
        yield from _defined(statement_class(name), parts)
    for name, members in unions.items():
        yield from _conjunction(statement_class(name), [statement_class(m) for m in members])


def _roles() -> Iterator[str]:
    yield _triple(role(0, 0), f"{_RDF}type", f"{_OWL}ObjectProperty")
    for c, a in itertools.product(RANKS, RANKS):
        yield _triple(role(c, a), f"{_RDF}type", f"{_OWL}ObjectProperty")
        above = (
            [(c - 1, a), (c, a - 1)]
            if c > 1 and a > 1
            else [(c - 1, a)]
            if c > 1
            else [(c, a - 1)]
            if a > 1
            else [(0, 0)]
        )
        yield from (_triple(role(c, a), f"{_RDFS}subPropertyOf", role(*pair)) for pair in above)


def _blank(name: str) -> str:
    return f"_:b{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def _defined(name: str, parts: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield ``name ≡ ⊓ ∃role.filler``."""
    yield _triple(name, f"{_RDF}type", f"{_OWL}Class")
    nodes = []
    for prop, filler in parts:
        node = _blank(f"{name} {prop} {filler}")
        nodes.append(node)
        yield f"{node} <{_RDF}type> <{_OWL}Restriction> ."
        yield f"{node} <{_OWL}onProperty> <{prop}> ."
        yield f"{node} <{_OWL}someValuesFrom> <{filler}> ."
    if len(nodes) == 1:
        yield f"<{name}> <{_OWL}equivalentClass> {nodes[0]} ."
    else:
        yield from _intersection(name, nodes)


def _conjunction(name: str, members: Sequence[str]) -> Iterator[str]:
    yield _triple(name, f"{_RDF}type", f"{_OWL}Class")
    if len(members) == 1:
        yield _triple(name, f"{_OWL}equivalentClass", members[0])
    else:
        yield from _intersection(name, [f"<{m}>" for m in members])


def _intersection(name: str, parts: Sequence[str]) -> Iterator[str]:
    whole = _blank(name)
    yield f"<{name}> <{_OWL}equivalentClass> {whole} ."
    yield f"{whole} <{_RDF}type> <{_OWL}Class> ."
    yield f"{whole} <{_OWL}intersectionOf> {whole}x0 ."
    for k, part in enumerate(parts):
        rest = f"{whole}x{k + 1}" if k + 1 < len(parts) else f"<{_RDF}nil>"
        yield f"{whole}x{k} <{_RDF}first> {part} ."
        yield f"{whole}x{k} <{_RDF}rest> {rest} ."


def _triple(s: str, p: str, o: str) -> str:
    return f"<{s}> <{p}> <{o}> ."


@dataclass(frozen=True)
class Classified:
    """What the reasoner proved: of each statement or union, the statements above it and all it carries."""

    above: Mapping[str, frozenset[str]]
    carries: Mapping[str, frozenset[str]]

    def satisfies(self, a: str, b: str) -> bool:
        """Tell whether *a* strictly satisfies *b*."""
        return b in self.above[a]

    def overlaps(self, a: str, b: str) -> bool:
        """Tell whether *a* and *b* share an element or something that their elements imply."""
        return bool(self.carries[a] & self.carries[b])

    def verdict(self, a: str, b: str) -> str:
        """Return the strict verdict of *a* against *b*."""
        forward, backward = self.satisfies(a, b), self.satisfies(b, a)
        if forward and backward:
            return "equivalent"
        if forward or backward:
            return "exceeds" if forward else "falls-short"
        return "overlaps" if self.overlaps(a, b) else "unrelated"


def classify(
    elements: Mapping[str, Element],
    statements: Mapping[str, Sequence[Demand]],
    unions: Mapping[str, Sequence[str]] | None = None,
) -> Classified:
    """Return what HermiT proves about the class view of *statements* and *unions*."""
    world = load_world(class_view(elements, statements, unions))
    run_hermit(world)
    names = [*statements, *(unions or {})]
    prefix, demanding = statement_class(""), _demanding("")
    above, carries = {}, {}
    for name in names:
        found = {c.iri for c in world[statement_class(name)].ancestors()}
        above[name] = frozenset(i.removeprefix(prefix) for i in found if i.startswith(prefix))
        carries[name] = frozenset(i.removeprefix(demanding) for i in found if i.startswith(demanding))
    return Classified(above, carries)


def load_world(*ntriples: str) -> Any:
    """Return an owlready2 world that holds *ntriples*; needs Java, since HermiT is what it is for."""
    find_java()
    try:
        import owlready2
    except ImportError as error:
        raise MissingDependencyError(
            "the OWL reasoner needs owlready2; install it with: pip install 'competency-graph[reasoning]'"
        ) from error
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        for k, text in enumerate(ntriples):
            path = Path(folder) / f"{k}.nt"
            path.write_text(text, encoding="utf-8")
            world.get_ontology(path.as_uri()).load()
    return world


def run_hermit(world: Any) -> None:
    """Classify *world* with HermiT; raises owlready2's own error where it is inconsistent."""
    import owlready2

    owlready2.JAVA_EXE = find_java()
    owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)


def find_unsatisfiable(ontology_ntriples: Iterable[str]) -> list[str]:
    """Return the IRIs of classes of an ontology that HermiT finds unsatisfiable; none is good news."""
    world = load_world(*ontology_ntriples)
    run_hermit(world)
    return sorted(c.iri for c in world.inconsistent_classes() if c.iri != f"{_OWL}Nothing")
