"""Catalogues of learning opportunities: what is read, and one clear message with file and line for each fault."""

from decimal import Decimal

import pytest

from competency_graph.bridge_answer import find_catalogue, read_vocabulary
from competency_graph.errors import FileError
from competency_graph.formats.opportunities import COLUMNS, Vocabulary, read_opportunities
from competency_graph.learning import Development, Effort, Money, Prerequisite
from competency_graph.loading.offers import opportunity_triples
from competency_graph.model import Span, Status
from competency_graph.vocabulary import LANGUAGES
from tests.conftest import ROOT
from tests.test_cli import run

HEAD = "# catalogue: mine\n# made by: me\n# date: 2026-01-01\n# invented: no\n"
KNOWN = Vocabulary(
    {"lead-team", "act-ethically", "teamwork"}, {"teamwork"}, {"complex": 3, "well-defined": 1}, {"graduate": 2}
)


def table(tmp_path, *rows, head=HEAD, columns=COLUMNS):
    path = tmp_path / "mine.tsv"
    path.write_text(head + "\t".join(columns) + "\n" + "".join(r + "\n" for r in rows), encoding="utf-8")
    return path


def row(**cells):
    given = {"name": "one", "kind": "course", "label_en": "One", "develops": "lead-team@complex/graduate", **cells}
    return "\t".join(given.get(c, "") for c in COLUMNS)


def test_a_row_is_read_with_all_that_it_says(tmp_path):
    full = row(
        develops="lead-team@complex/graduate; act-ethically@?", effort="20-30.5", unit="ECTS", cost="0", currency="EUR",
        host="Here; There", language="en; zh", requires="two; act-ethically@-; lead-team@well-defined/graduate",
        capacity="12", until="2026-05", source="https://example.org/x", status="inferred", reason="Because.", note="N.",
        **{"from": "2025"},
    )  # fmt: skip
    found, two = read_opportunities(table(tmp_path, full, row(name="two", develops="")), KNOWN).opportunities
    assert found.develops == (Development("lead-team", (3, 2)), Development("act-ethically", None))
    assert found.requires == (
        Prerequisite("two"), Prerequisite(element="act-ethically"), Prerequisite(element="lead-team", level=(1, 2)),
    )  # fmt: skip
    assert (found.effort, found.cost) == (Effort(Decimal(20), Decimal("30.5"), "ECTS"), Money(Decimal(0), "EUR"))
    assert (found.hosts, found.languages, found.capacity) == (("Here", "There"), ("en", "zh"), 12)
    assert (found.span, found.status, found.reason) == (Span("2025", "2026-05"), Status.INFERRED, "Because.")
    assert found.sources[0].pages == ("https://example.org/x",)
    assert (two.effort, two.cost, two.capacity, two.develops, two.status) == (None, None, None, (), Status.UNVERIFIED)


def test_four_columns_are_enough(tmp_path):
    path = table(tmp_path, "one\tcourse\tOne\tlead-team@complex/graduate", columns=COLUMNS[:4])
    assert [o.name for o in read_opportunities(path, KNOWN).opportunities] == ["one"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"name": "One Two"}, "name is 'One Two'; use small letters"),
        ({"name": ""}, "the cell of 'name' is empty"),
        ({"label_en": ""}, "the cell of 'label_en' is empty"),
        ({"kind": "cours"}, "unknown kind 'cours'; did you mean course?"),
        ({"kind": ""}, "the cell of 'kind' is empty"),
        (
            {"develops": "lead-teams@complex/graduate"},
            "unknown element 'lead-teams' in develops; did you mean lead-team?",
        ),
        ({"develops": "teamwork@complex/graduate"}, "'teamwork' only groups elements; name one below it"),
        ({"develops": "lead-team"}, "lead-team has no level; write @complexity/autonomy, or @? where nobody states it"),
        ({"develops": "lead-team@-"}, "lead-team has no level"),
        ({"develops": "lead-team@complx/graduate"}, "unknown complexity 'complx'"),
        ({"develops": "lead-team@complex"}, "unknown autonomy ''"),
        ({"develops": "lead-team@graduate/complex"}, "unknown complexity 'graduate'"),
        ({"develops": "lead-team@?; lead-team@complex/graduate"}, "it develops lead-team twice"),
        ({"requires": "lead-team@?"}, "write @complexity/autonomy, or @- for any level"),
        ({"requires": "lead-team@-; lead-team@complex/graduate"}, "it requires lead-team twice"),
        ({"requires": "tow"}, "one requires the unknown opportunity 'tow'"),
        ({"requires": "one"}, "one → one require each other in a circle"),
        ({"effort": "about 3", "unit": "hours"}, "effort is 'about 3'; write a number or two"),
        ({"effort": "-3", "unit": "hours"}, "effort is '-3'"),
        ({"effort": "nan", "unit": "hours"}, "effort is 'nan'"),
        ({"effort": "0", "unit": "hours"}, "an effort of nothing; write a number or two"),
        ({"effort": "30-20", "unit": "hours"}, "the effort 30-20 ends below its beginning"),
        ({"effort": "3"}, "effort is given without unit"),
        ({"unit": "hours"}, "unit is given without effort"),
        ({"effort": "3", "unit": "days"}, "unknown unit 'days'; known: ECTS, hours"),
        ({"cost": "3"}, "cost is given without currency"),
        ({"cost": "3", "currency": "euro"}, "currency is 'euro'; write its code"),
        ({"cost": "free", "currency": "EUR"}, "cost is 'free'"),
        ({"language": "english"}, "language is 'english'; write codes"),
        ({"capacity": "0"}, "capacity is '0'; write a whole number from 1"),
        ({"capacity": "1.5"}, "capacity is '1.5'"),
        ({"from": "June 2026"}, "from is 'June 2026'; write YYYY-MM-DD"),
        ({"until": "2026-02-30"}, "until is '2026-02-30', which is no date"),
        ({"from": "2026-05", "until": "2025"}, "it ends on 2025, before it begins on 2026-05"),
        ({"status": "sure"}, "unknown status 'sure'"),
        ({"status": "searched-not-found"}, "unknown status 'searched-not-found'"),
        ({"status": "inferred"}, "the status inferred has no reason"),
    ],
)
def test_each_fault_of_a_row_is_one_message_with_file_and_line(tmp_path, cells, message):
    path = table(tmp_path, row(name="fine"), row(**cells))
    with pytest.raises(FileError) as caught:
        read_opportunities(path, KNOWN)
    assert str(caught.value).startswith(f"{path}:7: ")
    assert message in str(caught.value)


def test_a_circle_of_several_and_a_name_twice_are_found(tmp_path):
    circle = table(tmp_path, row(name="a", requires="b"), row(name="b", requires="c"), row(name="c", requires="a"))
    with pytest.raises(FileError, match="a → b → c → a require each other in a circle"):
        read_opportunities(circle, KNOWN)
    with pytest.raises(FileError, match=r":7: the name 'one' is taken; see line 6"):
        read_opportunities(table(tmp_path, row(), row()), KNOWN)
    with pytest.raises(FileError, match=r":6: the name 'one' is taken; the graph has it already"):
        read_opportunities(table(tmp_path, row()), KNOWN, ["one"])


@pytest.mark.parametrize(
    ("head", "columns", "message"),
    [
        ("# catalogue: mine\n", COLUMNS, r":1: the head lacks '# made by: ...'"),
        (HEAD.replace("no", "maybe"), COLUMNS, r":1: '# invented: maybe' is neither yes nor no"),
        (HEAD, ("name", "kind", "label_en"), r":5: the column 'develops' is missing"),
        (HEAD, (*COLUMNS, "prize"), r":5: unknown column 'prize'"),
        (HEAD, (*COLUMNS, "note"), r":5: the column 'note' is there twice"),
    ],
)
def test_each_fault_of_the_head_is_one_message(tmp_path, head, columns, message):
    with pytest.raises(FileError, match=message):
        read_opportunities(table(tmp_path, head=head, columns=columns), KNOWN)


def test_a_row_with_too_few_cells_and_a_file_that_cannot_be_read_are_one_message(tmp_path):
    with pytest.raises(FileError, match=r":6: 2 columns instead of 21; separate them by tabs"):
        read_opportunities(table(tmp_path, "one\tcourse"), KNOWN)
    with pytest.raises(FileError, match="cannot be read: No such file"):
        read_opportunities(tmp_path / "none.tsv", KNOWN)
    (tmp_path / "bytes.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="not UTF-8 text"):
        read_opportunities(tmp_path / "bytes.tsv", KNOWN)


def test_the_shipped_catalogues_are_read_and_only_one_is_invented(graph):
    vocabulary = read_vocabulary(graph.catalogue)
    known = read_opportunities(ROOT / "data/opportunities/known.tsv", vocabulary)
    example = read_opportunities(find_catalogue("example"), vocabulary)
    assert (known.head["invented"], len(known.opportunities)) == ("no", 11)
    assert (example.head["invented"], len(example.opportunities)) == ("yes", 28)
    for o in (*known.opportunities, *example.opportunities):
        assert set(o.labels) == set(LANGUAGES), o.name


def test_what_the_table_says_is_what_the_graph_knows(graph):
    table_ = read_opportunities(ROOT / "data/opportunities/known.tsv", read_vocabulary(graph.catalogue))
    for o in table_.opportunities:
        stored = graph.offers.opportunities[o.name]
        same = ("labels", "kind", "effort", "cost", "languages", "capacity", "span", "status", "reason", "note")
        assert [getattr(stored, x) for x in same] == [getattr(o, x) for x in same], o.name
        assert set(stored.hosts) == set(o.hosts)
        assert sorted(s.iri.rsplit("/", 1)[-1] for s in stored.sources) == sorted(s.iri for s in o.sources)
        assert {(d.element, d.level) for d in stored.develops} == {(d.element, d.level) for d in o.develops}


def test_a_malformed_catalogue_is_one_message_on_the_command_line(graph, tmp_path):
    path = table(tmp_path, row(develops="lead-team@complex/graduat"))
    shown = run("bridge", "CN", "KZ", "--catalogue", str(path))
    assert (shown.returncode, shown.stdout) == (3, "")
    assert shown.stderr == (
        f"Error: {path}:6: unknown autonomy 'graduat' in the level 'complex/graduat'; did you mean graduate?\n"
    )


def test_an_invented_catalogue_is_not_built_as_fact(project):
    source = project / "data/examples/opportunities.tsv"
    (project / "data/opportunities/mine.tsv").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    shown = run("validate", "--data", str(project / "data"))
    assert shown.returncode == 1
    assert "mine.tsv:1: an invented catalogue is not loaded as fact" in shown.stderr


@pytest.mark.parametrize("date", ["25 November", "2026-13", "2026-02-30"])
def test_a_head_with_a_date_that_is_none_is_refused(tmp_path, date):
    with pytest.raises(FileError, match="is no date; write YYYY-MM-DD"):
        read_opportunities(table(tmp_path, row(), head=HEAD.replace("2026-01-01", date)), KNOWN)


def test_a_long_cell_is_read_and_a_line_is_a_line_of_the_file(tmp_path):
    found = read_opportunities(table(tmp_path, row(note="x" * 140_000), row(name="two", note="a\u2028b")), KNOWN)
    assert [len(o.note) for o in found.opportunities] == [140_000, 3]
    assert found.lines == {"one": 6, "two": 7}


@pytest.mark.parametrize("cell", [{"host": "Some University"}, {"source": "https://example.org/a b"}])
def test_a_build_refuses_hosts_and_sources_that_name_nothing_in_the_graph(tmp_path, cell):
    with pytest.raises(FileError, match=r"mine\.tsv:6: \w+ '.*' is no name of the graph"):
        list(opportunity_triples(read_opportunities(table(tmp_path, row(**cell)), KNOWN), KNOWN))
