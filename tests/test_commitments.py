"""What became of promises: done, promised or not found, and related facts that fulfil none of them."""

import csv
import io
import json
import re
from dataclasses import replace

import pytest

from competency_graph.errors import UnknownNameError
from competency_graph.model import Commitment, Event, Evidence, Search, Status
from competency_graph.presentation.tables import show
from competency_graph.recognition import Kept, find_promises
from competency_graph.recognition.promises import RELATED, state_of
from competency_graph.vocabulary import LANGUAGES
from tests.test_cli import run

SAID = Commitment("c", {"en": "c"}, ("DialoguePlatform",), ("a", "b"), "talks", "", Status.SEEN, "2026-01-01")
VISIT = Evidence("visit", {"en": "visit"}, "2026-05")


@pytest.fixture(scope="module")
def seminar(graph):
    return graph.commitments("shihezi-seminar", "2026-01-01")


@pytest.mark.parametrize(
    ("status", "evidence", "state"),
    [
        (Status.SEEN, (), Kept.PROMISED),
        (Status.SECONDARY, (), Kept.PROMISED),
        (Status.UNVERIFIED, (), Kept.NOT_FOUND),
        (Status.INFERRED, (), Kept.NOT_FOUND),
        (Status.SEEN, (VISIT,), Kept.DONE),
        (Status.SEEN, (replace(VISIT, date=""),), Kept.PROMISED),
    ],
)
def test_done_needs_dated_evidence_and_promised_a_promise_that_was_read(status, evidence, state):
    assert state_of(replace(SAID, status=status, evidence=evidence)) is state


def test_only_dated_evidence_and_searches_about_the_event_are_shown():
    talks = Event("talks", {}, "2026-01", "CN", "", ("a",), Status.SEEN)
    records = [
        Search({}, ("CN",), "", (), (), "", "about-talks", events=("talks",)),
        Search({}, ("CN",), "", (), (), "", "about-theme", themes=("DialoguePlatform",)),
    ]
    kept = replace(SAID, evidence=(VISIT, replace(VISIT, name="undated", date="")))
    (promise,) = find_promises([kept], {"talks": talks}, records)
    assert (promise.event, promise.evidence) == (talks, (VISIT,))
    assert [s.name for s in promise.searches] == ["about-talks"]


def test_of_the_seminar_one_promise_was_read_and_none_was_kept(seminar):
    assert [seminar.value.count(state) for state in Kept] == [0, 1, 9]
    (read,) = [i.commitment.name for i in seminar.value.items if i.state is Kept.PROMISED]
    assert read == "seminar-cooperation"
    for item in seminar.value.items:
        assert {s.name for s in item.searches} == {"seminar-commitments", "seminar-year"}
        assert item.commitment.makers == ("caaae", "cse")
        assert item.related


def test_every_theme_of_a_commitment_names_its_related_facts(graph):
    themes = {t for i in graph.commitments(on="2026-01-01").value.items for t in i.commitment.themes}
    assert themes <= set(RELATED)
    parts = set(graph.commitments("shihezi-seminar").to_json()["related"])
    assert {part for found in RELATED.values() for part in found} <= parts


def test_clauses_about_a_theme_are_related_and_fulfil_nothing(seminar, graph):
    treated = {(t.theme, t.framework): t.elements for t in seminar.value.treatments}
    assert treated["SustainableDevelopmentTheme", "gapc-4"]
    demanded = treated["SustainableDevelopmentTheme", "gapc-4"]["consider-net-zero-carbon"]
    cells = graph.matrix("consider-net-zero-carbon").value
    assert set(demanded) == {c.statement for c in cells if c.framework == "gapc-4" and c.relation == "same"}
    item = next(i for i in seminar.value.items if "SustainableDevelopmentTheme" in i.commitment.themes)
    assert item.state is Kept.NOT_FOUND
    assert item.evidence == ()


def test_the_ladder_is_what_the_gaps_say_of_graduates_and_engineers(seminar, graph):
    rungs = {x.comparison.source.asked: x for x in seminar.value.ladder}
    assert set(rungs) == {"CN", "KZ"}
    assert {x.comparison.target.profile.id for x in rungs.values()} == {"gapc-4/engineer"}
    assert rungs["CN"].gaps == graph.gaps("ceeaa-2024", "gapc-4/engineer", "2026-01-01").value


def test_members_and_grades_are_those_of_the_jurisdictions_that_promised(seminar):
    value = seminar.value
    assert value.jurisdictions == ("CN", "KZ")
    assert {m.part.party for m in value.memberships} == {"CN", "KZ"}
    assert ("washington-accord", "cast") in {(m.agreement, m.part.body) for m in value.memberships}
    assert {"cse-pe", "kib-member"} <= {g.name for g in value.grades}
    assert {"women-engineers-cn-kz", "enaee-agencies-list"} <= {s.name for s in value.indicators}


def test_another_event_and_all_events_are_answered_and_an_unknown_one_is_refused(graph):
    assert {i.commitment.event for i in graph.commitments("chengdu-forum-2025").value.items} == {"chengdu-forum-2025"}
    everything = graph.commitments().value
    assert len(everything.items) > 10
    assert len(everything.jurisdictions) > 2
    with pytest.raises(UnknownNameError, match="unknown event 'shihezi-semina'; did you mean shihezi-seminar"):
        graph.commitments("shihezi-semina")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_in_each_language_that_related_facts_fulfil_nothing(graph, language, tmp_path):
    answer = graph.commitments("shihezi-seminar", language=language)
    page = answer.report(tmp_path / "page.html").read_text(encoding="utf-8")
    rule = answer.to_json()["rule"]
    assert rule in page
    assert len(re.findall(r'<td class="none"', page)) >= 9
    assert "cast-cse" not in page  # no machine address stands in for a name
    assert f'lang="{ {"zh": "zh-Hans"}.get(language, language) }"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_data_hold_in_english_only_is_marked_where_another_language_is_asked_for(graph, language):
    answer = graph.commitments("shihezi-seminar", "2026-01-01", language)
    text = " ".join(show(answer.to_table(), 80).split())
    (noted,) = {i.commitment.reason for i in answer.value.items if i.commitment.reason}
    searched = {"; ".join(s.searched_in) for i in answer.value.items for s in i.searches if i.state is Kept.NOT_FOUND}
    mark = "" if language == "en" else "[EN] "
    assert f"[1] {mark}{noted}" in text
    for where in searched:
        assert f"{mark}{where}" in text
    assert ("[EN]" in text) == (language != "en")
    grades = [a for a in answer.value.grades if a.protection]
    assert grades
    # A grade has its protection in a narrow column; each cell of English begins with the mark.
    assert language == "en" or text.count("[EN]") > 2 * len(grades)


def test_two_languages_stand_side_by_side_and_a_word_file_opens(graph, tmp_path):
    answer = graph.commitments("shihezi-seminar")
    page = answer.report(tmp_path / "two.html", ("zh", "ru")).read_text(encoding="utf-8")
    assert "未找到" in page
    assert "не найдено" in page
    docx = pytest.importorskip("docx")
    document = docx.Document(str(answer.report(tmp_path / "page.docx")))
    assert "not found" in {c.text.split("\n")[0] for c in document.tables[0].columns[2].cells}


def test_the_command_answers_in_every_format_within_eighty_columns(graph, tmp_path):
    asked = ("commitments", "--event", "shihezi-seminar")
    shown = run(*asked, columns=80)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())
    value = json.loads(run(*asked, "--format", "json").stdout)
    assert value["counts"] == {"done": 0, "promised": 1, "not-found": 9}
    rows = list(csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout)))
    assert [r["state"] for r in rows].count("not-found") == 9
    written = run(*asked, "--lang", "kk,en", "--report", str(tmp_path / "page.html"))
    assert (written.returncode, written.stdout) == (0, "")
    assert run(*asked, "--lang", "kk,en").returncode == 2
    assert run(*asked, "--report", str(tmp_path / "page.pdf")).returncode == 2
