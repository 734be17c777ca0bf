"""What holds for every test."""

import gc
import importlib.util
import logging
import os
import shutil
import sys
from collections.abc import Iterator

import hypothesis
import pytest

hypothesis.settings.register_profile("switchhook", deadline=None, print_blob=True)  # a busy machine is not a failure
hypothesis.settings.load_profile("switchhook")

if importlib.util.find_spec("sniffio") is None:
    # httpcore looks for it four times a request, in every folder of the path; this way it is told at once.
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # how Python itself marks what is not to be found


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the garbage collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


class Complaints(logging.Handler):
    """What asyncio only logs: an exception that nobody retrieved, a session that nobody closed."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def fail_if_any(self) -> None:
        texts = [logging.Formatter().format(record) for record in self.records]
        if texts:
            pytest.fail("\n\n".join(["asyncio logged an error:", *texts]), pytrace=False)


@pytest.fixture(autouse=True)
def asyncio_has_no_complaints() -> Iterator[None]:
    """A task that fails unheard fails the test."""
    complaints = Complaints()
    logging.getLogger("asyncio").addHandler(complaints)
    yield
    logging.getLogger("asyncio").removeHandler(complaints)
    complaints.fail_if_any()


@pytest.fixture(autouse=True, scope="session")
def asyncio_has_no_complaints_at_the_end() -> Iterator[None]:
    """What only the garbage collector finds fails the last test."""
    yield
    complaints = Complaints()
    logging.getLogger("asyncio").addHandler(complaints)
    gc.collect()
    logging.getLogger("asyncio").removeHandler(complaints)
    complaints.fail_if_any()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser; without one a test is skipped, unless `SWITCHHOOK_BROWSER=required`."""
    path = shutil.which("chromium")
    if path is None and os.environ.get("SWITCHHOOK_BROWSER") == "required":
        pytest.fail("SWITCHHOOK_BROWSER=required, but there is no chromium on the PATH.")
    if path is None:
        pytest.skip("There is no chromium on the PATH.")
    return path
