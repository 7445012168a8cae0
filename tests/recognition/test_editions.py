import pytest


@pytest.fixture(scope="module")
def tracks(graph):
    # Two profiles of one standard serve as well as two editions: the same clauses at another level.
    return graph.diff("gapc-4/sydney", "gapc-4/washington").value


def test_every_statement_stands_in_exactly_one_change(graph, tracks):
    old = [s for c in tracks.changes for s in c.old]
    new = [s for c in tracks.changes for s in c.new]
    assert sorted(old) == sorted(graph.catalogue.profiles["gapc-4/sydney"].statements)
    assert sorted(new) == sorted(graph.catalogue.profiles["gapc-4/washington"].statements)


def test_a_standard_against_itself_is_kept_whole(graph):
    value = graph.diff("ceeaa-2024", "ceeaa-2024").value
    assert {c.kind for c in value.changes} == {"kept"}
    assert all(not c.gained and not c.lost for c in value.changes)
    assert value.turned == ()


def test_a_higher_level_of_the_same_elements_demands_more(tracks):
    by_new = {c.new: c for c in tracks.changes}
    assert by_new["gapc-4:WA6",].kind == "demands-more"
    assert by_new["gapc-4:WA6",].gained == ()


def test_what_is_gained_and_lost_is_named_without_what_follows_from_it(graph, tracks):
    for change in tracks.changes:
        for names in (change.gained, change.lost):
            assert not any(a != b and a in graph.arrays.closure[b] for a in names for b in names)


def test_turned_coverage_is_that_of_the_two_comparisons(graph, tracks):
    assert tracks.turned
    for turned in tracks.turned[:10]:
        for name, verdict in (("gapc-4/sydney", turned.before), ("gapc-4/washington", turned.after)):
            answer = graph.compare(name, turned.profile).value
            assert (
                next(s.substantial for s in answer.statements if (s.id, s.side) == (turned.statement, "target"))
                == verdict
            )
