"""Builds are tested on fewer standards than are shipped, so that each takes seconds; what is checked is the same."""

import pytest

LEFT_OUT = [
    "abet-chem-2025",
    "abet-etac-chem-2025",
    "bd-baete-2.2",
    "bd-baete-3.0",
    "ca-cba",
    "cdio-syllabus-2",
    "cdio-syllabus-3",
    "ceeaa-chem-2017",
    "cn-indicator-points-2020",
    "cn-indicator-points-2026",
    "de-asiin",
    "eqf-2017",
    "es-aneca",
    "esg-2015",
    "feiap-eeg",
    "hk-hkie",
    "in-nba-2015",
    "in-nba-2024",
    "it-quacing",
    "kz-iaar",
    "kz-iqaa-2015",
    "my-eac-2020",
    "my-eac-2024",
    "nz-engnz",
    "pk-pec-11",
    "pk-pec-2014",
    "ru-aeer-2014",
    "sg-eab",
    "tw-ieet",
    "za-ecsa",
]


@pytest.fixture
def project(project):
    """Return a copy of data, ontology and queries without the standards that nothing else names."""
    data = project / "data"
    for name in LEFT_OUT:
        (data / f"frameworks/{name}.ttl").unlink()
        for table in (*data.glob(f"codings/{name}--*.tsv"), *data.glob(f"mappings/*{name}*.tsv")):
            table.unlink()
    return project
