"""The object of the notebooks: what it accepts, and how it shows itself."""

import datetime
import shutil
from dataclasses import replace

import pytest

from competency_graph.errors import FileError, InputError
from competency_graph.graph import parse_date
from tests.conftest import ROOT


@pytest.mark.parametrize(
    "day", ["2023-06-01", datetime.date(2023, 6, 1), datetime.datetime(2023, 6, 1, 23, 59, tzinfo=datetime.UTC)]
)
def test_a_date_may_be_text_or_a_date(graph, day):
    assert parse_date(day) == "2023-06-01"
    answer = graph.compare("CN", "gapc-4", on=day)
    assert answer.value.source.profile.id == "ceeaa-2022/bachelor"
    assert answer.value.on == "2023-06-01"


@pytest.mark.parametrize("day", ["tomorrow", "", "2023-13-01", 20230601])
def test_what_is_no_date_is_refused(day):
    with pytest.raises(InputError, match="is not a date; write it as YYYY-MM-DD"):
        parse_date(day)


def test_everything_is_short_as_a_value_and_shows_itself_in_a_notebook(graph):
    answers = [
        graph.compare("CN", "KZ"),
        graph.gaps("CN", "KZ"),
        graph.diff("ceeaa-2022", "ceeaa-2024"),
        graph.explain("ceeaa-2024:4.3.9", "gapc-4:WA9"),
        graph.matrix("lead-team"),
        graph.run("who-demands", element="lead-team"),
    ]
    assert all(len(repr(value)) < 500 for value in (graph, graph.catalogue, *answers))
    assert all(answer._repr_mimebundle_()["text/plain"] == str(answer) > "" for answer in answers)


def test_a_graph_of_other_data_weighs_cases_by_those_data(graph, tmp_path):
    other = replace(graph, data=shutil.copytree(ROOT / "data", tmp_path / "data"))
    (tmp_path / "data/assessment.toml").write_text("broken", encoding="utf-8")
    with pytest.raises(FileError, match="not valid TOML"):
        other.assess(ROOT / "data/examples/cases/cn-graduate.yaml", "KZ")


@pytest.mark.parametrize("asked", [{"plans": 0}, {"plans": -1}, {"places": 0}])
def test_plans_and_places_are_counted_from_one(graph, asked):
    with pytest.raises(InputError, match="counted from 1"):
        graph.bridge("ceeaa-2024", "gapc-4/engineer", **asked)
