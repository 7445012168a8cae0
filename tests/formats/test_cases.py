"""Case files: what is read, and what is refused with file and line."""

import json
import time

import pytest

from competency_graph.case import Check
from competency_graph.case_answer import known_names
from competency_graph.errors import CaseError, FileError
from competency_graph.formats.cases import read_case
from competency_graph.formats.weights import KINDS, read_weighing
from competency_graph.model import Purpose, Span
from tests.conftest import ROOT

CASES = ROOT / "data/examples/cases"
WEIGHING = read_weighing(ROOT / "data/assessment.toml")
HEAD = "case: x\nkind: engineer\n"
AWARD = "qualifications:\n  - title: B\n    jurisdiction: CN\n    awarded: 2021-06-30\n"


@pytest.fixture(scope="module")
def known(graph):
    return known_names(graph.catalogue)


def read(path, known):
    return read_case(path, known, WEIGHING.credential_units, WEIGHING.countries)


def refused(tmp_path, known, text, name="case.yaml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    with pytest.raises(CaseError) as caught:
        read(path, known)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(str(path))


MALFORMED = {
    "no YAML": ("case: [", r":1: not valid YAML"),
    "no mapping": ("- a\n", ":1: holds no fields"),
    "nothing at all": ("", ": holds no fields"),
    "an unknown field": (HEAD + AWARD + "    awardd: 2021\n", ":7: unknown field 'awardd' in qualifications 1; did you mean awarded?"),
    "a field twice": (HEAD + "kind: engineer\n" + AWARD, ":3: 'kind' stands twice in the case"),
    "a missing field": ("case: x\n" + AWARD, ":1: the case lacks 'kind'"),
    "a wrong choice": ("case: x\nkind: robot\n" + AWARD, ":2: 'kind' of the case is 'robot'; it may be engineer, programme"),
    "a wrong type": (HEAD + "qualifications:\n  - title: 12\n    jurisdiction: CN\n    awarded: 2021\n", ":4: 'title' of qualifications 1 is no text: 12; put it in quotes"),
    "a list for a text": (HEAD + "qualifications:\n  - title: [a]\n    jurisdiction: CN\n    awarded: 2021\n", ":4: 'title' of qualifications 1 is no single value"),
    "a text for a list": (HEAD + "qualifications: none\n", ":3: 'qualifications' of the case is no list"),
    "a text in a list of fields": (HEAD + "qualifications:\n  - bachelor\n", ":4: entry 1 of 'qualifications' holds no fields"),
    "a text for a number": (HEAD + AWARD + "    duration: four\n", ":7: 'duration' of qualifications 1 is no number from 0 to 20: four"),
    "a number out of range": (HEAD + AWARD + "    eqf: 9\n", ":7: 'eqf' of qualifications 1 is no number from 1 to 8: 9"),
    "a day that no calendar has": (HEAD + AWARD.replace("06-30", "02-30"), ":6: 'awarded' of qualifications 1 is no date: 2021-02-30"),
    "a month that no calendar has": (HEAD + AWARD.replace("06-30", "13"), ":6: 'awarded' of qualifications 1 is no date: 2021-13"),
    "an award before its start": (HEAD + AWARD + "    started: 2022-09\n", ":6: awarded 2021-06-30, before it was started in 2022-09"),
    "a check before the award": (HEAD + AWARD + "    authenticity:\n      result: confirmed\n      on: 2020-01-01\n", "checked on 2020-01-01, before it was awarded 2021-06-30"),
    "an accreditation that ends before it begins": (
        HEAD + AWARD + "    accreditation:\n      - by: ceeaa\n        from: 2020\n        until: 2019-12\n",
        ":10: accreditation 1 ends on 2019-12, before it begins on 2020",
    ),
    "an unknown body": (HEAD + AWARD + "    accreditation:\n      - by: CEEA\n", ":8: unknown body 'CEEA' in 'by' of accreditation 1; did you mean"),
    "an unknown framework": (HEAD + AWARD + "    accreditation:\n      - by: ceeaa\n        standard: ceeaa-2016\n", ":9: unknown framework or profile 'ceeaa-2016'"),
    "an unknown jurisdiction": (HEAD + AWARD.replace("CN", "XX"), ":5: unknown jurisdiction 'XX' in 'jurisdiction' of qualifications 1"),
    "an unknown statement": (HEAD + "experience:\n  - role: r\n    competencies:\n      - statement: gapc-4:EC99\n", ":6: unknown statement 'gapc-4:EC99'"),
    "an unknown element": (
        HEAD + "experience:\n  - role: r\n    competencies:\n      - element: lead-teams\n        complexity: complex\n        autonomy: graduate\n",
        ":6: unknown element 'lead-teams' in 'element' of competencies 1; did you mean lead-team",
    ),
    "an element without level": (HEAD + "experience:\n  - role: r\n    competencies:\n      - element: lead-team\n", ":6: competencies 1 lacks 'complexity'"),
    "a statement with a level": (
        HEAD + "experience:\n  - role: r\n    competencies:\n      - statement: gapc-4:EC1\n        autonomy: graduate\n",
        ":7: 'autonomy' beside a statement",
    ),
    "neither statement nor element": (HEAD + "experience:\n  - role: r\n    competencies:\n      - evidence: e\n", ":6: competencies 1 needs either"),
    "registrations that contradict each other": (
        HEAD + "registrations:\n  - body: kib\n    title: M\n    from: 2020\n    until: 2024\n  - body: kib\n    title: M\n    from: 2022-05\n",
        ":8: a second registration as M with kib; it overlaps that of line 4",
    ),
    "a registration that ends before it begins": (HEAD + "registrations:\n  - body: kib\n    title: M\n    from: 2020\n    until: 2019\n", ":7: registrations 1 ends on 2019"),
    "a case about nothing": (HEAD, ":1: the case has nothing that could be assessed"),
    "a name that could be a path": ("case: ../x\nkind: engineer\n" + AWARD, ":1: 'case' cannot be '../x'"),
    "an unknown purpose": (HEAD + "purpose: cooperation\n" + AWARD, ":3: 'purpose' of the case is 'cooperation'"),
    "an alias": ("case: &a x\nkind: *a\n", ":1: an anchor or alias"),
    "a bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", ":1: an anchor or alias"),
    "a tag that would run code": ("case: !!python/object/apply:os.system ['true']\n", ":1: a tag: tag:yaml.org,2002:python"),
    "a second document": (HEAD + AWARD + "---\n" + HEAD, ":7: a second document"),
    "no end of nesting": ("[" * 60_000, ":1: nested more than 16 deep"),
    "a file without end": ("#" * 300_000, ": has 300,000 bytes, and at most 262,144 are read; a case is a few pages at most"),
    "another encoding": (HEAD.encode() + "title: ж".encode("cp1251"), ":3: not UTF-8"),
    "a control character": ('case: "x"\nkind: engineer\nqualifications:\n  - title: "\\e[31m"\n    jurisdiction: CN\n    awarded: 2021\n', ":4: 'title' of qualifications 1 has a control character"),
    "a text without end": (HEAD + AWARD.replace("B", "b" * 501), ":4: 'title' of qualifications 1 is longer than 500"),
}  # fmt: skip


@pytest.mark.parametrize("what", MALFORMED)
def test_a_malformed_case_is_refused_with_file_and_line(tmp_path, known, what):
    text, message = MALFORMED[what]
    assert message in refused(tmp_path, known, text)


def test_a_file_that_is_not_there_is_refused(tmp_path, known):
    with pytest.raises(CaseError, match="cannot be read"):
        read(tmp_path / "none.yaml", known)


def test_registrations_that_follow_each_other_do_not_contradict(tmp_path, known):
    path = tmp_path / "case.yaml"
    spans = (
        "registrations:\n  - {body: kib, title: M, from: 2018, until: 2020}\n  - {body: kib, title: M, from: 2021}\n"
    )
    path.write_text(HEAD + spans, encoding="utf-8")
    assert [r.span for r in read(path, known).registrations] == [Span("2018", "2020"), Span("2021")]


def test_every_example_is_read_and_marked_as_invented(known):
    files = sorted(p for p in CASES.iterdir() if p.suffix in (".yaml", ".jsonld"))
    assert len(files) >= 5
    for path in files:
        assert read(path, known).is_invented, path


def test_a_yaml_case_keeps_what_it_says(known):
    case = read(CASES / "cn-graduate.yaml", known)
    award = case.awards[0]
    assert (case.purpose, award.awarded, award.years) == (Purpose.FURTHER_STUDY, "2021-06-30", 4)
    assert (award.volume.amount, award.volume.unit) == (165, "credits of the university (China)")
    assert award.accreditations[0].span == Span("2019-01", "2024-12")
    assert [(e.name, bool(e.proof)) for e in case.evidence] == [("lead-team", False), ("manage-projects", True)]


def test_that_a_programme_was_not_accredited_is_not_the_same_as_silence(tmp_path, known):
    path = tmp_path / "case.yaml"
    found = []
    for said in ("", "    accreditation: []\n"):
        path.write_text(HEAD + AWARD + said, encoding="utf-8")
        found.append(read(path, known).awards[0].accreditations)
    assert found == [None, ()]


# Credentials of the European Learning Model


def credential():
    return json.loads((CASES / "kz-graduate.jsonld").read_text(encoding="utf-8"))


def spec(value):
    return value["credentialSubject"]["hasClaim"]["specifiedBy"]


def test_a_credential_is_read_as_a_case(known):
    case = read(CASES / "kz-graduate.jsonld", known)
    award = case.awards[0]
    assert (award.jurisdiction, award.awarded, award.cycle, award.eqf) == ("KZ", "2024-06-28", "first", 6)
    assert (award.field, award.language, award.volume.unit, award.volume.amount) == ("0714", "rus", "ECTS", 240)
    assert [(a.by, a.span) for a in award.accreditations] == [("caaae", Span("2022-02-01", "2027-01-31"))]
    assert award.authenticity.result is Check.NOT_CHECKED
    assert [(e.name, e.is_statement) for e in case.evidence] == [("gapc-4:WA11", True)]


def test_a_credential_says_what_was_read_and_what_was_not(known):
    case = read(CASES / "kz-graduate.jsonld", known)
    claim = "credentialSubject.hasClaim"
    assert f"{claim}.awardedBy.awardingDate" in case.read
    assert {"credentialSubject.fullName", f"{claim}.specifiedBy.learningOutcome.relatedESCOSkill"} <= set(case.ignored)
    assert not set(case.read) & set(case.ignored)


def test_nothing_of_the_holder_enters_the_case(known):
    assert "Invented Holder" not in repr(read(CASES / "kz-graduate.jsonld", known))


def test_several_achievements_are_several_awards(tmp_path, known):
    value = credential()
    claim = value["credentialSubject"]["hasClaim"]
    value["credentialSubject"]["hasClaim"] = [
        claim,
        {**claim, "awardedBy": {**claim["awardedBy"], "awardingDate": "2025-07-01"}},
    ]
    path = tmp_path / "two.jsonld"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert [a.awarded for a in read(path, known).awards] == ["2024-06-28", "2025-07-01"]


def broken(change=lambda value: value):
    value = credential()
    change(value)
    return json.dumps(value, ensure_ascii=False, indent=2)


BROKEN = {
    "no JSON": (lambda: '{\n"a": ', ":2: not valid JSON"),
    "a key twice": (lambda: '{"a": 1, "a": 2}', ": 'a' stands twice in one object"),
    "no object": (lambda: "[1]", ":1: no JSON object"),
    "no credential": (lambda: "{}", ": no EuropeanDigitalCredential"),
    "no achievement": (lambda: broken(lambda v: v["credentialSubject"].pop("hasClaim")), "claims no LearningAchievement"),
    "an unknown country": (lambda: broken().replace("country/KAZ", "country/XKX"), ":48: unknown jurisdiction http"),
    "no country": (lambda: broken(lambda v: v["credentialSubject"]["hasClaim"]["awardedBy"]["awardingBody"].pop("location")), "awardingBody has no country"),
    "an impossible date": (lambda: broken().replace("2024-06-28", "2024-06-31"), ":34: credentialSubject.hasClaim.awardedBy.awardingDate is no date"),
    "an unknown agency": (lambda: broken(lambda v: spec(v)["accreditation"]["accreditingAgent"].pop("id")), "unknown body 'Central Asian Association"),
    "an accreditation that ends before it begins": (lambda: broken(lambda v: spec(v)["accreditation"].update(expiryDate="2021-01-01")), "ends on 2021-01-01, before it begins on 2022-02-01"),
    "an unknown statement": (lambda: broken().replace("gapc-4/WA11", "gapc-4/WA99"), "unknown statement gapc-4:WA99"),
    "no end of nesting": (lambda: '{"a":' + "[" * 100_000, ": n"),
    "one of many keys twice": (lambda: "{" + ",".join(f'"{k:x}":0' for k in range(15_000)) + ',"3a97":0}', "'3a97' stands twice"),
    "a number without end": (lambda: '{"a": ' + "9" * 5000 + "}", ": n"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_credential_is_refused(tmp_path, known, what):
    text, message = BROKEN[what]
    assert message in refused(tmp_path, known, text(), "credential.jsonld")


@pytest.mark.parametrize("amount", ["1e-999999", "1e-99999999999999", "0." + "0" * 99 + "1", "NaN", "-1", 1e9])
def test_an_amount_that_nobody_could_print_is_none(tmp_path, known, amount):
    value = credential()
    value["credentialSubject"]["hasClaim"]["creditReceived"] = {"point": amount, "framework": {"id": "x:y"}}
    path = tmp_path / "odd.jsonld"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert read(path, known).awards[0].volume is None


def test_a_credential_of_many_achievements_is_read_in_seconds(tmp_path, known):
    value = credential()
    claim = value["credentialSubject"]["hasClaim"]
    least = {k: claim[k] for k in ("type", "title", "awardedBy")}
    value["credentialSubject"]["hasClaim"] = [least] * 300
    path = tmp_path / "many.jsonld"
    path.write_text(json.dumps(value), encoding="utf-8")
    start = time.process_time()
    case = read(path, known)
    assert len(case.awards) == 300
    assert "credentialSubject.hasClaim[299].awardedBy.awardingDate" in case.read
    assert time.process_time() - start < 2


def test_a_message_shows_no_control_characters(tmp_path, known):
    text = HEAD + AWARD + '    started: "\\e[31m2020"\n'
    assert "\x1b" not in refused(tmp_path, known, text)


# The weighing


def test_every_purpose_weighs_every_kind_and_says_why_in_four_languages():
    assert set(WEIGHING.weights) == set(Purpose) - {Purpose.COOPERATION}
    for purpose, weights in WEIGHING.weights.items():
        assert set(weights) == set(KINDS)
        assert set(WEIGHING.purpose_reasons[purpose]) == {"en", "zh", "ru", "kk"}
    assert all(set(reason) == {"en", "zh", "ru", "kk"} for reason in WEIGHING.kind_reasons.values())


def test_employment_weighs_less_than_registration():
    def heavy(purpose):
        return sum(w == "major" for w in WEIGHING.weights[purpose].values())

    assert heavy(Purpose.EMPLOYMENT) < heavy(Purpose.REGISTRATION) <= heavy(Purpose.REGULATED_PROFESSION)


def test_every_jurisdiction_can_be_named_by_a_credential(graph):
    assert set(WEIGHING.countries.values()) >= set(graph.catalogue.jurisdictions)


def test_every_agency_and_unit_of_the_weighing_is_in_the_graph(graph):
    bodies, profiles = graph.catalogue.bodies, graph.catalogue.profiles.values()
    assert all({d.agency, d.signatory} <= set(bodies) for d in WEIGHING.delegations)
    units = {r.unit for p in profiles for r in p.credit_rules}
    assert {c.source for c in WEIGHING.conversions} | set(WEIGHING.same_units) <= units


def test_a_weighing_that_leaves_out_a_kind_is_refused(tmp_path):
    text = (ROOT / "data/assessment.toml").read_text(encoding="utf-8").replace('"edition"]', "]", 1)
    path = tmp_path / "assessment.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="further-study does not weigh each of"):
        read_weighing(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('factor = "1"', 'factor = "one"', "no weighing"),
        ('factor = "1"', 'factor = "0"', "is no number above 0"),
        ("[purpose.employment", "[purpose.cooperation", "nothing is weighed for employment"),
        ("[[conversion]]", "[conversion]", "no weighing"),
        ("factor", "# \udcff\nfactor", "not UTF-8"),
        ("factor", "a = " + "[" * 100_000 + "\nfactor", "nested too deeply"),
    ],
)
def test_a_broken_weighing_is_refused(tmp_path, old, new, message):
    path = tmp_path / "assessment.toml"
    text = (ROOT / "data/assessment.toml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", errors="surrogateescape")
    with pytest.raises(FileError, match=message):
        read_weighing(path)
