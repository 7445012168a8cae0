"""Built stores side by side: each immutable, and a small pointer to the current one.

    ROOT/current                 the name of the current build
    ROOT/builds/NAME/            store/ (Oxigraph) and manifest.json

A build is written under another name and comes into place by two renames, so that an interrupted or
failed one leaves everything as it was.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from competency_graph.errors import StoreError

_KEEP = 3


def default_root() -> Path:
    """Return the folder of builds in the user's cache."""
    return user_cache_path("competency-graph")


@dataclass(frozen=True)
class Builds:
    """The builds under one folder."""

    root: Path

    def current(self) -> Path | None:
        """Return the folder of the current build, or None if there is none."""
        try:
            name = (self.root / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return None
        folder = self.root / "builds" / name
        return folder if name and (folder / "manifest.json").is_file() else None

    def manifest(self) -> Mapping[str, Any] | None:
        """Return what is recorded of the current build, or None."""
        folder = self.current()
        if folder is None:
            return None
        try:
            result: Mapping[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            return result
        except (OSError, ValueError):
            return None

    @contextmanager
    def new(self, name: str) -> Iterator[Path]:
        """Give an empty folder; when the block ends well, make it the current build under *name*."""
        target = self.root / "builds" / name
        partial = self.root / "builds" / f".{name}.{os.getpid()}.partial"
        try:
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
        except OSError as error:
            raise StoreError(
                f"{self.root}: cannot write there ({error.strerror or error}); choose another folder with --store"
            ) from error
        try:
            yield partial
            self._put(partial, target)
        except OSError as error:
            raise StoreError(
                f"{self.root}: cannot write there ({error.strerror or error}); the last build stays"
            ) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)

    def _put(self, partial: Path, target: Path) -> None:
        if not (target / "manifest.json").is_file():
            shutil.rmtree(target, ignore_errors=True)
            partial.rename(target)
        self.point_to(target.name)

    def point_to(self, name: str) -> None:
        """Make the build *name* the current one, in one step, and drop builds that are long out of use."""
        pointer = self.root / f".current.{os.getpid()}"
        pointer.write_text(f"{name}\n", encoding="utf-8")
        pointer.replace(self.root / "current")
        folders = [p for p in (self.root / "builds").iterdir() if p.is_dir() and not p.name.startswith(".")]
        for old in sorted(folders, key=lambda p: p.stat().st_mtime, reverse=True)[_KEEP:]:
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)
