"""What is wrong in the files of others is said with file, line and remedy, and never as a traceback."""

import re

import pytest

from competency_graph.errors import FileError, InvalidDataError
from competency_graph.loading import check, put_canonical, read_files
from competency_graph.loading.files import canonical
from competency_graph.resources import folders
from competency_graph.vocabulary import expand
from tests.loading.test_build import BREAKS, edit

BLANK = "\nbody:x a cg:Body ; cg:actsIn [ a cg:Jurisdiction ] .\n"


def end(path, text):
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def copy_coding(data):
    text = (data / "codings/ca-ceab--adjudicated.tsv").read_bytes()
    (data / "codings/ca-ceab--adjudicated2.tsv").write_bytes(text)


CHINA_PROVISIONAL = """"2013-06-19"^^xsd:date ;
    cg:inForceUntil "2016-06-02"^^xsd:date ;"""

#: Found while the files are read.
UNREADABLE = {
    "a rank that is text": (
        lambda d: edit(d / "levels.ttl", "cg:rank 3", 'cg:rank "high"'),
        r"levels\.ttl:\d+: \S+/level/\S+ has the rank 'high'; write one of 1, 2, 3, 4, without quotes",
    ),
    "a rank above four": (
        lambda d: edit(d / "levels.ttl", "cg:rank 4", "cg:rank 5"),
        r"levels\.ttl:\d+: \S+/level/\S+ has the rank '5'; write one of 1, 2, 3, 4",
    ),
    "a blank node": (
        lambda d: end(d / "bodies.ttl", BLANK),
        r"bodies\.ttl:\d{2,}: a blank node, which nothing else can name; give the node an IRI of its own",
    ),
    "a predicate that the ontology lacks": (
        lambda d: edit(d / "frameworks/ca-ceab.ttl", "cg:isMemberOf", "cg:isMembreOf"),
        r"ca-ceab\.ttl:\d+: cg:isMembreOf is no term of the ontology; did you mean cg:isMemberOf\?",
    ),
    "a class that the ontology lacks": (
        lambda d: edit(d / "frameworks/ca-ceab.ttl", "a cg:LearningOutcome", "a cg:LearningOutcom"),
        r"ca-ceab\.ttl:\d+: cg:LearningOutcom is no term of the ontology; did you mean cg:LearningOutcome\?",
    ),
    "a value that the ontology lacks": (
        lambda d: edit(d / "frameworks/ca-ceab.ttl", "cg:hasStatus cg:SeenInSecondaryCopy", "cg:hasStatus cg:Qqqq"),
        r"ca-ceab\.ttl:\d+: cg:Qqqq is no term of the ontology; see ontology/competency-graph\.ttl",
    ),
    "a term that the data define themselves": (
        lambda d: end(d / "bodies.ttl", "\ncg:Guild a <http://www.w3.org/2002/07/owl#Class> .\n"),
        r"bodies\.ttl:\d+: cg:Guild is no term of the ontology",
    ),
    "a coder in the head who is not in the name of the file": (
        lambda d: edit(d / "codings/ca-ceab--coder-1.tsv", "# coder: coder-1", "# coder: adjudicated"),
        r"ca-ceab--coder-1\.tsv:1: the head says framework ca-ceab and coder adjudicated; "
        r"name the file ca-ceab--adjudicated\.tsv, or mend the head",
    ),
    "a second adjudicated coding": (
        copy_coding,
        r"ca-ceab--adjudicated2\.tsv:1: .*name the file ca-ceab--adjudicated\.tsv",
    ),
}

#: Found by a shape or a check query, once everything is read; each in a place of its own, so that one check finds all.
UNSOUND = {
    "a framework that counts somewhere without a source": (
        lambda d: edit(
            d / "frameworks/kz-nqf-2016.ttl",
            "    cg:isReadFrom source:kz-nqf-2016-ministry ;\n    cg:machine",
            "    cg:machine",
        ),
        r"kz-nqf-2016\.ttl:\d+: .*applies in a jurisdiction without cg:hasStatus, cg:isReadFrom and cg:statusAsOf",
    ),
    "a law of a jurisdiction in which the framework does not count": (
        lambda d: edit(
            d / "frameworks/kz-goso-2022.ttl", "cg:isCompulsoryIn jurisdiction:KZ", "cg:isCompulsoryIn jurisdiction:KG"
        ),
        r"kz-goso-2022\.ttl:\d+: .*is compulsory in a jurisdiction in which it does not apply",
    ),
    "a threshold above a hundred": (
        lambda d: edit(d / "parameters.ttl", "cg:coverageThreshold 78", "cg:coverageThreshold 150"),
        r"parameters\.ttl:\d+: .* has the cg:coverageThreshold '150' instead of a whole number from 1 to 100",
    ),
    "an overlap limit above a hundred": (
        lambda d: edit(d / "parameters.ttl", "cg:overlapLimit 27", "cg:overlapLimit 101"),
        r"parameters\.ttl:\d+: .* has the cg:overlapLimit '101' instead of a whole number from 1 to 100",
    ),
    "a weight beyond counting": (
        lambda d: edit(d / "elements.ttl", "cg:weight 2", "cg:weight 99999999999999999999"),
        r"elements\.ttl:\d+: .* has the cg:weight '99999999999999999999' instead of",
    ),
    "a statement of no kind": (
        lambda d: edit(d / "frameworks/uk-ahep4.ttl", " a cg:LearningOutcome", " a cg:Statement"),
        r"uk-ahep4\.ttl:\d+: uk-ahep4:\S+: has 0 kinds instead of one, such as cg:LearningOutcome",
    ),
    "a position that is text": (
        lambda d: edit(d / "frameworks/ca-ceab.ttl", "cg:position 2 ", 'cg:position "two" '),
        r"ca-ceab\.ttl:\d+: ca-ceab:\S+: has the cg:position 'two' instead of a whole number",
    ),
    "an identifier of a framework that is not its IRI's": (
        lambda d: edit(d / "frameworks/tr-mudek.ttl", 'dcterms:identifier "tr-mudek"', 'dcterms:identifier "tr-x"'),
        r"tr-mudek\.ttl:\d+: .*/id/tr-mudek: has the dcterms:identifier 'tr-x', which is not in its IRI",
    ),
    "an identifier of a profile that is not its IRI's": (
        lambda d: edit(d / "frameworks/jp-jabee.ttl", 'identifier "jp-jabee/engineer"', 'identifier "jp-jabee/x"'),
        r"jp-jabee\.ttl:\d+: .* has the dcterms:identifier 'jp-jabee/x', which is not in its IRI",
    ),
    "a code that is not its IRI's": (
        lambda d: edit(d / "frameworks/kr-kec2015.ttl", 'cg:code "2"', 'cg:code "22"'),
        r"kr-kec2015\.ttl:\d+: kr-kec2015:2: has the cg:code '22', which is not in its IRI; make the two agree",
    ),
    "a class of a classification under another branch": (
        lambda d: edit(
            d / "classifications.ttl",
            "skos:broader isced-f:071 ;\n    skos:exactMatch escofield:0713",
            "skos:broader isced-f:072 ;\n    skos:exactMatch escofield:0713",
        ),
        r"classifications\.ttl:\d+: .*/0713: has the code '0713', which does not agree with the code '072'",
    ),
    "a code of a classification that is not its IRI's": (
        lambda d: edit(d / "classifications.ttl", 'skos:notation "0724"', 'skos:notation "0725"'),
        r"classifications\.ttl:\d+: .*/0724: has the code '0725', which does not agree with its IRI",
    ),
    "a jurisdiction's code that is not its IRI's": (
        lambda d: edit(d / "bodies.ttl", 'cg:jurisdictionCode "KZ"', 'cg:jurisdictionCode "QQ"'),
        r"bodies\.ttl:\d+: .*/KZ: has the cg:jurisdictionCode 'QQ', which is not in its IRI",
    ),
    "a full part while another says provisional": (
        lambda d: edit(d / "agreements.ttl", CHINA_PROVISIONAL, CHINA_PROVISIONAL.replace("2016-06-02", "2017-06-02")),
        r"agreements\.ttl:\d+: .*washington-accord--cn: contradicts washington-accord--cn-provisional: the same body, in "
        r"one agreement and on one day, is FullParticipation and ProvisionalParticipation; give each its own dates",
    ),
    "a day that no calendar has": (
        lambda d: edit(d / "events.ttl", '"2025-05-14"', '"2025-05-32"'),
        r"events\.ttl:\d+: .*shihezi-visit-2025: has the date '2025-05-32', which no calendar has",
    ),
    "a fact that is only supposed": (
        lambda d: edit(d / "agreements.ttl", "cg:hasStatus cg:Seen ;", "cg:hasStatus cg:Hypothetical ;"),
        r"agreements\.ttl:\d+: .* is hypothetical; keep it in a file of its own and ask with --suppose",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_gives_one_clear_message(name, project):
    spoil, message = UNREADABLE[name]
    spoil(project / "data")
    with pytest.raises((FileError, InvalidDataError)) as caught:
        read_files(folders(project / "data"))
    assert re.search(message, str(caught.value)), str(caught.value)


def test_each_unsound_fact_is_a_finding(project):
    for spoil, _ in UNSOUND.values():
        spoil(project / "data")
    with pytest.raises(InvalidDataError) as caught:
        check(folders(project / "data"))
    for name, (_, message) in UNSOUND.items():
        assert [f for f in caught.value.findings if re.search(message, f)], (name, caught.value.findings)
    assert len(caught.value.findings) == len(UNSOUND)


def test_a_number_that_is_none_is_a_finding_and_nothing_is_logged(project, caplog):
    edit(project / "data/elements.ttl", "cg:weight 2", f'cg:weight "x"^^<{expand("xsd:integer")}>')
    with pytest.raises(InvalidDataError, match=r"elements\.ttl:\d+: .*one weight, a positive integer \(found: x\)"):
        check(folders(project / "data"))
    assert caplog.records == []


def test_a_circle_of_elements_is_found_without_building(project):
    BREAKS["a circle of elements"][0](project / "data")
    with pytest.raises(InvalidDataError, match="imply each other in a circle"):
        check(folders(project / "data"))


def test_an_institution_is_a_body_that_may_issue_a_standard(project):
    edit(project / "data/bodies.ttl", "body:mudek a cg:Body", "body:mudek a cg:Institution")
    _, _, catalogue = check(folders(project / "data"))
    assert catalogue.frameworks["tr-mudek"].issuer.name == "mudek"


def test_a_file_with_comments_is_not_rewritten_nor_is_any_other(project):
    commented, other = project / "data/levels.ttl", project / "data/bodies.ttl"
    edit(commented, "\n\nlevel:", '\n\n# Ask the board "first".\nlevel:')
    edit(other, " ;\n    ", " ; ")
    before = commented.read_bytes(), other.read_bytes()
    line = commented.read_text(encoding="utf-8").split("# Ask")[0].count("\n") + 1
    with pytest.raises(FileError) as caught:
        put_canonical({path: canonical(path) for path in (other, commented)})
    assert f"levels.ttl:{line}: comments are not kept" in str(caught.value)
    assert "move them to skos:editorialNote; the file is as it was" in str(caught.value)
    assert (commented.read_bytes(), other.read_bytes()) == before


def test_a_file_with_a_blank_node_has_no_canonical_form(project):
    end(project / "data/bodies.ttl", BLANK)
    with pytest.raises(FileError, match=r"bodies\.ttl:\d+: a blank node"):
        canonical(project / "data/bodies.ttl")
