"""The slots of SSSOM: in the order of its schema, with what each may hold."""

from __future__ import annotations

from typing import Final

from competency_graph.vocabulary import PREFIXES


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: The slots of one mapping.
MAPPING: Final = _names(
    "record_id subject_id subject_label subject_category predicate_id predicate_label predicate_modifier object_id "
    "object_label object_category mapping_justification author_id author_label reviewer_id reviewer_label creator_id "
    "creator_label license subject_type subject_source subject_source_version object_type object_source "
    "object_source_version predicate_type mapping_provider mapping_source mapping_cardinality cardinality_scope "
    "mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date review_date confidence "
    "reviewer_agreement curation_rule curation_rule_text subject_match_field object_match_field match_string "
    "subject_preprocessing object_preprocessing similarity_score similarity_measure see_also issue_tracker_item "
    "derived_from other comment"
)

#: The slots of a set of mappings; those of them in SHARED speak for every mapping.
SET: Final = _names(
    "sssom_version curie_map mapping_set_id mapping_set_version mapping_set_source mapping_set_title "
    "mapping_set_description mapping_set_confidence creator_id creator_label license subject_type subject_source "
    "subject_source_version object_type object_source object_source_version predicate_type mapping_provider "
    "cardinality_scope mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date "
    "subject_match_field object_match_field subject_preprocessing object_preprocessing similarity_measure "
    "curation_rule curation_rule_text see_also issue_tracker other comment extension_definitions"
)

#: The slots that a set may give once for all its mappings ("propagatable").
SHARED: Final = tuple(
    s
    for s in SET
    if s in MAPPING
    and s not in ("creator_id", "creator_label", "license", "publication_date")
    and s not in ("see_also", "other", "comment")
)

MULTIVALUED: Final = frozenset(
    _names(
        "author_id author_label reviewer_id reviewer_label creator_id creator_label cardinality_scope curation_rule "
        "curation_rule_text subject_match_field object_match_field match_string subject_preprocessing "
        "object_preprocessing see_also derived_from mapping_set_source"
    )
)

NUMBERS: Final = {
    "confidence": (0.0, 1.0),
    "similarity_score": (0.0, 1.0),
    "reviewer_agreement": (-1.0, 1.0),
    "mapping_set_confidence": (0.0, 1.0),
}

DATES: Final = ("mapping_date", "publication_date", "review_date")

#: The slots whose values are CURIEs, which must have a known prefix.
REFERENCES: Final = _names(
    "subject_id predicate_id object_id mapping_justification author_id reviewer_id creator_id subject_source "
    "object_source"
)

_ENTITY_TYPES = (
    "owl class",
    "owl object property",
    "owl data property",
    "owl annotation property",
    "owl named individual",
    "skos concept",
    "rdfs resource",
    "rdfs class",
    "rdfs literal",
    "rdfs datatype",
    "rdf property",
    "composed entity expression",
)

_JUSTIFICATIONS = _names(
    "LexicalMatching LogicalReasoning CompositeMatching UnspecifiedMatching SemanticSimilarityThresholdMatching "
    "LexicalSimilarityThresholdMatching MappingChaining MappingReview ManualMappingCuration MappingInversion "
    "StructuralMatching InstanceBasedMatching BackgroundKnowledgeBasedMatching"
)

#: The slots that hold one of a few words.
WORDS: Final = {
    "predicate_modifier": ("Not",),
    "mapping_cardinality": ("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0"),
    "subject_type": _ENTITY_TYPES,
    "object_type": _ENTITY_TYPES,
    "predicate_type": _ENTITY_TYPES,
    "mapping_justification": tuple(f"semapv:{j}" for j in _JUSTIFICATIONS),
    "sssom_version": ("1.0", "1.1"),
}

#: The mapping predicates of the vocabularies that we know; predicates of other vocabularies are taken as they are.
PREDICATES: Final = (
    *(f"skos:{p}Match" for p in ("exact", "close", "broad", "narrow", "related")),
    "cg:substantiallyExceeds",
    "cg:substantiallyFallsShortOf",
    *(f"owl:{p}" for p in ("sameAs", "equivalentClass", "equivalentProperty", "differentFrom", "disjointWith")),
    *(f"rdfs:{p}" for p in ("subClassOf", "subPropertyOf", "seeAlso")),
    *(f"semapv:crossSpecies{p}Match" for p in ("Exact", "Close", "Broad", "Narrow")),
)

#: The prefixes that every set may use without declaring them.
BUILTIN: Final = {
    **{p: PREFIXES[p] for p in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd")},
    "linkml": "https://w3id.org/linkml/",
    "orcid": "https://orcid.org/",
}
