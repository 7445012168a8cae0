"""Procedures of agencies and accreditations: the shapes refuse what they should, and only that."""

import pytest

from competency_graph.formats.turtle import read_turtle
from competency_graph.validation import find_shape_violations
from tests.conftest import ROOT

HEAD = """@prefix cg: <https://w3id.org/competency-graph/ontology/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix e: <https://example.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e:source a cg:SourceDocument ; dcterms:title "a page"@en .
cg:Seen a cg:VerificationStatus .
e:agency a cg:Body ; skos:prefLabel "agency"@en .
e:college a cg:Institution , cg:Body ; skos:prefLabel "college"@en .
e:procedure a cg:Procedure ; skos:prefLabel "procedure"@en ; cg:isProcedureOf e:agency ;
  cg:hasStatus cg:Seen ; cg:statusAsOf "2026-11-25"^^xsd:date ; cg:isReadFrom e:source .
"""
KNOWN = (
    """skos:prefLabel "it"@en ; cg:hasStatus cg:Seen ; cg:statusAsOf "2026-11-25"^^xsd:date ; cg:isReadFrom e:source"""
)
STEP = f"""e:x a cg:ProcedureStep ; {KNOWN} ; cg:paraphrase "what happens"@en ; cg:isStepOf e:procedure ;
  cg:hasStepKind cg:VisitStep ; cg:position 1 . cg:VisitStep a cg:StepKind ."""
PANEL = f"""e:x a cg:ReviewPanel ; {KNOWN} ; cg:paraphrase "who"@en ; cg:isPanelOf e:procedure ;
  cg:leastMembers "3"^^xsd:positiveInteger ; cg:mostMembers "5"^^xsd:positiveInteger ."""
DECISION = f"""e:x a cg:PossibleDecision ; {KNOWN} ; cg:paraphrase "six years"@en ; cg:isDecisionOf e:procedure ;
  cg:validityYears "6"^^xsd:decimal ."""
PROGRAMME = f"""e:p a cg:Programme ; {KNOWN} ; cg:isProgrammeOf e:college ."""
ACCREDITATION = f"""{PROGRAMME} {DECISION} e:a a cg:Accreditation ; {KNOWN} ; cg:isAccreditationOf e:p ;
  cg:isAccreditationBy e:agency ; cg:hasDecision e:x ; cg:decidedOn "2026-01"^^xsd:gYearMonth ."""


def found(tmp_path, text):
    path = tmp_path / "data.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    shapes, _ = read_turtle(ROOT / "ontology/shapes.ttl")
    data, _ = read_turtle(path)
    return {f.what for f in find_shape_violations(data, shapes)} - {"cg:actsIn names a jurisdiction"}


@pytest.mark.parametrize(
    "text", [STEP, PANEL, DECISION, ACCREDITATION], ids=["step", "panel", "decision", "accredited"]
)
def test_what_is_sound_passes(text, tmp_path):
    assert found(tmp_path, text) == set()


@pytest.mark.parametrize(
    ("text", "old", "new", "message"),
    [
        (STEP, " ; cg:position 1", "", "a step has exactly one position"),
        (STEP, "cg:hasStepKind cg:VisitStep", "cg:hasStepKind e:agency", "a step has exactly one kind"),
        (STEP, "cg:isStepOf e:procedure", "cg:isStepOf e:agency", "a step belongs to exactly one procedure"),
        (PANEL, '"5"', '"2"', "the least number of members is one positive integer, not above the most"),
        (DECISION, '"6"', '"0"', "validity is one decimal number of years, more than none"),
        (ACCREDITATION, "cg:isAccreditationBy e:agency ;", "", "an accreditation is by exactly one agency"),
        (ACCREDITATION, "isAccreditationOf e:p", "isAccreditationOf e:college", "an accreditation is of exactly one programme"),
        (ACCREDITATION, "cg:isProgrammeOf e:college", "cg:isProgrammeOf e:agency", "a programme belongs to at least one institution"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_named(text, old, new, message, tmp_path):
    assert old in text
    assert message in found(tmp_path, text.replace(old, new))
