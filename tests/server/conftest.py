import pytest

from tests.endpoint import Neighbour, running


@pytest.fixture(scope="session")
def endpoint(graph):
    """Return the address of an endpoint with limits that no ordinary query meets."""
    with running() as address:
        yield address


@pytest.fixture
def neighbour():
    found = Neighbour()
    yield found
    found.close()
