"""What stands in the template: its pages, the keys of its rows and columns, and the choices that it offers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from competency_graph.formats.workbook import Choices
from competency_graph.model import Catalogue, Kind, Labels
from competency_graph.presentation.wording import Words
from competency_graph.vocabulary import LANGUAGES

#: What the first row of the first page says of every template.
MARK = "competency-graph import 1"
FRAMEWORK, STATEMENTS, DEMANDS = "framework", "statements", "demands"

#: The rows of the page ``framework``, each with the list that it offers.
KEYS: Mapping[str, str] = {
    "template": "",
    "language": "languages",
    "slug": "",
    "title-en": "",
    "title-original": "",
    "title-original-language": "",
    "issuer": "bodies",
    "issuer-label-en": "",
    "issuer-label-original": "",
    "issuer-label-original-language": "",
    "issuer-jurisdiction": "jurisdictions",
    "issuer-homepage": "",
    "jurisdiction": "jurisdictions",
    "jurisdiction-label-en": "",
    "jurisdiction-label-zh": "",
    "jurisdiction-label-ru": "",
    "jurisdiction-label-kk": "",
    "in-force-from": "",
    "profile-en": "",
    "stage": "stages",
    "track": "tracks",
    "complexity": "complexities",
    "autonomy": "autonomies",
    "source-title": "",
    "source-title-language": "",
    "source-address": "",
    "licence-note": "",
    "paraphrase-language": "languages",
    "checked-on": "",
    "guide": "",
    "accepted-by": "",
}
#: The columns of the pages, with their widths and the lists that they offer.
COLUMNS: Mapping[str, Mapping[str, tuple[int, str]]] = {
    FRAMEWORK: {"key": (30, ""), "value": (50, ""), "meaning": (80, "")},
    STATEMENTS: {
        "code": (10, ""),
        "kind": (22, "kinds"),
        "label": (34, ""),
        "label-language": (10, ""),
        "label-official": (10, "ticks"),
        "paraphrase": (60, ""),
        "complexity": (18, "complexities"),
        "autonomy": (18, "autonomies"),
        "clause": (16, ""),
        "source-address": (30, ""),
        "status": (24, "statuses"),
        "reason": (34, ""),
    },
    DEMANDS: {
        "code": (10, ""),
        "statement": (50, ""),
        "element": (34, "elements"),
        "element-label": (34, ""),
        "score": (8, ""),
        "accept": (8, "ticks"),
        "essential": (10, "ticks"),
        "certainty": (12, "certainties"),
        "note": (40, ""),
    },
}
CERTAINTIES = ("high", "medium", "low")
#: How a person ticks: the letters of several scripts that look like x, and the words for yes.
TICKS = frozenset({"x", "х", "✓", "✔", "yes", "是", "да", "иә"})
STATUSES = ("Seen", "SeenInSecondaryCopy", "Inferred", "Conflicting", "Unverified")
STAGES = ("GraduateStage", "EngineerStage", "ProgrammeStage")
TRACKS = ("EngineerTrack", "TechnologistTrack", "TechnicianTrack")

#: Names by what a person may write for them, in any language.
Known = Mapping[str, str]


def offered(catalogue: Catalogue, words: Words) -> dict[str, Choices]:
    """Return the lists of choices by name, as the template shows them in the language of *words*."""

    def labelled(all_labels: Iterable[Labels]) -> list[tuple[str]]:
        return [(words.label(labels),) for labels in all_labels]

    elements = sorted((e for e in catalogue.elements.values() if not e.is_grouping), key=lambda e: e.name)
    return {
        "elements": [(e.name, words.label(e.labels), e.definition) for e in elements],
        "kinds": [(words.of("intake_kind", kind),) for kind in Kind],
        "statuses": labelled(catalogue.terms[name] for name in STATUSES),
        "stages": labelled(catalogue.terms[name] for name in STAGES),
        "tracks": labelled(catalogue.terms[name] for name in TRACKS),
        "complexities": labelled(levels(catalogue, "complexity").values()),
        "autonomies": labelled(levels(catalogue, "autonomy").values()),
        "certainties": [(name,) for name in CERTAINTIES],
        "ticks": [("x",)],
        "languages": [(name,) for name in LANGUAGES],
        "bodies": [(b.name, words.label(b.labels)) for b in sorted(catalogue.bodies.values(), key=lambda b: b.name)],
        "jurisdictions": [(code, words.label(j.labels)) for code, j in catalogue.jurisdictions.items()],
    }


def levels(catalogue: Catalogue, scale: str) -> dict[str, Labels]:
    """Return the labels of the levels of a scale by name, the lowest first."""
    found = sorted((lv for lv in catalogue.levels.values() if lv.scale == scale), key=lambda lv: lv.rank)
    return {lv.name: lv.labels for lv in found}


def known(labels_by_name: Mapping[str, Labels]) -> dict[str, str]:
    """Return names by themselves and by every label, in any language, that belongs to one of them only.

    >>> sorted(known({"a": {"en": "One", "ru": "Два"}, "b": {"en": "Two", "ru": "Два"}}).items())
    [('a', 'a'), ('b', 'b'), ('one', 'a'), ('two', 'b')]
    """
    pairs = {(label.casefold(), name) for name, labels in labels_by_name.items() for label in labels.values()}
    often = Counter(label for label, _ in pairs)
    by_label = {label: name for label, name in pairs if often[label] == 1}
    return {**by_label, **{name.casefold(): name for name in labels_by_name}}


def known_names(catalogue: Catalogue) -> dict[str, Known]:
    """Return what a person may write for the names of each list, in whatever language the template was."""

    def terms(names: Iterable[str]) -> Known:
        return known({name: catalogue.terms[name] for name in names})

    kinds = {str(kind): {lang: Words(lang).of("intake_kind", kind) for lang in LANGUAGES} for kind in Kind}
    return {
        "element": known({e.name: e.labels for e in catalogue.elements.values()}),
        "kind": known(kinds),
        "status": terms(STATUSES),
        "stage": terms(STAGES),
        "track": terms(TRACKS),
        "complexity": known(levels(catalogue, "complexity")),
        "autonomy": known(levels(catalogue, "autonomy")),
        "certainty": known({name: {} for name in CERTAINTIES}),
    }
