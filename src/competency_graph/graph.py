"""The one object that a notebook needs."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from competency_graph.agreement import measure, read_pairs
from competency_graph.answers import (
    ComparisonAnswer,
    DiffAnswer,
    ExplanationAnswer,
    GapsAnswer,
    MatrixAnswer,
    QueryAnswer,
)
from competency_graph.bridge_answer import BridgeAnswer, add_catalogues, check_conditions, read_budget, refuse_criteria
from competency_graph.case import Case
from competency_graph.case_answer import CaseAnswer, find_purpose, known_names
from competency_graph.catalogue import Names, NoneFound, Side, read_catalogue, read_offers, to_participant
from competency_graph.catalogue.commitments import read_promises
from competency_graph.commitments_answer import CommitmentsAnswer
from competency_graph.errors import ExportError, FileError, InputError, StoreError
from competency_graph.exports import Export, export_comparison, export_framework, export_whole
from competency_graph.formats.cases import read_case
from competency_graph.formats.weights import read_weighing
from competency_graph.learning import Offers
from competency_graph.loading.build import BuildSummary, build, inputs_digest, store_folder
from competency_graph.loading.supposing import read_supposition
from competency_graph.model import Catalogue, Purpose
from competency_graph.pathway_answer import PathwaysAnswer, SupposedAnswer
from competency_graph.presentation import frames
from competency_graph.presentation.agreements import AgreementAnswer
from competency_graph.presentation.crosswalks import CrosswalkAnswer
from competency_graph.presentation.prose import none_found_text
from competency_graph.presentation.suggestions import SuggestionAnswer
from competency_graph.presentation.wording import Words
from competency_graph.queries import bind, get_query
from competency_graph.recognition import (
    Arrays,
    Conditions,
    LayerAgreement,
    Participant,
    Standard,
    Target,
    assess,
    build_matrix,
    close,
    compare,
    diff_editions,
    explain,
    find_bridging,
    find_gaps,
    find_standard,
    judge,
    leading_award,
)
from competency_graph.resources import folders
from competency_graph.review_answer import RegisterAnswer
from competency_graph.store import Builds, EmbeddedStore, default_root, read_manifest
from competency_graph.suggestion import Suggester

if TYPE_CHECKING:
    import pandas as pd

#: The date of a question: YYYY-MM-DD, a date, or None for today.
Day = str | datetime.date | None


@dataclass(frozen=True)
class CompetencyGraph:
    """The graph of standards, opened; everything can be asked here.

    >>> graph = CompetencyGraph.open()
    >>> answer = graph.compare("CN", "KZ")
    >>> answer.value.source.profile.id, answer.value.target.profile.id
    ('ceeaa-2024/bachelor', 'eafsg-2015/bachelor')
    """

    store: EmbeddedStore = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    folder: Path | None = field(default=None, repr=False)
    data: Path | None = field(default=None, repr=False)

    @classmethod
    def open(
        cls,
        data: Path | str | None = None,
        store: Path | str | None = None,
        advance: Callable[[str], None] = lambda _: None,
    ) -> CompetencyGraph:
        """Return the graph of the data beside this package, or in *data*; a store is built where none of
        exactly these files is there. *store* names the folder of builds (default: the user's cache)."""
        places = folders(Path(data) if data else None)
        builds = Builds(Path(store) if store else default_root())
        folder = builds.find(inputs_digest(places)) or Path(build(places, builds, advance).folder)
        return replace(cls.open_folder(folder), data=places.data)

    @classmethod
    def open_current(cls, builds: Builds) -> CompetencyGraph:
        """Return the graph of the current build, whatever the files say."""
        folder = builds.current()
        if folder is None:
            raise StoreError(f"{builds.root}: no store has been built there; run 'competency-graph build'")
        return cls.open_folder(folder)

    @classmethod
    def open_folder(cls, folder: Path) -> CompetencyGraph:
        """Return the graph of the build in *folder*, whatever the pointer says."""
        manifest = read_manifest(folder)
        if manifest is None:
            raise StoreError(f"{folder}: the build was removed or is damaged; run 'competency-graph build'")
        opened = EmbeddedStore.open(store_folder(folder))
        return cls(opened, read_catalogue(opened, release=str(manifest["content"])[:12]), folder)

    @staticmethod
    def build(
        data: Path | str | None = None,
        store: Path | str | None = None,
        advance: Callable[[str], None] = lambda _: None,
    ) -> BuildSummary:
        """Build the store anew and return what was loaded, found and inferred."""
        return build(folders(Path(data) if data else None), Builds(Path(store) if store else default_root()), advance)

    @cached_property
    def arrays(self) -> Arrays:
        """The element hierarchy as the kernel reads it."""
        return Arrays.of(self.catalogue.elements.values())

    @cached_property
    def names(self) -> Names:
        """Finds frameworks, profiles, jurisdictions, statements and elements by name."""
        return Names(self.catalogue)

    def compare(
        self,
        source: str,
        target: str,
        on: Day = None,
        verified_only: bool = False,
        language: str = "en",
    ) -> ComparisonAnswer | NoneFound:
        """Return two profiles, frameworks or jurisdictions held against each other.

        *on* is a date, as text YYYY-MM-DD, today if left out. Where a jurisdiction has no standard for the career
        stage, or where *verified_only* leaves no statement of a side, the answer is NoneFound, with the reason.
        Raises UnknownNameError for a name not in the graph, and InputError where one side has accreditation
        criteria and the other outcomes: those are not compared.
        """
        day = parse_date(on)
        sides = []
        for name in (source, target):
            side = self.names.resolve(name, day)
            if isinstance(side, NoneFound):
                return side
            participant = self._participant(side)
            if verified_only and not participant.verified:
                return NoneFound(name, "unverified", {"en": side.profile.id}, total=participant.total)
            sides.append(participant)
        value = compare(self.catalogue, self.arrays, sides[0], sides[1], day, verified_only=verified_only)
        return ComparisonAnswer(self.catalogue, Words(language), self.arrays, value)

    def _participant(self, side: Side) -> Participant:
        participant = to_participant(side, self.catalogue)
        if not participant.total:
            raise InputError(f"{side.profile.id} has no statement that demands anything, so it cannot be compared")
        return participant

    def gaps(
        self,
        source: str,
        target: str,
        on: Day = None,
        verified_only: bool = False,
        language: str = "en",
    ) -> GapsAnswer | NoneFound:
        """Return what *source* lacks of *target*, element by element."""
        answer = self.compare(source, target, on, verified_only, language)
        if isinstance(answer, NoneFound):
            return answer
        return GapsAnswer(self.catalogue, answer.words, answer.value, find_gaps(answer.value))

    @cached_property
    def offers(self) -> Offers:
        """The learning opportunities that the graph knows of, and how their efforts become hours."""
        return read_offers(self.store, self.catalogue.levels)

    def bridge(
        self,
        source: str,
        target: str,
        on: Day = None,
        catalogues: Sequence[Path | str] = (),
        plans: int = 3,
        languages: Sequence[str] = (),
        hosts: Sequence[str] = (),
        places: int | None = None,
        budget: str | None = None,
        verified_only: bool = False,
        language: str = "en",
    ) -> BridgeAnswer | NoneFound:
        """Return the *plans* of least effort that close what *source* lacks of *target*, and what they leave open.

        *catalogues* are files of opportunities to weigh beside those of the graph; the word ``example`` is the
        invented one that comes with the data. The other conditions hold for each opportunity; *budget*, such as
        ``500 EUR``, for a plan.

        >>> answer = CompetencyGraph.open().bridge("ceeaa-2024", "gapc-4/engineer", catalogues=["example"])
        >>> answer.value.plans[0].is_invented
        True
        """
        if plans < 1 or (places is not None and places < 1):
            raise InputError("plans and places are counted from 1")
        answer = self.compare(source, target, on, verified_only, language)
        if isinstance(answer, NoneFound):
            return answer
        refuse_criteria(answer.value, self.catalogue)
        conditions = Conditions(tuple(languages), tuple(hosts), places, read_budget(budget))
        offers = add_catalogues(self.offers, catalogues, self.catalogue)
        check_conditions(conditions, offers, self.catalogue)
        value = find_bridging(answer.value, self.catalogue, self.arrays, offers, conditions, plans)
        return BridgeAnswer(self.catalogue, answer.words, value)

    def diff(self, old: str, new: str, on: Day = None, language: str = "en") -> DiffAnswer | NoneFound:
        """Return what changed from the edition *old* to the edition *new* of a standard, and what follows."""
        answer = self.compare(old, new, on, language=language)
        if isinstance(answer, NoneFound):
            return answer
        issuers = [self.catalogue.frameworks[p.edition].issuer.name for p in (answer.value.source, answer.value.target)]
        if issuers[0] != issuers[1]:
            raise InputError(f"{old} and {new} are no editions of one standard; ask for 'compare' or 'gaps'")
        return DiffAnswer(self.catalogue, answer.words, diff_editions(self.catalogue, self.arrays, answer.value))

    def explain(self, source: str, target: str, on: Day = None, language: str = "en") -> ExplanationAnswer:
        """Return why two statements, named by CURIE, compare as they do."""
        a, b = self.names.get_statement(source), self.names.get_statement(target)
        for statement in (a, b):
            if not statement.demands:
                raise InputError(f"{statement.id} demands nothing in the adjudicated coding, so it is not compared")
        value = explain(self.catalogue, self.arrays, a, b, parse_date(on))
        docket = self.register(on=on, language=language).value
        return ExplanationAnswer(self.catalogue, Words(language), self.arrays, value, docket)

    def matrix(self, *elements: str, language: str = "en") -> MatrixAnswer:
        """Return who demands *elements*, at which rung, in which clause."""
        found = [self.names.get_element(e) for e in elements]
        cells = build_matrix(self.catalogue, self.arrays, found)
        return MatrixAnswer(self.catalogue, Words(language), elements, cells)

    @cached_property
    def suggester(self) -> Suggester:
        """Suggests elements for texts, learnt from all adjudicated codings."""
        return Suggester.fit(self.catalogue, self.arrays.closure)

    def suggest(
        self, *texts: str | tuple[str, str], kind: str = "outcome", top: int = 10, language: str = "en"
    ) -> SuggestionAnswer:
        """Return elements and a level suggested for each of *texts*, or pairs of code and text, never seen before.

        They may be in any language of the graph. A suggestion is no annotation until a person accepts it.

        >>> CompetencyGraph.open().suggest("Leads a team of engineers.").value[0].elements[0].element
        'lead-team'
        """
        words, pairs = Words(language), [("", t) if isinstance(t, str) else t for t in texts]
        return SuggestionAnswer(self.catalogue, words, tuple(self.suggester.suggest(pairs, kind, top)))

    def agreement(self, data: Path | str | None = None, language: str = "en") -> AgreementAnswer:
        """Return how far the two coders agree, from the codings beside this package or in *data*."""
        c, words = self.catalogue, Words(language)
        levels = {name: level.rank for name, level in c.levels.items()} | {"-": 0}
        pairs = read_pairs(folders(Path(data) if data else self.data).data / "codings", c.elements, levels)
        return AgreementAnswer(c, words, measure(pairs, c.elements))

    def pathways(
        self,
        a: str,
        b: str,
        on: Day = None,
        purpose: str | None = None,
        language: str = "en",
        suppose: Path | str | None = None,
    ) -> PathwaysAnswer:
        """Return what links two jurisdictions on a date, for *purpose* or for each, and where the chain breaks.

        *suppose* names a file of a hypothetical agreement, in Turtle as in data/agreements.ttl: the answer shows
        what it would link, marked as hypothetical; nothing of it is stored. Raises UnsoundSuppositionError for one
        that breaks the rules of the data.

        >>> [str(x.finding) for x in CompetencyGraph.open().pathways("CN", "RU", "2026-01-01", "degree").value.answers]
        ['recognition']
        """
        source, target = self.names.get_jurisdiction(a), self.names.get_jurisdiction(b)
        day, words = parse_date(on), Words(language)
        if suppose is None:
            return PathwaysAnswer.of(self.catalogue, source, target, day, purpose, words)
        supposed = read_supposition(Path(suppose), self.store, self.catalogue, folders(self.data))
        return SupposedAnswer.supposing(supposed, self.catalogue, self.arrays, (source, target), day, purpose, words)

    def commitments(self, event: str | None = None, on: Day = None, language: str = "en") -> CommitmentsAnswer:
        """Return what became of what bodies promised at *event*, or at all events, and the related facts.

        >>> from competency_graph.recognition.promises import Kept
        >>> CompetencyGraph.open().commitments("shihezi-seminar").value.count(Kept.DONE)
        0
        """
        promises = read_promises(self.store)
        return CommitmentsAnswer.of(self.catalogue, self.arrays, promises, event, parse_date(on), Words(language))

    def crosswalks(
        self, *names: str, on: Day = None, chained: bool = False, disagreeing: bool = False, language: str = "en"
    ) -> CrosswalkAnswer:
        """Return what published crosswalks say of statements, each beside the derived verdict.

        *names* are frameworks; with one, mappings from or to it, with two, between them, else all. With
        *chained* also what follows from several mappings; with *disagreeing* only where the two layers disagree.

        >>> answer = CompetencyGraph.open().crosswalks("gapc-3", "gapc-4")
        >>> {j.conclusion.rule for j in answer.value}
        {'asserted'}
        """
        if len(names) > 2:
            raise InputError(f"crosswalks are asked of one or two frameworks, not of {len(names)}")
        for name in names:
            self.names.check("framework", name)
        wanted = set(names)
        found = judge(self.catalogue, self.arrays, parse_date(on), chained=chained)
        kept = tuple(
            j
            for j in found
            if wanted <= {j.source.framework, j.target.framework}
            and not (disagreeing and j.agreement not in (LayerAgreement.DIFFERS, LayerAgreement.CONTRADICTS))
        )
        return CrosswalkAnswer(self.catalogue, Words(language), kept, close(self.catalogue.assertions))

    def register(self, folder: Path | str | None = None, on: Day = None, language: str = "en") -> RegisterAnswer:
        """Return the register of agreed equivalences in *folder*, else that of the data, as it stands on a day.

        Raises FileError where something in it cannot be, or where an invented register lies among the data.

        >>> sum(CompetencyGraph.open().register().value.counts.values())
        0
        """
        own = (self.data or folders().data) / "register"
        place = Path(folder) if folder else own
        answer = RegisterAnswer.of(
            self.catalogue, self.arrays, place, parse_date(on), parse_date(None), Words(language)
        )
        if answer.value.register.is_invented and place.resolve() == own.resolve():
            raise FileError(place, None, "invented bodies are no facts", "keep an invented register elsewhere")
        return answer

    def assess(
        self,
        case: Case | Path | str,
        target: str,
        purpose: str | None = None,
        on: Day = None,
        language: str = "en",
        data: Path | str | None = None,
    ) -> CaseAnswer:
        """Return a case, or the one in a file, held against what *target* asks, for a purpose.

        *purpose* is that of the case if left out. A jurisdiction without a role stands for its engineers where the
        purpose is professional registration, else for its graduates. Nothing of the case is stored or sent.
        Raises CaseError for a file that is no case, and InputError for facts that contradict each other.

        >>> place = folders().data / "examples/cases/cn-graduate.yaml"
        >>> answer = CompetencyGraph.open().assess(place, "KZ", on="2026-01-01")
        >>> answer.value.readings[0].standard.profile.id
        'ceeaa-2015/bachelor'
        """
        place = folders(Path(data) if data else self.data).data / "assessment.toml"
        day, weighing = parse_date(on), read_weighing(place)
        if not isinstance(case, Case):
            known = known_names(self.catalogue)
            case = read_case(Path(case), known, weighing.credential_units, weighing.countries)
        why = find_purpose(purpose, case)
        held = self._target(target, why, day, case)
        value = assess(self.catalogue, self.arrays, weighing, case, held, why, day)
        return CaseAnswer(self.catalogue, Words(language), self.store, weighing, value)

    def _target(self, name: str, purpose: Purpose, on: str, case: Case) -> Target:
        """Return what a case is held against: of a jurisdiction, the standard for the cycle of its leading award."""
        place, _, role = name.partition("/")
        code = self.names.find_jurisdiction(place)
        role = role or ("engineer" if purpose is Purpose.REGISTRATION else "graduate")
        side = self.names.resolve(f"{code}/{role}" if code else name, on)
        if isinstance(side, NoneFound):
            return Target(name, None, code, side.searches)
        award = leading_award(case)
        if code and award and award.cycle:
            found = find_standard(self.catalogue, code, side.profile.stage, on, award.cycle)
            side = self._side(name, found) if found else side
        places = side.profile.jurisdictions
        return Target(
            name, self._participant(replace(side, asked=name)), code or (places[0] if len(places) == 1 else "")
        )

    def _side(self, asked: str, standard: Standard) -> Side:
        return Side(asked, standard.profile, self.catalogue.frameworks[standard.edition], standard.adoption)

    def export(
        self,
        *what: str,
        with_inferred: bool = False,
        language: str = "en",
        on: Day = None,
        verified_only: bool = False,
    ) -> Export:
        """Return the whole graph, one framework, or two names compared, ready to be written in any format.

        >>> CompetencyGraph.open().export("kz-caaae").text("turtle").splitlines()[0]
        '@prefix abet-chem-2012: <https://w3id.org/competency-graph/id/abet-chem-2012/> .'
        """
        if len(what) > 2:
            raise ExportError(f"an export is of everything, one framework or two names, not of {len(what)}")
        if len(what) < 2:
            Words(language)  # the language must be known
            if not what:
                return export_whole(self.store, self.catalogue, language, with_inferred=with_inferred)
            self.names.check("framework", what[0])
            return export_framework(self.store, self.catalogue, what[0], language, with_inferred=with_inferred)
        answer = self.compare(what[0], what[1], on, verified_only, language)
        if isinstance(answer, NoneFound):
            raise ExportError(
                f"{answer.asked}: {none_found_text(answer, Words(language))}, so there is nothing to export"
            )
        return export_comparison(self.store, self.catalogue, answer.value, language, with_inferred=with_inferred)

    def run(self, name: str, language: str = "en", **parameters: str | int | Sequence[str]) -> QueryAnswer:
        """Return the answer of a query of the library; parameters are named as in its head.

        >>> CompetencyGraph.open().run("who-demands", element="consider-net-zero-carbon").columns[0]
        'framework'
        """
        query = get_query(name)
        values = {k.replace("_", "-"): _texts(v) for k, v in parameters.items()}
        types = {p.name: p.type for p in query.parameters}
        for key, texts in values.items():
            for text in texts:
                self.names.check(types.get(key, ""), text)
        return QueryAnswer(self.catalogue, Words(language), query, tuple(self.store.select(bind(query, values))))

    def query(self, sparql: str) -> pd.DataFrame:
        """Return the solutions of a SPARQL SELECT over all named graphs together."""
        return frames.frame([dict(row) for row in self.store.select(sparql)])


def _texts(value: str | int | Sequence[str]) -> list[str]:
    return [str(value)] if isinstance(value, str | int) else [str(v) for v in value]


def parse_date(day: Day) -> str:
    """Return a date as YYYY-MM-DD, today where none is given; raises InputError otherwise.

    >>> parse_date("2026-01-01"), parse_date(datetime.date(2026, 1, 1))
    ('2026-01-01', '2026-01-01')
    """
    if day is None:
        return datetime.date.today().isoformat()
    if isinstance(day, datetime.datetime):
        return day.date().isoformat()
    if isinstance(day, datetime.date):
        return day.isoformat()
    try:
        return datetime.date.fromisoformat(day).isoformat()
    except (TypeError, ValueError) as error:
        raise InputError(f"{day!r} is not a date; write it as YYYY-MM-DD") from error
