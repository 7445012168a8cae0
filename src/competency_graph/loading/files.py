"""The files that a build reads: found, parsed, and turned into quads of one named graph each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from competency_graph.errors import FileError, InvalidDataError
from competency_graph.formats.codings import ADJUDICATED, CodedDemand, Coding, read_coding
from competency_graph.formats.opportunities import Vocabulary, read_opportunities
from competency_graph.formats.turtle import (
    iter_subjects,
    line_of,
    read_turtle,
    refuse_blank_nodes,
    refuse_comments,
    serialise,
)
from competency_graph.inputs import read_bytes
from competency_graph.loading.crosswalks import read_crosswalk
from competency_graph.loading.offers import opportunity_triples, refuse_invented
from competency_graph.loading.terms import check_terms, defined_terms
from competency_graph.resources import Folders
from competency_graph.vocabulary import BASE, PREFIXES, expand, framework_iri, local_name, statement_iri, term

_TYPE = ox.NamedNode(expand("rdf:type"))
_INTEGER = ox.NamedNode(expand("xsd:integer"))
_BOOLEAN = ox.NamedNode(expand("xsd:boolean"))

_RANKS = ("1", "2", "3", "4")

#: Ontology files with terms; the others there are shapes, which are applied and not loaded.
TERM_FILES = ("competency-graph.ttl", "alignment.ttl")
SHAPE_FILES = ("shapes.ttl",)

#: The folder in the data whose tables are catalogues of learning opportunities.
OFFERS = "opportunities"


@dataclass(frozen=True)
class SourceFile:
    """One file, as it was read: where it stands, its digest, and its triples."""

    path: Path
    name: str
    digest: str
    triples: tuple[ox.Triple, ...]

    @property
    def graph(self) -> ox.NamedNode:
        """The named graph of the file: its path in the project without the ending."""
        return ox.NamedNode(f"{PREFIXES['graph']}{self.name.rsplit('.', 1)[0]}")


@dataclass(frozen=True)
class Parsed:
    """All files of a build, the SHACL shapes, and where each subject is described."""

    files: tuple[SourceFile, ...]
    shapes: tuple[ox.Triple, ...]
    codings: tuple[Coding, ...]
    places: Mapping[str, Path] = field(default_factory=dict)

    @property
    def triples(self) -> Iterable[ox.Triple]:
        """All triples of all files."""
        return (t for f in self.files for t in f.triples)

    @property
    def quads(self) -> Iterable[ox.Quad]:
        """All triples, each in the named graph of its file."""
        return (ox.Quad(t.subject, t.predicate, t.object, f.graph) for f in self.files for t in f.triples)


def list_files(folders: Folders) -> list[Path]:
    """Return every file that a build reads, in a fixed order."""
    for folder in folders:
        if not folder.is_dir():
            raise FileError(folder, None, "no such folder", "run from a checkout or name one with --data")
    turtle = [folders.ontology / name for name in (*TERM_FILES, *SHAPE_FILES)]
    for path in turtle:
        if not path.is_file():
            raise FileError(path, None, "missing file", "restore it from the repository")
    data = sorted([*folders.data.glob("*.ttl"), *folders.data.glob("frameworks/*.ttl")])
    codings = sorted(folders.data.glob("codings/*.tsv"))
    mappings = sorted(folders.data.glob("mappings/*.sssom.tsv"))
    offers = sorted(folders.data.glob(f"{OFFERS}/*.tsv"))
    checks = sorted(folders.queries.glob("check/*.rq"))
    for needed in ("elements.ttl", "levels.ttl", "bodies.ttl", "parameters.ttl"):
        if not (folders.data / needed).is_file():
            raise FileError(folders.data / needed, None, "missing file", "restore it from the repository")
    return [*turtle, *data, *codings, *mappings, *offers, *checks]


def canonical(path: Path) -> str:
    """Return the text that a Turtle file has in canonical form; raises FileError where it can have none."""
    triples, prefixes = read_turtle(path)
    refuse_blank_nodes(path, triples)
    return serialise(triples, prefixes)


def put_canonical(texts: Mapping[Path, str]) -> None:
    """Write *texts*, canonical Turtle, over the files they are of; all stay as they were where one has comments."""
    for path in texts:
        refuse_comments(path)
    for path, text in texts.items():
        try:
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise FileError(path, None, f"cannot be written: {error.strerror or error}") from error


def digest(path: Path) -> str:
    """Return the SHA-256 digest of a file."""
    return hashlib.sha256(read_bytes(path)).hexdigest()


def read_files(folders: Folders, advance: Callable[[str], None] = lambda _: None) -> Parsed:
    """Return all files parsed and cross-checked; *advance* is called with the name of each.

    Raises FileError at the first file that cannot be parsed, and InvalidDataError with all findings
    across files: terms that are not in the ontology, names defined twice, codings of unknown statements.
    """
    files: list[SourceFile] = []
    shapes: list[ox.Triple] = []
    tables: dict[str, list[Path]] = defaultdict(list)
    for path in list_files(folders):
        name = folders.relative(path)
        if path.suffix == ".tsv":
            tables[path.parent.name].append(path)
        elif path.suffix == ".ttl":
            advance(name)
            triples, _ = read_turtle(path)
            if path.parent == folders.ontology and path.name in SHAPE_FILES:
                shapes += triples
            else:
                refuse_blank_nodes(path, triples)
                files.append(SourceFile(path, name, digest(path), tuple(triples)))
    defined = defined_terms(t for f in files if f.path.parent == folders.ontology for t in f.triples)
    check_terms(((f.path, f.triples) for f in files if f.path.parent != folders.ontology), defined)
    places = _places(files)
    elements = {local_name(s) for f in files for s in iter_subjects(f.triples, term("Element"))}
    levels = _ranks(files)
    known_statements = {s for f in files for s in _statements(f)}
    codings = []
    for path in tables["codings"]:
        advance(folders.relative(path))
        coding = read_coding(path, elements, levels)
        _check_coding(coding, known_statements)
        codings.append(coding)
        files.append(SourceFile(path, folders.relative(path), digest(path), tuple(coding_triples(coding))))
    for path in tables["mappings"]:
        advance(folders.relative(path))
        files.append(SourceFile(path, folders.relative(path), digest(path), tuple(read_crosswalk(path, places))))
    files += _read_offers(folders, tables[OFFERS], _vocabulary(files, elements, levels), advance)
    return Parsed(tuple(files), tuple(shapes), tuple(codings), places)


def _read_offers(
    folders: Folders, paths: Iterable[Path], vocabulary: Vocabulary, advance: Callable[[str], None]
) -> list[SourceFile]:
    files: list[SourceFile] = []
    names: list[str] = []
    for path in paths:
        advance(folders.relative(path))
        table = read_opportunities(path, vocabulary, names)
        refuse_invented(table)
        names += [o.name for o in table.opportunities]
        triples = tuple(opportunity_triples(table, vocabulary))
        files.append(SourceFile(path, folders.relative(path), digest(path), triples))
    return files


def _vocabulary(files: Iterable[SourceFile], elements: set[str], levels: Mapping[str, int]) -> Vocabulary:
    triples = [t for f in files for t in f.triples]
    grouping = term("isGrouping")
    groupings = {local_name(t.subject.value) for t in triples if t.predicate.value == grouping}  # type: ignore[union-attr]
    complexities, autonomies = (
        {name: levels[name] for s in iter_subjects(triples, term(kind)) if (name := local_name(s)) in levels}
        for kind in ("Complexity", "Autonomy")
    )
    return Vocabulary(elements, groupings, complexities, autonomies)


def _places(files: Iterable[SourceFile]) -> dict[str, Path]:
    places: dict[str, Path] = {}
    findings = []
    for file in files:
        for subject in {t.subject.value for t in file.triples if t.predicate == _TYPE}:  # type: ignore[union-attr]
            if subject in places and subject.startswith(BASE) and "/ontology/" not in subject:
                findings.append(
                    f"{file.path}: {subject} is described in {places[subject]} already; "
                    "give it another slug or merge the files"
                )
            places.setdefault(subject, file.path)
    if findings:
        raise InvalidDataError(sorted(findings))
    return places


def _ranks(files: Iterable[SourceFile]) -> dict[str, int]:
    rank = term("rank")
    ranks = {
        local_name(t.subject.value): _rank(f.path, t)  # type: ignore[union-attr]
        for f in files
        for t in f.triples
        if t.predicate.value == rank
    }
    return {**ranks, "-": 0}


def _rank(path: Path, triple: ox.Triple) -> int:
    subject, text = triple.subject.value, triple.object.value  # type: ignore[union-attr]
    if text not in _RANKS:
        what = f"{subject} has the rank {text!r}"
        raise FileError(path, line_of(path, subject), what, f"write one of {', '.join(_RANKS)}, without quotes")
    return int(text)


def _statements(file: SourceFile) -> Iterable[str]:
    of = term("isStatementOf")
    return (t.subject.value for t in file.triples if t.predicate.value == of)  # type: ignore[union-attr]


def _check_coding(coding: Coding, statements: set[str]) -> None:
    slug = coding.framework
    name = f"{slug}--{coding.coder}.tsv"
    if coding.path.name != name:
        what = f"the head says framework {slug} and coder {coding.coder}"
        raise FileError(coding.path, 1, what, f"name the file {name}, or mend the head")
    for row in coding.rows:
        if statement_iri(slug, row.code) not in statements:
            raise FileError(
                coding.path,
                row.line,
                f"unknown statement {slug}:{row.code}",
                f"see data/frameworks/{slug}.ttl",
            )


def coding_triples(coding: Coding) -> Iterable[ox.Triple]:
    """Yield the triples of a coding; only the adjudicated one says that statements demand."""
    slug, coder = coding.framework, coding.coder
    node = ox.NamedNode(f"{BASE}coding/{slug}--{coder}")
    yield ox.Triple(node, _TYPE, ox.NamedNode(term("Coding")))
    yield ox.Triple(node, ox.NamedNode(term("isCodingOf")), ox.NamedNode(framework_iri(slug)))
    yield ox.Triple(node, ox.NamedNode(expand("dcterms:creator")), ox.Literal(coding.head["made by"]))
    yield ox.Triple(node, ox.NamedNode(term("annotatedOn")), ox.Literal(coding.head["date"]))
    yield ox.Triple(node, ox.NamedNode(term("guideVersion")), ox.Literal(coding.head["guide"]))
    for code in dict.fromkeys(row.code for row in coding.rows):
        yield ox.Triple(ox.NamedNode(statement_iri(slug, code)), ox.NamedNode(term("isCodedIn")), node)
    for row in coding.rows:
        yield from (_demand if coder == ADJUDICATED else _choice)(slug, row, node)


def _choice(slug: str, row: CodedDemand, coding: ox.NamedNode) -> Iterable[ox.Triple]:
    """Yield that one coder chose an element; nothing is inferred from it."""
    statement = ox.NamedNode(statement_iri(slug, row.code))
    name = f"{local_name(coding.value)}/{statement.value.rsplit('/', 1)[1]}/{row.demand.element}"
    node = ox.NamedNode(f"{BASE}choice/{name}")
    yield ox.Triple(node, _TYPE, ox.NamedNode(term("CoderChoice")))
    yield ox.Triple(node, ox.NamedNode(term("isChoiceIn")), coding)
    yield ox.Triple(node, ox.NamedNode(term("isChoiceFor")), statement)
    yield ox.Triple(node, ox.NamedNode(term("choosesElement")), ox.NamedNode(PREFIXES["element"] + row.demand.element))


def _demand(slug: str, row: CodedDemand, coding: ox.NamedNode) -> Iterable[ox.Triple]:
    statement = ox.NamedNode(statement_iri(slug, row.code))
    node = ox.NamedNode(f"{BASE}demand/{slug}/{statement.value.rsplit('/', 1)[1]}/{row.demand.element}")
    facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (term("isDemandOf"), statement),
        (term("isDemandIn"), coding),
        (term("demandsElement"), ox.NamedNode(PREFIXES["element"] + row.demand.element)),
        (term("certainty"), ox.Literal(row.demand.certainty)),
    ]
    if row.complexity != "-":
        facts.append((term("hasComplexity"), ox.NamedNode(PREFIXES["level"] + row.complexity)))
        facts.append((term("hasAutonomy"), ox.NamedNode(PREFIXES["level"] + row.autonomy)))
    if row.demand.is_essential:
        facts.append((term("isEssential"), ox.Literal("true", datatype=_BOOLEAN)))
    if row.demand.note:
        facts.append((expand("skos:note"), ox.Literal(row.demand.note, language="en")))
    yield ox.Triple(node, _TYPE, ox.NamedNode(term("Demand")))
    for predicate, value in facts:
        yield ox.Triple(node, ox.NamedNode(predicate), value)
