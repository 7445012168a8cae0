import pytest

from competency_graph.errors import FileError
from competency_graph.formats.codings import COLUMNS, read_coding

ELEMENTS = {"lead-team", "work-in-team"}
LEVELS = {"complex": 3, "graduate": 2, "-": 0}
HEAD = "# framework: x-1\n# coder: adjudicated\n# made by: a person\n# date: 2026-01-01\n# guide: 1.0\n"


def write(tmp_path, *rows, head=HEAD, columns=COLUMNS):
    path = tmp_path / "x-1--adjudicated.tsv"
    path.write_text(head + "\t".join(columns) + "\n" + "".join(f"{r}\n" for r in rows), encoding="utf-8")
    return path


def test_a_row_becomes_a_demand_with_its_line(tmp_path):
    coding = read_coding(write(tmp_path, "A1\tlead-team\tcomplex\tgraduate\tyes\thigh\tas leader"), ELEMENTS, LEVELS)
    row = coding.rows[0]
    assert (row.line, row.code, row.demand.element, row.demand.complexity, row.demand.is_essential) == (
        7,
        "A1",
        "lead-team",
        3,
        True,
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("A1\tlead-teem\tcomplex\tgraduate\tno\thigh\t", "unknown element 'lead-teem'; did you mean lead-team?"),
        ("A1\tlead-team\tcomplexx\tgraduate\tno\thigh\t", "unknown level 'complexx'; did you mean complex?"),
        ("A1\tlead-team\tcomplex\t-\tno\thigh\t", "one level is '-' and the other is not"),
        ("A1\tlead-team\tcomplex\tgraduate\tmaybe\thigh\t", "unknown value of essential 'maybe'"),
        ("A1\tlead-team\tcomplex\tgraduate\tno\tsure\t", "unknown certainty 'sure'"),
        ("A1\tlead-team\tcomplex", "3 columns instead of 7; separate them by tabs"),
    ],
)
def test_a_wrong_row_is_reported_with_file_line_and_remedy(tmp_path, row, message):
    with pytest.raises(FileError) as caught:
        read_coding(write(tmp_path, row), ELEMENTS, LEVELS)
    assert "x-1--adjudicated.tsv:7: " in str(caught.value)
    assert message in str(caught.value)


def test_the_same_demand_twice_is_refused(tmp_path):
    row = "A1\tlead-team\tcomplex\tgraduate\tno\thigh\t"
    with pytest.raises(FileError, match=r":8: A1 demands lead-team twice; see line 7"):
        read_coding(write(tmp_path, row, row), ELEMENTS, LEVELS)


def test_a_head_without_coder_is_refused(tmp_path):
    with pytest.raises(FileError, match=r":1: the head lacks '# coder: \.\.\.'"):
        read_coding(write(tmp_path, head="# framework: x-1\n"), ELEMENTS, LEVELS)


def test_other_columns_are_refused(tmp_path):
    with pytest.raises(FileError, match="the columns are not as expected"):
        read_coding(write(tmp_path, columns=("code", "element")), ELEMENTS, LEVELS)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "x-1--adjudicated.tsv"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileError, match="not UTF-8 text"):
        read_coding(path, ELEMENTS, LEVELS)


PROGRAM = HEAD.replace("a person", "competency-graph suggest 0.1.0, a program")


@pytest.mark.parametrize(
    "head",
    [PROGRAM, PROGRAM + "# accepted by: Nobody\n", PROGRAM + "# accepted by:\n", HEAD + "# accepted by: nobody\n"],
)
def test_what_a_program_suggested_and_nobody_accepted_is_refused_as_adjudicated(tmp_path, head):
    with pytest.raises(FileError, match=r":1: a suggestion that nobody has accepted is not adjudicated; go through"):
        read_coding(write(tmp_path, head=head), ELEMENTS, LEVELS)


@pytest.mark.parametrize(
    ("head", "coder"),
    [
        (PROGRAM + "# accepted by: A. Reader\n", "adjudicated"),
        (PROGRAM.replace("adjudicated", "suggestion") + "# accepted by: nobody\n", "suggestion"),
        (HEAD, "adjudicated"),
    ],
)
def test_an_accepted_suggestion_is_read_and_so_is_one_that_does_not_call_itself_adjudicated(tmp_path, head, coder):
    assert read_coding(write(tmp_path, head=head), ELEMENTS, LEVELS).coder == coder
