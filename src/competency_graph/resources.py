"""Where the ontology, the data and the queries lie on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import FileError

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Folders:
    """The three folders that a build reads.

    >>> sorted(p.name for p in folders())
    ['data', 'ontology', 'queries']
    """

    ontology: Path
    data: Path
    queries: Path

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter((self.ontology, self.data, self.queries))

    def relative(self, path: Path) -> str:
        """Return *path* as it is named inside the project, with forward slashes, on every system."""
        for folder in (self.ontology, self.data, self.queries):
            if path.is_relative_to(folder):
                return f"{folder.name}/{path.relative_to(folder).as_posix()}"
        return path.name


def folders(data: Path | None = None) -> Folders:
    """Return the folders to read: those beside *data* if given, else the checkout's, else the packaged copy."""
    if data is not None:
        if not data.is_dir():
            raise FileError(data, None, "no such data folder", "name a folder that holds frameworks/ and elements.ttl")
        base = _base()
        sibling = data.resolve().parent
        return Folders(
            ontology=sibling / "ontology" if (sibling / "ontology").is_dir() else base / "ontology",
            data=data.resolve(),
            queries=sibling / "queries" if (sibling / "queries").is_dir() else base / "queries",
        )
    base = _base()
    return Folders(base / "ontology", base / "data", base / "queries")


def _base() -> Path:
    checkout = _HERE.parents[1]
    if (checkout / "ontology").is_dir() and (checkout / "data" / "frameworks").is_dir():
        return checkout
    return _HERE / "packaged"


def is_packaged(path: Path) -> bool:
    """Tell whether *path* lies in the copy that the package carries, which is for reading."""
    return path.resolve().is_relative_to(_HERE / "packaged")
