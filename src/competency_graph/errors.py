"""Everything that can go wrong, as one tree.

CompetencyGraphError
├── InputError            a file, name or argument from outside is wrong
│   ├── FileError         ... in a file, at a line where one is known
│   ├── InvalidDataError  ... several findings in the data, all listed
│   │   └── UnsoundSuppositionError  ... in a file of what is supposed
│   ├── UnknownNameError  ... a name that is not in the graph, with the nearest known ones
│   ├── LanguagesError    ... languages that cannot stand in one answer
│   ├── QueryError        ... a query that is not valid SPARQL or lacks a parameter
│   ├── ExportError       ... an export that cannot be made or written as asked
│   ├── ReportPathError   ... a path where no report can be written
│   ├── CaseError         ... a case file that cannot be read as one
│   ├── IntakeError       ... a filled-in template that cannot be brought in, all faults listed
│   └── RequestError      ... a request to the endpoint, with the HTTP status that answers it
├── StoreError            the store cannot be read or written
├── SolverError           the solver proved no plan optimal
└── MissingDependencyError  an optional package or program is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType


class CompetencyGraphError(Exception):
    """Base of all errors of this package; its text says what, where and what next."""

    exit_code = 3


class InputError(CompetencyGraphError):
    """Something from outside cannot be used as it is."""

    exit_code = 2


class FileError(InputError):
    """A file cannot be used.

    >>> str(FileError("elements.ttl", 14, "unknown prefix x:", "declare it at the top"))
    'elements.ttl:14: unknown prefix x:; declare it at the top'
    """

    exit_code = 3

    def __init__(self, path: Path | str, line: int | None, what: str, hint: str = "") -> None:
        self.path, self.line, self.what, self.hint = Path(path), line, what, hint
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{place}: {what}" + (f"; {hint}" if hint else ""))


class InvalidDataError(InputError):
    """The data break rules; every finding is kept in *findings* and shown, one a line."""

    exit_code = 3
    outcome = "in the data; nothing was built"

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        head = f"{len(findings)} finding{'s' if len(findings) != 1 else ''} {self.outcome}"
        super().__init__("\n  ".join([head, *findings]))


class UnsoundSuppositionError(InvalidDataError):
    """What a file supposes breaks the rules of the data.

    >>> str(UnsoundSuppositionError(["accord.ttl:3: ends before it begins"])).splitlines()[0]
    '1 finding in what is supposed; nothing was answered, and the graph is unchanged'
    """

    outcome = "in what is supposed; nothing was answered, and the graph is unchanged"


class UnknownNameError(InputError):
    """A name is not known; the nearest known ones are named, else all of *known* where they are few.

    >>> str(UnknownNameError("framework", "ceeaa-2042", ["ceeaa-2024"]))
    "unknown framework 'ceeaa-2042'; did you mean ceeaa-2024?"
    >>> str(UnknownNameError("currency", "XXX", known=["CNY", "EUR"]))
    "unknown currency 'XXX'; known are CNY, EUR"
    """

    few = 20
    #: The command that lists what is known of a kind.
    listing = MappingProxyType({
        "framework": "competency-graph query verification-share",
        "statement": "competency-graph query find-text --param text=...",
        "element": "competency-graph query find-text --param text=...",
    })  # fmt: skip

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)
        super().__init__(f"unknown {kind} {name!r}; {self._hint(known)}")

    def _hint(self, known: Sequence[str]) -> str:
        if self.nearest:
            return f"did you mean {', '.join(self.nearest)}?"
        if 0 < len(known) <= self.few:
            return f"known are {', '.join(known)}"
        none = "nothing in the graph has a name like it"
        return f"{none}; '{self.listing[self.kind]}' lists what there is" if self.kind in self.listing else none


class LanguagesError(InputError):
    """The languages asked for cannot stand in one answer."""

    exit_code = 2


class ReportPathError(FileError):
    """A report cannot be written under this name; what was there before is untouched."""

    exit_code = 2


class QueryError(InputError):
    """A query cannot be run."""


class CaseError(FileError):
    """A case file cannot be read, or says what cannot be."""

    exit_code = 2


class IntakeError(InputError):
    """A filled-in template cannot be brought in; every fault is kept in *faults* and shown, one a line."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        head = f"{path}: {len(faults)} fault{'s' if len(faults) != 1 else ''}; nothing was written"
        super().__init__("\n  ".join([head, *faults]))


class ExportError(InputError):
    """What was asked for cannot be exported, or not to there."""

    exit_code = 2


class RequestError(InputError):
    """A request to the endpoint cannot be answered."""

    def __init__(self, status: int, what: str) -> None:
        self.status = status
        super().__init__(what)


class StoreError(CompetencyGraphError):
    """The store cannot be read or written."""


class SolverError(CompetencyGraphError):
    """The solver stopped without proving a plan optimal; none is shown."""


class MissingDependencyError(CompetencyGraphError):
    """An optional package or program is missing; the text says how to get it."""
