import pytest

from competency_graph.catalogue import NoneFound
from competency_graph.errors import InputError, UnknownNameError


@pytest.mark.parametrize(
    ("name", "profile", "through"),
    [
        ("CN", "ceeaa-2024/bachelor", None),
        ("cn/graduate", "ceeaa-2024/bachelor", None),
        ("CN/programme", "ceeaa-2024/programme", None),
        ("KZ", "eafsg-2015/bachelor", "kz-caaae"),
        ("KZ/programme", "eafsg-2015/programme", "kz-caaae"),
        ("US", "abet-eac-2025/baccalaureate", None),
        ("gapc-4", "gapc-4/washington", None),
        ("kz-caaae", "eafsg-2015/bachelor", "kz-caaae"),
        ("eafsg-2015/master", "eafsg-2015/master", None),
    ],
)
def test_names_resolve_to_profiles_through_stated_adoption(graph, name, profile, through):
    side = graph.names.resolve(name, "2026-01-01")
    assert side.profile.id == profile
    assert (side.framework.slug if side.adoption else None) == through


def test_where_no_competence_standard_is_found_the_answer_says_what_was_searched(graph):
    answer = graph.names.resolve("KZ/engineer", "2026-01-01")
    assert isinstance(answer, NoneFound)
    assert (answer.why, answer.stage, answer.place["ru"]) == ("stage", "engineer", "Казахстан")
    assert len(answer.searches) == 2
    assert all(s.searched_in and s.would_supply and s.as_of for s in answer.searches)


def test_engineers_of_china_are_read_through_the_standard_that_their_society_assesses_by(graph):
    assert graph.names.resolve("CN/engineer", "2026-01-01").profile.framework == "cn-cse-2021"
    assert isinstance(graph.names.resolve("CN/engineer", "2021-10-24"), NoneFound)


def test_an_edition_not_yet_in_force_is_not_used(graph):
    assert isinstance(graph.names.resolve("CN", "2015-02-28"), NoneFound)
    assert graph.names.resolve("CN", "2024-11-29").profile.id == "ceeaa-2024/bachelor"


def test_a_bound_known_to_the_year_is_compared_to_the_year(graph):
    assert isinstance(graph.names.resolve("US", "2024-12-31"), NoneFound)
    assert graph.names.resolve("US", "2025-01-01").profile.framework == "abet-eac-2025"


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda g: g.compare("ceeaa-2023", "KZ"), "did you mean ceeaa-2024"),
        (lambda g: g.compare("CN", "eafsg-2015/bachelr"), "did you mean eafsg-2015/bachelor"),
        (lambda g: g.compare("KX", "CN"), "did you mean.* KZ"),
        (lambda g: g.compare("CN/enginer", "KZ"), "did you mean"),
        (lambda g: g.explain("gapc-4:WA99", "gapc-4:WA1"), "did you mean gapc-4:WA9"),
        (lambda g: g.matrix("lead-teams"), "did you mean lead-team"),
    ],
)
def test_unknown_names_get_the_nearest_known_ones(graph, call, hint):
    with pytest.raises(UnknownNameError, match=hint):
        call(graph)


def test_a_name_like_nothing_says_so(graph):
    with pytest.raises(UnknownNameError, match="nothing in the graph has a name like it"):
        graph.compare("%%%%%%", "KZ")


def test_a_date_that_is_none_is_refused(graph):
    with pytest.raises(InputError, match="not a date; write it as YYYY-MM-DD"):
        graph.compare("CN", "KZ", on="2026-13-01")


def test_a_statement_without_demands_is_not_explained(graph):
    with pytest.raises(InputError, match="demands nothing"):
        graph.explain("gapc-4:WP1", "gapc-4:WA1")
