import tomllib

import pytest

from competency_graph.presentation.wording import Words
from competency_graph.vocabulary import LANGUAGES
from tests.conftest import ROOT

FOLDER = ROOT / "src/competency_graph/presentation/words"


def table(language):
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def fields(text):
    import string

    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence_with_the_same_fields(language):
    english, other = table("en"), table(language)
    assert list(other) == list(english)
    for key, text in english.items():
        if isinstance(text, dict):
            assert list(other[key]) == list(text)
            assert all(fields(other[key][name]) == fields(text[name]) for name in text), key
        else:
            assert fields(other[key]) == fields(text), key


def test_an_unknown_language_is_refused():
    with pytest.raises(Exception, match="unknown language 'de'"):
        Words("de")


def test_an_explanation_names_elements_levels_clauses_sources_and_disclaimer(graph):
    text = str(graph.explain("ceeaa-2024:4.3.6", "eafsg-2015:B-EP5"))
    for part in (
        "in substance",
        "Be aware of environmental aspects (implied by Evaluate environmental impact",
        "Be aware of industrial and commercial aspects",
        "Level of ceeaa-2024:4.3.6: complex, graduate",
        "Source of eafsg-2015:B-EP5: clause 2.2 (bachelor)",
        "unverified",
        "because: The digest of the standards of 2015 confirms",
        "coverage threshold",
        "not a recognition decision",
    ):
        assert part in text, part


def test_only_a_proved_verdict_claims_that_whoever_meets_one_meets_the_other(graph):
    proved = str(graph.explain("ceeaa-2024:4.3.4", "gapc-4:WA4"))
    assert "whoever meets one meets the other" in proved
    substantial = str(graph.explain("ceeaa-2024:4.3.9", "gapc-4:WA9"))
    assert "whoever meets" not in substantial
    assert "apart from what is listed below" in substantial
