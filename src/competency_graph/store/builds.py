"""Built stores side by side: each immutable, and a small pointer to the current one.

    ROOT/current                 the name of the current build
    ROOT/builds/NAME/            store/ (Oxigraph) and manifest.json; NAME says content and inputs

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
from competency_graph.store.embedded import EmbeddedStore

_KEEP = 3


def read_manifest(folder: Path) -> Mapping[str, Any] | None:
    """Return what is recorded of the build in *folder*, or None where that cannot be read."""
    try:
        found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def is_sound(folder: Path) -> bool:
    """Tell whether there is a build in *folder* that can be read."""
    if read_manifest(folder) is None:
        return False
    try:
        EmbeddedStore.open(folder / "store")
    except StoreError:
        return False
    return True


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
        return read_manifest(folder) if folder else None

    def find(self, inputs: str) -> Path | None:
        """Return the folder of a build of exactly these *inputs* (a digest), the current one first, or None."""
        found = [p.parent for p in sorted(self.root.glob("builds/[!.]*/manifest.json"))]
        current = self.current()
        for folder in sorted(found, key=lambda f: f != current):
            if (read_manifest(folder) or {}).get("inputs") == inputs:
                return folder
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
        if is_sound(target):
            os.utime(target)
        else:
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
