"""The register: what follows from reviews, as laws, and everything that it may not say, with file and line."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency_graph.errors import FileError
from competency_graph.formats.register import Proposal, Register, RegisterBody, Review, Verdict
from competency_graph.model import InForce
from competency_graph.presentation.register_tables import entry_json
from competency_graph.presentation.register_words import RegisterWords
from competency_graph.presentation.wording import Words
from competency_graph.recognition.register import SIDES, Docket, State, decide, find_entries
from competency_graph.recognition.register_checks import check_register
from competency_graph.vocabulary import LANGUAGES, Curie

TODAY = "2026-06-01"
PAIR = Proposal(
    Curie("ceeaa-2024:4.3.6"), Curie("skos:closeMatch"), Curie("eafsg-2015:B-EP5"), "A", "cse", "2025-01-10", line=9
)
WASHINGTON = replace(PAIR, object=Curie("ea-stage1-pe:1.1"))
OLD = replace(PAIR, subject=Curie("ceeaa-2022:4.3.12"), object=Curie("eafsg-2015:B-LL1"), date="2024-01-10")
CHINA, KAZAKHSTAN = ("cse", "ceeaa", "moe-cn"), ("caaae", "enaee", "mshe-kz")


def said(body, verdict="agree", date="2025-02-01", of=PAIR, **more):
    found = {"reviewer": f"R of {body}", "mandate": "letter", **more}
    if verdict == "condition":
        found.setdefault("condition", "if")
    if verdict == "disagree":
        found.setdefault("comment", "because")
    return Review(of.id, body, date=date, verdict=Verdict(verdict) if verdict else None, **found)


def register(*reviews, proposals=(PAIR,), bodies=()):
    numbered = tuple(replace(r, line=n) for n, r in enumerate(reviews, 2))
    return Register(Path("reg"), tuple(proposals), numbered, tuple(bodies))


def entry(graph, *reviews, on=TODAY, of=PAIR):
    found = register(*reviews, proposals=[of])
    check_register(found, graph.catalogue, TODAY)
    return find_entries(found, graph.catalogue, on)[0]


# What follows

OPINIONS = st.lists(st.tuples(st.sampled_from(SIDES), st.sampled_from(list(Verdict))), max_size=8)


@given(OPINIONS)
def test_one_objection_is_enough_for_a_dispute_and_nothing_else_makes_one(opinions):
    assert (decide(opinions) is State.DISPUTED) == any(v is Verdict.DISAGREE for _, v in opinions)


@given(OPINIONS, st.sampled_from(SIDES))
def test_one_side_alone_agrees_to_nothing(opinions, side):
    assert decide([(s, v) for s, v in opinions if s == side]) in (State.OPEN, State.DISPUTED)


@given(OPINIONS)
def test_agreement_without_condition_needs_both_sides_to_agree_and_nobody_to_set_one(opinions):
    assert (decide(opinions) is State.AGREED) == (
        {s for s, v in opinions} == set(SIDES) and all(v is Verdict.AGREE for _, v in opinions)
    )


@given(OPINIONS, st.randoms())
def test_the_order_of_bodies_makes_no_difference(opinions, random):
    shuffled = random.sample(opinions, len(opinions))
    assert decide(shuffled) is decide(opinions)


REVIEWS = st.lists(
    st.tuples(
        st.sampled_from([*CHINA, *KAZAKHSTAN]),
        st.sampled_from(list(Verdict)),
        st.integers(1, 28).map(lambda d: f"2025-02-{d:02}"),
    ),
    max_size=12,
    unique_by=lambda x: (x[0], x[2]),
)


@settings(deadline=None)  # the graph is opened within the first example
@given(reviews=REVIEWS)
def test_only_the_latest_verdict_of_each_body_counts_and_history_is_kept(graph, reviews):
    everything = [said(b, str(v), d) for b, v, d in reviews]
    latest = {}
    for r in sorted(everything, key=lambda r: r.date):
        latest[r.body] = r
    whole, last = entry(graph, *everything), entry(graph, *latest.values())
    assert whole.state is last.state
    assert {o.review for o in whole.opinions} == set(latest.values())
    assert len(whole.history) == len(everything)


@settings(deadline=None)  # the graph is opened within the first example
@given(reviews=REVIEWS)
def test_without_an_instrument_nothing_is_mutually_recognised(graph, reviews):
    assert entry(graph, *(said(b, str(v), d) for b, v, d in reviews)).state is not State.RECOGNISED


@settings(deadline=None)  # the graph is opened within the first example
@given(reviews=REVIEWS, day=st.integers(1, 28))
def test_the_state_on_a_day_knows_nothing_of_what_was_said_later(graph, reviews, day):
    on = f"2025-02-{day:02}"
    everything = [said(b, str(v), d) for b, v, d in reviews]
    assert entry(graph, *everything, on=on).state is entry(graph, *(r for r in everything if r.date <= on), on=on).state


@settings(deadline=None)  # the graph is opened within the first example
@given(reviews=REVIEWS)
def test_a_new_edition_reopens_whatever_was_said_before_it(graph, reviews):
    old = [said(b, str(v), d.replace("2025", "2024"), of=OLD) for b, v, d in reviews]
    before, after = entry(graph, *old, on="2024-11-28", of=OLD), entry(graph, *old, on="2024-11-29", of=OLD)
    assert before.state is not State.REOPENED
    assert after.state is (State.REOPENED if old else State.OPEN)


def test_a_review_of_the_old_edition_after_the_new_one_counts(graph):
    reviews = [said("cse", of=OLD, date="2024-02-01"), said("caaae", of=OLD, date="2024-02-01")]
    assert entry(graph, *reviews, of=OLD).editions[0].by == "ceeaa-2024"
    assert entry(graph, *reviews, said("cse", of=OLD), of=OLD).state is State.REOPENED
    assert entry(graph, *reviews, said("cse", of=OLD), said("caaae", of=OLD), of=OLD).state is State.AGREED
    assert entry(graph, *reviews, said("cse", "disagree", of=OLD), of=OLD).state is State.DISPUTED


# pk-pec-11 replaced pk-pec-2014, and no source says since when.
UNDATED = replace(PAIR, object=Curie("pk-pec-2014:PLO-1"))


def test_where_no_source_says_when_a_new_edition_began_it_is_not_known_whether_reviews_count(graph):
    assert [f.in_force_from for f in graph.catalogue.frameworks.values() if "pk-pec-2014" in f.replaces] == [""]
    both = [said("cse", of=UNDATED), said("pec", of=UNDATED)]
    found = entry(graph, *both, of=UNDATED)
    assert found.state is State.UNSURE
    assert {o.counts for o in found.opinions} == {InForce.UNKNOWN}
    assert not found.state.is_agreed
    # One side alone agrees to nothing, whether its word counts or not.
    assert entry(graph, both[0], of=UNDATED).state is State.OPEN
    assert entry(graph, said("cse", "disagree", of=UNDATED), of=UNDATED).state is State.UNSURE


def test_once_the_first_day_is_known_reviews_count_or_do_not(graph):
    both = [said("cse", of=UNDATED), said("pec", of=UNDATED)]
    for first, state in (("2024-07-01", State.AGREED), ("2025-06-01", State.REOPENED), ("2025", State.UNSURE)):
        dated = replace(graph.catalogue.frameworks["pk-pec-11"], in_force_from=first)
        world = replace(graph.catalogue, frameworks={**graph.catalogue.frameworks, "pk-pec-11": dated})
        assert find_entries(register(*both, proposals=[UNDATED]), world, TODAY)[0].state is state, first


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_known_of_a_new_edition_is_said_with_what_would_settle_it(graph, language):
    found = register(said("cse", of=UNDATED), said("pec", of=UNDATED), proposals=[UNDATED])
    docket = Docket(found, find_entries(found, graph.catalogue, TODAY), TODAY)
    words = RegisterWords(docket, graph.catalogue, Words(language))
    (note,) = words.notes(docket.entries[0])
    assert note == words.say("new_edition_no_day", old="pk-pec-2014", new="pk-pec-11")
    shown = entry_json(docket.entries[0], lambda _: None, words)
    assert [(r["counts"], r["stale"]) for r in shown["reviews"]] == [(None, None)] * 2


def test_a_signed_instrument_in_force_for_both_makes_mutual_recognition(graph):
    cited = [said(b, of=WASHINGTON, instrument="washington-accord") for b in ("cast", "engineers-australia")]
    assert entry(graph, *cited, of=WASHINGTON).state is State.RECOGNISED
    alone = [cited[0], replace(cited[1], instrument="")]
    assert entry(graph, *alone, of=WASHINGTON).state is State.AGREED
    condition = [cited[0], replace(cited[1], verdict=Verdict.CONDITION, condition="if")]
    assert entry(graph, *condition, of=WASHINGTON).state is State.CONDITIONAL


def test_an_instrument_of_which_it_is_not_known_whether_it_is_in_force_is_no_recognition(graph):
    cited = [said(b, instrument="cn-kz-2006") for b in ("government-cn", "government-kz")]
    found = entry(graph, *cited)
    assert (found.state, found.instrument.name, str(found.instrument.state)) == (
        State.AGREED,
        "cn-kz-2006",
        "not-known",
    )


def test_an_instrument_in_force_later_is_not_in_force_before(graph):
    early = replace(WASHINGTON, subject=Curie("ceeaa-2015:3.6"), date="2016-01-10")
    reviews = [
        said(b, of=early, date="2016-02-01", instrument="washington-accord") for b in ("cast", "engineers-australia")
    ]
    found = entry(graph, *reviews, of=early, on="2016-03-01")
    assert (found.state, str(found.instrument.state)) == (State.AGREED, "not-in-force")
    assert entry(graph, *reviews, of=early, on="2017-01-01").state is State.RECOGNISED


def test_what_is_due_is_overdue_until_another_body_replies_or_the_verdict_is_replaced(graph):
    asked = said("cse", "condition", due="2025-03-01")
    answer = said("caaae", None, "2025-04-01", comment="yes", reply_to=asked.id)
    assert entry(graph, asked, on="2025-03-01").overdue == ()
    assert entry(graph, asked).overdue == (asked,)
    assert entry(graph, asked, answer).overdue == ()
    assert entry(graph, asked, replace(answer, body="cse")).overdue == (asked,)
    assert entry(graph, asked, said("cse", date="2025-03-05")).overdue == ()


def test_who_adopts_or_issues_speaks_for_that_side_and_others_by_where_they_act(graph):
    found = entry(graph, said("caaae"), said("enaee"), said("mshe-kz"), said("cse"))
    assert {o.review.body: o.side for o in found.opinions} == {
        "caaae": "object", "enaee": "object", "mshe-kz": "object", "cse": "subject",
    }  # fmt: skip


# What cannot be

IMPOSSIBLE = {
    "unknown body": (register(said("cse-of-nowhere")), "reviews.tsv:2: unknown body 'cse-of-nowhere'"),
    "future": (register(said("cse", date="2026-06-02")), "reviews.tsv:2: the date 2026-06-02 lies in the future"),
    "unknown proposal": (register(replace(said("cse"), proposal="eq:0")), "reviews.tsv:2: unknown proposal 'eq:0'"),
    "before the proposal": (
        register(said("cse", date="2025-01-09")),
        "reviews.tsv:2: the review of 2025-01-09 is older",
    ),
    "both sides": (
        register(said("cse", reviewer="Á. One"), said("caaae", reviewer="á.  one")),
        "reviews.tsv:3: á.  one spoke for cse of the other side, on line 2",
    ),
    "same day": (
        register(said("cse"), said("cse", "disagree", reviewer="B")),
        "reviews.tsv:3: cse said otherwise on the same day, on line 2",
    ),
    "twice": (register(said("cse"), said("cse")), "reviews.tsv:3: the review rv:"),
    "third party": (
        register(said("engineers-australia")),
        "reviews.tsv:2: engineers-australia neither issues nor adopts",
    ),
    "no mandate": (register(said("cse", mandate="")), "reviews.tsv:2: reviewer or mandate is missing"),
    "no condition": (
        register(said("cse", "condition", condition="")),
        "reviews.tsv:2: verdict and condition do not fit",
    ),
    "no reason": (register(said("cse", "disagree", comment="")), "reviews.tsv:2: an objection without a reason"),
    "no verdict": (register(said("cse", None)), "reviews.tsv:2: the review gives no verdict"),
    "due too early": (register(said("cse", due="2025-01-01")), "reviews.tsv:2: an answer is due on 2025-01-01, before"),
    "no day": (register(said("cse", due="soon")), "reviews.tsv:2: 'soon' is not a date"),
    "reply to nothing": (register(said("cse", None, comment="x", reply_to="rv:0")), "reviews.tsv:2: reply to 'rv:0'"),
    "reply with verdict": (
        register(said("cse"), said("caaae", reply_to=said("cse").id)),
        "reviews.tsv:3: a reply gives no verdict",
    ),
    "reply too early": (
        register(said("cse"), said("caaae", None, "2025-01-20", comment="x", reply_to=said("cse").id)),
        "reviews.tsv:3: the reply of 2025-01-20 is older",
    ),
    "unknown instrument": (
        register(said("cse", instrument="washington-acord")),
        "reviews.tsv:2: unknown instrument 'washington-acord'; did you mean washington-accord?",
    ),
    "instrument of others": (
        register(said("cse", instrument="washington-accord")),
        "reviews.tsv:2: cse takes no part in washington-accord that is in the graph",
    ),
    "proposed twice": (
        register(proposals=[PAIR, replace(PAIR, author="B", line=10)]),
        "proposals.sssom.tsv:10: ceeaa-2024:4.3.6 skos:closeMatch eafsg-2015:B-EP5 is proposed already, on line 9",
    ),
    "proposed from the other end": (
        register(
            proposals=[
                replace(PAIR, predicate=Curie("skos:broadMatch")),
                replace(PAIR, subject=PAIR.object, predicate=Curie("skos:narrowMatch"), object=PAIR.subject, line=10),
            ]
        ),
        "proposals.sssom.tsv:10: eafsg-2015:B-EP5 skos:narrowMatch ceeaa-2024:4.3.6 is proposed already, on line 9",
    ),
    "unknown statement": (
        register(proposals=[replace(PAIR, object=Curie("eafsg-2015:B-EP55"))]),
        "proposals.sssom.tsv:9: unknown statement 'eafsg-2015:B-EP55'; did you mean",
    ),
    "one framework": (
        register(proposals=[replace(PAIR, object=Curie("ceeaa-2024:4.3.7"))]),
        "proposals.sssom.tsv:9: both statements are of one framework",
    ),
    "no predicate": (
        register(proposals=[replace(PAIR, predicate=Curie("skos:mappingRelation"))]),
        "proposals.sssom.tsv:9: skos:mappingRelation cannot be proposed",
    ),
    "proposed tomorrow": (
        register(proposals=[replace(PAIR, date="2026-06-02")]),
        "proposals.sssom.tsv:9: the date 2026-06-02 lies in the future",
    ),
    "proposed by nobody known": (
        register(proposals=[replace(PAIR, body="csee")]),
        "proposals.sssom.tsv:9: unknown body 'csee'",
    ),
    "a body that the graph has": (
        register(bodies=[RegisterBody("cse", "x", line=2)]),
        "bodies.tsv:2: the graph has a body cse already",
    ),
    "a body of nowhere": (
        register(bodies=[RegisterBody("x", "x", ("XX",), line=2)]),
        "bodies.tsv:2: unknown jurisdiction 'XX'",
    ),
    "a real body in an invented register": (
        register(said("cse"), bodies=[RegisterBody("x", "x", is_invented=True, line=2)]),
        "proposals.sssom.tsv:9: cse is no invented body",
    ),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_is_named_with_file_and_line(graph, name):
    found, message = IMPOSSIBLE[name]
    with pytest.raises(FileError) as error:
        check_register(found, graph.catalogue, TODAY)
    assert str(error.value).startswith(f"{Path('reg')}/{message}")


def test_outcomes_are_not_held_against_criteria(graph):
    criterion = next(s.id for s in graph.catalogue.statements.values() if s.kind == "AccreditationCriterion")
    found = register(proposals=[replace(PAIR, object=criterion)])
    with pytest.raises(FileError, match="are not of a kind|of one framework"):
        check_register(found, graph.catalogue, TODAY)


def test_a_body_of_both_sides_cannot_agree_with_itself(graph):
    both = replace(PAIR, object=Curie("cn-eep-2013:B1"))
    found = register(said("cse", of=both), proposals=[both])
    with pytest.raises(FileError, match="cse belongs to both sides, ceeaa-2024 and cn-eep-2013"):
        check_register(found, graph.catalogue, TODAY)
