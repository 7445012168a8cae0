"""Elements suggested for texts that nobody has annotated."""

import csv
import io
import json
import sys

import pytest

from competency_graph.errors import ExportError, FileError, InputError, MissingDependencyError
from competency_graph.formats.codings import read_coding
from competency_graph.loading.files import coding_triples
from competency_graph.presentation.wording import Words
from competency_graph.suggestion import Suggester, read_texts
from competency_graph.suggestion.model import phrases
from competency_graph.vocabulary import LANGUAGES, term
from tests.test_cli import run

TEXTS = {
    "en": "Leads teams with members of several disciplines.",
    "zh": "能够领导由多学科成员组成的团队。",
    "ru": "Руководит командами, в которых работают представители разных дисциплин.",
    "kk": "Әртүрлі пән өкілдерінен құралған топтарды басқарады.",
}


@pytest.fixture(scope="module")
def without_ceeaa(graph):
    return Suggester.fit(graph.catalogue, graph.arrays.closure, ["ceeaa-2015", "ceeaa-2022", "ceeaa-2024"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_about_leading_teams_suggests_it_in_any_language(graph, language):
    [found] = graph.suggest(TEXTS[language]).value
    assert "lead-team" in {e.element for e in found.elements[:5]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_half_of_what_a_standard_demands_is_among_the_first_ten_though_it_was_left_out(graph, without_ceeaa, language):
    statements = [s for s in graph.catalogue.statements.values() if s.framework == "ceeaa-2024" and s.demands]
    asked = [s for s in statements if s.kind == "LearningOutcome"]
    texts = [(s.id, dict(phrases(s.labels, s.paraphrases))[language]) for s in asked]
    hits = total = 0
    for statement, found in zip(asked, without_ceeaa.suggest(texts), strict=True):
        wanted = {d.element for d in statement.demands}
        hits += len(wanted & {e.element for e in found.elements})
        total += len(wanted)
    assert hits / total >= 0.5


def test_what_was_left_out_is_named_by_no_suggestion(without_ceeaa):
    [found] = without_ceeaa.suggest([("", TEXTS["zh"])], top=40)
    named = [e.like.split(":")[0] for e in found.elements if e.like]
    assert named
    assert not any(name.startswith("ceeaa") for name in named)


def test_the_named_statement_demands_the_element(graph):
    [found] = graph.suggest(TEXTS["ru"], top=40).value
    for e in found.elements:
        if e.like:
            assert e.element in {d.element for d in graph.catalogue.statements[e.like].demands}


def test_scores_fall_and_no_more_elements_come_than_were_asked_for(graph):
    [found] = graph.suggest(TEXTS["en"], top=4).value
    scores = [e.score for e in found.elements]
    assert len(scores) == 4
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] > 0


def test_outcomes_and_criteria_get_elements_of_their_own_and_criteria_no_level(graph):
    text = "The programme has enough laboratories and qualified teachers."
    for kind, is_criterion in (("outcome", False), ("criterion", True)):
        [found] = graph.suggest(text, kind=kind, top=20).value
        types = {graph.catalogue.elements[e.element].type == "CriterionElement" for e in found.elements}
        assert types == {is_criterion}
        assert (found.complexity == 0) == (found.autonomy == 0) == is_criterion


def test_nothing_is_proposed_that_another_proposed_element_implies(graph):
    texts = [t for s in graph.catalogue.statements.values() if s.demands for _, t in phrases(s.labels, s.paraphrases)]
    proposed = [{e.element for e in s.elements if e.proposed} for s in graph.suggest(*texts[::20], top=20).value]
    assert max(map(len, proposed)) > 3
    for names in proposed:
        assert not any(names & (graph.arrays.closure[n] - {n}) for n in names)


def test_a_text_in_a_script_never_seen_gets_no_element_and_no_level(graph):
    answer = graph.suggest("ინჟინერია")
    assert (answer.value[0].elements, answer.value[0].complexity) == ((), 0)
    assert "Nothing that is annotated resembles this text." in str(answer)
    assert list(answer.frame().columns)[:2] == ["code", "element"]


@pytest.mark.parametrize(
    ("texts", "options", "message"),
    [
        ([" "], {}, "there is no text"),
        ([("A1", "")], {}, "A1: there is no text to suggest for"),
        (["x"], {"kind": "skill"}, "'skill' is no kind of text; it is one of: outcome, criterion"),
        (["x"], {"top": 0}, "0 elements cannot be suggested"),
    ],
)
def test_what_cannot_be_suggested_for_is_refused(graph, texts, options, message):
    with pytest.raises(InputError, match=message):
        graph.suggest(*texts, **options)


def test_without_scikit_learn_the_error_says_what_to_install(graph, monkeypatch):
    monkeypatch.setitem(sys.modules, "sklearn.kernel_ridge", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'competency-graph\[suggest\]'"):
        Suggester.fit(graph.catalogue, graph.arrays.closure)


def test_nothing_can_be_learnt_where_everything_is_left_out(graph):
    with pytest.raises(InputError, match="nothing to learn"):
        Suggester.fit(graph.catalogue, graph.arrays.closure, graph.catalogue.frameworks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_of_the_answer_says_that_it_is_suggested(graph, language):
    answer = graph.suggest(TEXTS[language], language=language)
    words = Words(language)
    shown = str(answer)
    assert words.of("suggest", "note") in shown
    assert shown.count(words.of("suggest", "status")) >= len(answer.value[0].elements)
    assert answer.to_json()["note"] == words.of("suggest", "note")
    assert {r["status"] for r in answer.to_rows()} == {"suggested"} == {answer.to_json()["status"]}


def test_a_draft_holds_what_is_proposed_and_demands_nothing_until_a_person_accepts_it(graph, tmp_path):
    answer = graph.suggest(("A1", TEXTS["en"]), ("A2", TEXTS["kk"]))
    path = answer.write_draft(tmp_path / "xy-2026--suggestion.tsv")
    known = graph.catalogue.elements, {n: lv.rank for n, lv in graph.catalogue.levels.items()} | {"-": 0}
    draft = read_coding(path, *known)
    proposed = [(s.code, e.element) for s in answer.value for e in s.elements if e.proposed]
    assert [(r.code, r.demand.element) for r in draft.rows] == proposed
    assert (draft.framework, draft.coder, draft.head["accepted by"]) == ("xy-2026", "suggestion", "nobody")
    assert {(r.demand.complexity, r.demand.certainty) for r in draft.rows} == {(answer.value[0].complexity, "low")}

    def demands(coding):
        return sum(t.object.value == term("Demand") for t in coding_triples(coding))

    assert demands(draft) == 0
    adjudicated = tmp_path / "xy-2026--adjudicated.tsv"
    text = path.read_text(encoding="utf-8").replace("coder: suggestion", "coder: adjudicated")
    adjudicated.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match="nobody has accepted"):
        read_coding(adjudicated, *known)
    adjudicated.write_text(text.replace("accepted by: nobody", "accepted by: A. Reader"), encoding="utf-8")
    assert demands(read_coding(adjudicated, *known)) == len(proposed)


def test_a_draft_never_takes_the_place_of_a_file_and_needs_the_name_of_its_framework(graph, tmp_path):
    answer = graph.suggest(("A1", TEXTS["en"]))
    path = tmp_path / "xy-2026--suggestion.tsv"
    path.write_text("work", encoding="utf-8")
    with pytest.raises(ExportError, match="is there already"):
        answer.write_draft(path)
    assert path.read_text(encoding="utf-8") == "work"
    for name in ("draft.tsv", "--suggestion.tsv", "xy-2026--suggestion.csv"):
        with pytest.raises(ExportError, match="name a draft <framework>--suggestion.tsv"):
            answer.write_draft(tmp_path / name)
    with pytest.raises(ExportError, match="cannot be written"):
        answer.write_draft(tmp_path / "no" / path.name)


def test_a_table_of_texts_is_read_with_or_without_a_head(tmp_path):
    path = tmp_path / "xy.tsv"
    for head in ("", "code\ttext\n"):
        path.write_text(f"{head}A1\tWorks in teams.\n\nA2\t设计\n", encoding="utf-8")
        assert read_texts(path) == [("A1", "Works in teams."), ("A2", "设计")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A1\tx\nA2\n", r"xy.tsv:2: not a code, a tab and a text"),
        ("A1\t \n", r"xy.tsv:1: not a code, a tab and a text"),
        ("A1\tx\nA1\ty\n", r"xy.tsv:2: A1 is there twice"),
        ("code\ttext\n", r"xy.tsv: no statement in it"),
    ],
)
def test_a_wrong_table_of_texts_is_reported_with_its_line(tmp_path, text, message):
    path = tmp_path / "xy.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=message):
        read_texts(path)


def test_the_command_suggests_for_a_text_and_writes_a_draft_for_a_table(graph, tmp_path):
    rows = list(csv.DictReader(io.StringIO(run("suggest", TEXTS["zh"], "--top", "3", "--format", "csv").stdout)))
    assert [r["status"] for r in rows] == ["suggested"] * 3
    (tmp_path / "xy.tsv").write_text(f"A1\t{TEXTS['en']}\n", encoding="utf-8")
    answer = json.loads(run("suggest", "--from", str(tmp_path / "xy.tsv"), "--format", "json").stdout)
    assert answer["texts"][0]["code"] == "A1"
    draft = tmp_path / "xy-2026--suggestion.tsv"
    shown = run("suggest", "--from", str(tmp_path / "xy.tsv"), "--draft", str(draft))
    assert (shown.returncode, shown.stdout) == (0, "")
    assert "suggested, not annotated" in shown.stderr
    assert "\n# accepted by: nobody\n" in draft.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give either TEXT or --from FILE"),
        (("x", "--from", "y.tsv"), "give either TEXT or --from FILE"),
        (("x", "--draft", "y--suggestion.tsv"), "a draft needs the codes of its statements"),
    ],
)
def test_misuse_of_the_command_gives_one_clear_message(arguments, message):
    shown = run("suggest", *arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert message in shown.stderr
