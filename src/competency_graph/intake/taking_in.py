"""A filled-in template taken into a folder of data: checked on a copy first, then written whole or not at all."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from competency_graph.errors import FileError, InputError, IntakeError, InvalidDataError
from competency_graph.formats.codings import ADJUDICATED
from competency_graph.formats.workbook import replace_file
from competency_graph.intake.reading import read_standard
from competency_graph.intake.standard import NewStandard
from competency_graph.intake.writing import bodies_text, coding_text, framework_text
from competency_graph.loading import check, list_files
from competency_graph.resources import Folders, folders, is_packaged

Advance = Callable[[str], None]


@dataclass(frozen=True)
class TakenIn:
    """What was written: the framework, the files, how many demands, and how many of them a program suggested."""

    slug: str
    files: tuple[Path, ...]
    statements: int
    demands: int
    suggested: int
    accepted_by: str


def take_in(
    path: Path,
    data: Path,
    accepted_by: str = "",
    day: datetime.date | None = None,
    advance: Advance = lambda _: None,
) -> TakenIn:
    """Write the standard in the filled-in template *path* into the folder *data*, and return what was written.

    Only ticked demands are taken. Everything is checked on a copy first; on any fault *data* is as it was. Raises
    InvalidDataError or FileError where *data* are unsound already, and IntakeError with every fault of the template
    and everything that would be unsound with it.
    """
    places = _own_folders(data)
    _, _, catalogue = check(places, advance)  # what is unsound already is no fault of the template
    new = read_standard(path, catalogue, accepted_by)
    texts = _texts(new, places.data, day or datetime.date.today())
    _check_on_a_copy(places, texts)
    _write(places.data, texts)
    return TakenIn(
        slug=new.slug,
        files=tuple(places.data / name for name in texts),
        statements=len(new.statements),
        demands=len(new.demands),
        suggested=sum(bool(d.score) for d in new.demands),
        accepted_by=new.accepted_by,
    )


def _own_folders(data: Path) -> Folders:
    """Return the folders of *data*, which is the reader's own."""
    if not data.is_dir():
        hint = f"begin with a copy: cp -r {folders().data} {data}"
        raise FileError(data, None, "no such data folder", hint)
    if is_packaged(data):
        hint = "copy it first: cp -r, then name the copy"
        raise FileError(data, None, "is part of the installed package, which is for reading", hint)
    return folders(data)


def _texts(new: NewStandard, data: Path, day: datetime.date) -> dict[str, str]:
    """Return the new text of each file, by its name below *data*."""
    texts = {
        f"frameworks/{new.slug}.ttl": framework_text(new),
        f"codings/{new.slug}--{ADJUDICATED}.tsv": coding_text(new, day),
    }
    for name in texts:
        if (data / name).exists():
            hint = "choose another slug, or mend that file itself"
            raise FileError(data / name, None, "is there already and may hold somebody's work", hint)
    if new.body or new.new_jurisdiction:
        texts["bodies.ttl"] = bodies_text(new, data / "bodies.ttl")
    return texts


def _check_on_a_copy(places: Folders, texts: Mapping[str, str]) -> None:
    """Raise what ``validate`` would say of the data with *texts* in them."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder).resolve() / "data"
        for path in list_files(places):
            if path.is_relative_to(places.data):
                target = copy / path.relative_to(places.data)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        for name, text in texts.items():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_text(text, encoding="utf-8", newline="\n")
        try:
            check(Folders(places.ontology, copy, places.queries))
        except InvalidDataError as error:
            raise IntakeError(places.data, [f.replace(str(copy), str(places.data)) for f in error.findings]) from error
        except InputError as error:
            raise IntakeError(places.data, [str(error).replace(str(copy), str(places.data))]) from error


def _write(data: Path, texts: Mapping[str, str]) -> None:
    """Write *texts* below *data*: new files are made, and the one that is there is replaced last, in one step."""
    made: list[Path] = []
    try:
        for name, text in texts.items():
            path = data / name
            if path.exists():
                replace_file(path, text.encode())
            else:
                path.parent.mkdir(exist_ok=True)
                with path.open("x", encoding="utf-8", newline="\n") as file:
                    made.append(path)
                    file.write(text)
    except OSError as error:
        _remove(made)
        raise FileError(error.filename or data, None, f"cannot be written: {error.strerror or error}") from error
    except BaseException:
        _remove(made)
        raise


def _remove(paths: list[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
