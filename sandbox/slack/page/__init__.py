"""The page of the local workspace: what a person sees of it and clicks on.

Python turns plain JSON into HTML, purely; a little JavaScript acts through the control API and keeps the page fresh.
"""

from sandbox.slack.page.serve import routes
from sandbox.slack.page.source import PageSource

__all__ = ["PageSource", "routes"]
