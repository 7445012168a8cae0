"""SSSOM TSV: every published example is read and comes back; every fault is named with its line."""

import importlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competency_graph.errors import FileError
from competency_graph.formats import slots
from competency_graph.formats.sssom import MappingSet, RowError, read_sssom, write_sssom
from tests.conftest import ROOT, in_ci, need

REAL = ROOT.parent / "shared/real/sssom"
EXAMPLES = sorted(REAL.glob("*.sssom.tsv"))
#: sssom-pydantic 0.6 asks for an identifier of the set, and for one of each subject.
READ_BY_SSSOM_PYDANTIC = [p for p in EXAMPLES if p.name not in ("version.sssom.tsv", "literals.sssom.tsv")]

HEAD = """#curie_map:
#  a: http://a.example/
#  b: http://b.example/
#mapping_set_id: http://a.example/set
#license: https://creativecommons.org/licenses/by/4.0/
"""
COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
ROW = ("a:1", "skos:exactMatch", "b:1", "semapv:ManualMappingCuration")


def optional(name):
    """Return a module that only tests need; without it they are skipped, in CI they fail."""
    return importlib.import_module(name) if in_ci() else pytest.importorskip(name)


def published(name):
    need((REAL / name).is_file(), f"the published SSSOM file {name} is not on this machine")
    return REAL / name


def as_schema(mappings):
    """Return a mapping set as the JSON schema of SSSOM sees it."""
    rows = [{k: v for k, v in row.items() if k in slots.MAPPING} for row in mappings.rows]
    head = {k: v for k, v in mappings.head.items() if k in slots.SET}
    return json.loads(json.dumps({**head, "mappings": rows}))


def validate(mappings):
    schema = json.loads(published("sssom_schema.schema.json").read_text(encoding="utf-8"))
    whole = {**schema, "$ref": "#/$defs/MappingSet"}
    optional("jsonschema").Draft201909Validator(whole).validate(as_schema(mappings))


@pytest.fixture
def table(tmp_path):
    def write(*rows, columns=COLUMNS, head=HEAD):
        path = tmp_path / "x.sssom.tsv"
        lines = "".join("\t".join(row) + "\n" for row in (columns, *rows))
        path.write_text(head + lines, encoding="utf-8")
        return path

    return write


def written(mappings, tmp_path):
    path = tmp_path / "written.sssom.tsv"
    path.write_bytes("".join(write_sssom(mappings)).encode())
    return path


def test_all_published_examples_are_test_cases():
    need(REAL.is_dir(), "the published SSSOM examples are not on this machine")
    assert (len(EXAMPLES), len(READ_BY_SSSOM_PYDANTIC)) == (29, 27)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name.split(".")[0])
def test_every_published_example_comes_back_as_it_was_read(path, tmp_path):
    first = read_sssom(path)
    again = written(first, tmp_path)
    assert first.rows
    assert read_sssom(again) == first
    assert "".join(write_sssom(read_sssom(again))) == again.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.name.split(".")[0])
def test_every_published_example_is_valid_once_read(path):
    found = read_sssom(path)
    if path.name == "version.sssom.tsv":
        found = MappingSet({"mapping_set_id": "http://a.example/set", **found.head}, found.rows)
    validate(found)


@pytest.mark.parametrize("path", READ_BY_SSSOM_PYDANTIC, ids=lambda p: p.name.split(".")[0])
def test_our_reader_and_sssom_pydantic_see_the_same_mappings(path, tmp_path):
    peer = optional("sssom_pydantic")
    ours = read_sssom(path)
    for place in (path, written(ours, tmp_path)):
        theirs = peer.read(place).mappings
        assert [(m.subject.curie, m.predicate.curie, m.object.curie) for m in theirs] == [
            (r["subject_id"], r["predicate_id"], r["object_id"]) for r in ours.rows
        ]


def test_the_slots_are_those_of_the_schema():
    schema = json.loads(published("sssom_schema.schema.json").read_text(encoding="utf-8"))["$defs"]
    # derived_from is younger than this schema.
    assert set(slots.MAPPING) - {"derived_from"} == set(schema["Mapping"]["properties"])
    assert set(slots.SET) == set(schema["MappingSet"]["properties"]) - {"mappings"}
    many = {s for c in ("Mapping", "MappingSet") for s, p in schema[c]["properties"].items() if "items" in p}
    assert slots.MULTIVALUED - {"derived_from"} == many - {"mappings", "extension_definitions"}


def test_what_the_head_says_of_every_mapping_stands_in_each():
    rows = read_sssom(published("curation_rule-propagated.sssom.tsv")).rows
    assert [r["curation_rule"] for r in rows] == [("DISEASE_MAPPING_COMMONS_RULES:MPR2",)] * 3


def test_pipes_are_escaped_in_lists_only():
    rows = read_sssom(published("pipe-escaping.sssom.tsv")).rows
    assert rows[0]["author_label"] == ("Alice|Bob", "Charlie")
    assert rows[1]["author_label"] == ("Alice\\Bob", "Charlie\\", "David\\|Eve\\")


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(str.strip).filter(bool)


@given(label=TEXT, names=st.lists(TEXT, min_size=1), comment=TEXT, share=st.floats(0, 1))
def test_any_text_comes_back(label, names, comment, share, tmp_path_factory):
    row = dict(zip(COLUMNS, ROW, strict=True))
    row |= {"subject_label": label, "author_label": tuple(names), "comment": comment, "confidence": share}
    head = {"curie_map": {"a": "http://a.example/", "b": "http://b.example/"}, "mapping_set_title": label}
    mappings = MappingSet(head, (row,))
    assert read_sssom(written(mappings, tmp_path_factory.mktemp("any"))) == mappings


def test_labels_with_tabs_quotes_and_line_ends_come_back(tmp_path):
    row = dict(zip(COLUMNS, ROW, strict=True)) | {"subject_label": '"工程\t知识"\nҚазақша', "comment": 'a "b" c'}
    mappings = MappingSet({"curie_map": {"a": "http://a.example/", "b": "http://b.example/"}}, (row, row))
    assert read_sssom(written(mappings, tmp_path)) == mappings


def test_a_file_with_windows_line_ends_and_a_mark_in_front_is_read(table):
    path = table(ROW)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_sssom(path).rows == (dict(zip(COLUMNS, ROW, strict=True)),)


def test_our_own_predicates_are_known_and_their_misspellings_named(table):
    head = HEAD.replace("#curie_map:\n", "#curie_map:\n#  cg: https://w3id.org/competency-graph/ontology/\n")
    good, bad = (replaced("predicate_id", f"cg:substantially{p}") for p in ("Exceeds", "Exceds"))
    assert read_sssom(table(good, head=head)).rows[0]["predicate_id"] == "cg:substantiallyExceeds"
    with pytest.raises(RowError, match="did you mean cg:substantiallyExceeds?"):
        read_sssom(table(good, bad, head=head))


def replaced(slot, value):
    return tuple(value if c == slot else v for c, v in zip(COLUMNS, ROW, strict=True))


@pytest.mark.parametrize(
    ("slot", "value", "message"),
    [
        ("predicate_id", "skos:exactmatch", "unknown predicate skos:exactmatch; did you mean skos:exactMatch?"),
        ("predicate_id", "cg:substantialyExceeds", "unknown prefix cg: in predicate_id"),
        ("predicate_id", "skos:prefLabel", "unknown predicate skos:prefLabel; "),
        ("predicate_id", "owl:x", "unknown predicate owl:x; known: skos:exactMatch, "),
        ("subject_id", "aa:1", "unknown prefix aa: in subject_id aa:1; did you mean a?"),
        ("object_id", "zzz:1", "unknown prefix zzz: in object_id zzz:1; declare it in curie_map"),
        ("object_id", "B1", "object_id 'B1' is not a CURIE; write it as prefix:name"),
        ("object_id", "", "object_id is missing; every mapping needs it"),
        (
            "mapping_justification",
            "semapv:ManualMappingCuraton",
            "unknown mapping_justification semapv:ManualMappingCuraton; did you mean semapv:ManualMappingCuration?",
        ),
    ],
)
def test_a_fault_in_a_row_is_named_with_file_and_line(table, slot, value, message):
    path = table(ROW, replaced(slot, value))
    with pytest.raises(RowError) as caught:
        read_sssom(path)
    assert str(caught.value).startswith(f"{path}:8: {message}")
    assert caught.value.row[slot] == value


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("confidence", "1.5", "confidence '1.5' is not a number from 0 to 1"),
        ("confidence", "nan", "confidence 'nan' is not a number from 0 to 1"),
        ("mapping_date", "2026-13-01", "mapping_date '2026-13-01' is not a date; write it as YYYY-MM-DD"),
        ("predicate_modifier", "not", "unknown predicate_modifier not; did you mean Not?"),
        ("author_id", "orcid:0000-0002|orcd:1", "unknown prefix orcd: in author_id orcd:1; did you mean orcid?"),
    ],
)
def test_a_fault_in_an_optional_slot_is_named_too(table, column, value, message):
    with pytest.raises(RowError, match=r":7: ") as caught:
        read_sssom(table((*ROW, value), columns=(*COLUMNS, column)))
    assert message in str(caught.value)


def test_the_line_is_right_below_a_cell_of_several_lines(table):
    columns = (*COLUMNS, "comment")
    with pytest.raises(RowError, match=r":10: object_id is missing"):
        read_sssom(table((*ROW, '"one\ntwo\nthree"'), (*replaced("object_id", ""), ""), columns=columns))


@pytest.mark.parametrize(
    ("head", "columns", "line", "message"),
    [
        (HEAD + "#licence: x\n", COLUMNS, 6, "unknown slot 'licence'; did you mean license?"),
        (HEAD + "#subject_source: c:1\n", COLUMNS, 6, "unknown prefix c: in subject_source"),
        (HEAD + "#mapping_date: May\n", COLUMNS, 6, "mapping_date 'May' is not a date"),
        (HEAD + "#other: [\n", COLUMNS, 7, "the head is not valid YAML"),
        ("#curie_map:\n#  skos: http://e.example/\n", COLUMNS, 2, "prefix skos is given another meaning"),
        ("#curie_map: x\n", COLUMNS, 1, "curie_map gives no prefixes"),
        (HEAD + "#comment: " + "[" * 50_000 + "\n", COLUMNS, 6, "nested more than 16 deep"),
        (HEAD + "#x: &x [a, a]\n#y: [*x, *x]\n", COLUMNS, 6, "an anchor or alias"),
        (HEAD + "#x: !!python/name:os.system\n", COLUMNS, 6, "a tag"),
        (HEAD + "#creator_id:\n#- [a:1]\n", COLUMNS, 6, "creator_id holds more than texts; write texts only"),
        (HEAD + "#mapping_tool: {a: b}\n", COLUMNS, 6, "mapping_tool holds more than texts"),
        (HEAD + "#mapping_tool: [a, b]\n", COLUMNS, 6, "mapping_tool is a list; give it one text"),
        (HEAD + "#ours: [[a]]\n", COLUMNS, 6, "ours is nested too deeply"),
        ("#- x\n", COLUMNS, 1, "the head is not a list of slots"),
        (HEAD, ("subject_id,predicate_id",), 6, "the table lacks the columns"),
        (HEAD, (*COLUMNS, "subject_lable"), 6, "unknown column 'subject_lable'; did you mean subject_label?"),
        (HEAD, (*COLUMNS, "comment", "comment"), 6, "column comment is there twice"),
        ("", (), 1, "the table lacks the columns"),
    ],
)
def test_a_fault_above_the_rows_is_named_with_its_line(table, head, columns, line, message):
    path = table(columns=columns, head=head)
    with pytest.raises(FileError) as caught:
        read_sssom(path)
    assert message in str(caught.value)
    assert caught.value.line == line


def test_an_open_quote_names_the_row_in_which_it_opens(table):
    with pytest.raises(FileError, match=r":8: not a row of a table: .*; close the quotes"):
        read_sssom(table((*ROW, ""), (*ROW, '"open'), (*ROW, ""), columns=(*COLUMNS, "comment")))


def test_what_is_no_text_or_no_file_is_said(tmp_path):
    (tmp_path / "x.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(FileError, match="not UTF-8 text"):
        read_sssom(tmp_path / "x.tsv")
    with pytest.raises(FileError, match="cannot be read: No such file"):
        read_sssom(tmp_path / "none.tsv")


@pytest.mark.parametrize("path", sorted((ROOT / "data/mappings").glob("*.sssom.tsv")), ids=lambda p: p.name)
def test_our_crosswalks_are_valid_and_in_the_form_we_write(path):
    mappings = read_sssom(path)
    assert mappings.rows
    assert "".join(write_sssom(mappings)) == path.read_text(encoding="utf-8")
    validate(mappings)
