"""A build: parse, check, load, infer, and put the new store in place in one step."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from competency_graph.catalogue import read_catalogue
from competency_graph.errors import InvalidDataError
from competency_graph.loading.files import Parsed, SourceFile, digest, list_files, read_files
from competency_graph.loading.inference import infer
from competency_graph.model import Catalogue
from competency_graph.queries import find_queries
from competency_graph.recognition.arrays import Arrays
from competency_graph.resources import Folders
from competency_graph.store import Builds, EmbeddedStore
from competency_graph.validation import find_query_violations, find_shape_violations
from competency_graph.vocabulary import DATA_LICENCE, PREFIXES, VERSION, expand, term

PROVENANCE = ox.NamedNode(f"{PREFIXES['graph']}provenance")

Advance = Callable[[str], None]


def _silent(_: str) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class BuildSummary:
    """What a build loaded, found and inferred, and the *folder* where it stands.

    *content* is a digest of all quads; no time enters it.
    """

    content: str
    quads: int
    frameworks: int
    statements: int
    elements: int
    demands: int
    mappings: int
    by_status: dict[str, int]
    strict: dict[str, int]
    substantial: dict[str, int]
    folder: str
    is_new: bool = True


def inputs_digest(folders: Folders) -> str:
    """Return a digest of all that a build depends on: the files and the version of this package."""
    total = hashlib.sha256(VERSION.encode())
    for path in list_files(folders):
        total.update(f"{folders.relative(path)}\0{digest(path)}\n".encode())
    return total.hexdigest()


def check(folders: Folders, advance: Advance = _silent) -> tuple[Parsed, EmbeddedStore, Catalogue]:
    """Return all files parsed and found sound, in a store in memory, with the values read from it.

    Raises FileError or InvalidDataError with what is wrong, where, and what to do.
    """
    parsed = read_files(folders, advance)
    advance("SHACL shapes")
    findings = find_shape_violations(parsed.triples, parsed.shapes)
    store = EmbeddedStore.in_memory(parsed.quads)
    if not findings:
        advance("checks")
        findings = find_query_violations(store, find_queries("check", folders.queries))
    if findings:
        raise InvalidDataError([f.render(parsed.places.get(f.node)) for f in findings])
    catalogue = read_catalogue(store)
    Arrays.of(catalogue.elements.values())  # refuses elements that imply each other in a circle
    return parsed, store, catalogue


def build(folders: Folders, builds: Builds, advance: Advance = _silent) -> BuildSummary:
    """Build the store and make it the current one; on any failure the last one stays as it is."""
    inputs = inputs_digest(folders)
    parsed, _, catalogue = check(folders, advance)
    advance("inference")
    inferred = infer(catalogue, Arrays.of(catalogue.elements.values()))
    quads = [*parsed.quads, *inferred.quads, *_provenance(parsed.files)]
    content = content_digest(quads)
    name = f"{content[:20]}-{inputs[:20]}"
    summary = BuildSummary(
        content=content,
        quads=len(set(quads)),
        frameworks=len(catalogue.frameworks),
        statements=len(catalogue.statements),
        elements=sum(not e.is_grouping for e in catalogue.elements.values()),
        demands=sum(len(s.demands) for s in catalogue.statements.values()),
        mappings=inferred.mappings,
        by_status=dict(Counter(str(s.status) for s in catalogue.statements.values())),
        strict=dict(inferred.strict),
        substantial=dict(inferred.substantial),
        folder=str(builds.root / "builds" / name),
        is_new=(builds.manifest() or {}).get("content") != content,
    )
    advance("store")
    with builds.new(name) as folder:
        EmbeddedStore.write(folder / "store", quads)
        manifest = {"inputs": inputs, "version": VERSION, **asdict(summary)}
        (folder / "manifest.json").write_text(
            json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    return summary


def content_digest(quads: Iterable[ox.Quad]) -> str:
    """Return a digest of *quads* as a set: the same content gives the same digest, in whatever order."""
    total = hashlib.sha256()
    for line in sorted({str(q) for q in quads}):
        total.update(line.encode())
        total.update(b"\n")
    return total.hexdigest()


def steps(folders: Folders) -> int:
    """Return how often a build calls *advance*."""
    return sum(p.suffix != ".rq" for p in list_files(folders)) + 4


def _provenance(files: Iterable[SourceFile]) -> Iterable[ox.Quad]:
    for file in files:
        facts: list[tuple[str, ox.NamedNode | ox.Literal]] = [
            (expand("rdf:type"), ox.NamedNode(expand("prov:Entity"))),
            (expand("dcterms:source"), ox.Literal(file.name)),
            (expand("dcterms:license"), ox.NamedNode(DATA_LICENCE)),
            (term("fileHash"), ox.Literal(file.digest)),
            (term("toolVersion"), ox.Literal(VERSION)),
        ]
        for predicate, value in facts:
            yield ox.Quad(file.graph, ox.NamedNode(predicate), value, PROVENANCE)


def store_folder(build_folder: Path) -> Path:
    """Return the folder of the Oxigraph store inside a build."""
    return build_folder / "store"
