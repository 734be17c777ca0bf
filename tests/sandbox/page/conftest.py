"""A workspace to look at, and a reader to look at it."""

import datetime as dt
from collections.abc import Callable

import pytest

from sandbox.slack.page.layout import document
from sandbox.slack.page.reader import Reader
from sandbox.slack.page.scene import Scene
from tests.sandbox.page.fake_workspace import FIRST, FakeWorkspace


@pytest.fixture
def workspace() -> FakeWorkspace:
    return FakeWorkspace()


@pytest.fixture
def look(workspace: FakeWorkspace) -> Callable[..., Scene]:
    """Look at the workspace an hour after its first message: `look(**{"as": "amir", "in": "phone-lines"})`."""

    def at(**asked: str) -> Scene:
        return Scene.of(workspace, asked, dt.datetime.fromtimestamp(FIRST + 3600, dt.UTC))

    return at


@pytest.fixture
def show(look: Callable[..., Scene]) -> Callable[..., str]:
    """Return the whole page, for the same words as `look`."""
    return lambda **asked: document(look(**asked))


@pytest.fixture
def reader(look: Callable[..., Scene]) -> Reader:
    return look().reader
