"""One line of formatted text: code and links are set aside, then bold, italic and struck text are found around them."""

import re
from collections.abc import Callable

from sandbox.slack.page.markup import Html, markup, tag

_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


class Line:
    """A line in which finished pieces of HTML wait behind private characters until the rest is done.

    The text loses these characters on its way in, so that none can be forged.
    """

    def __init__(self, text: str, decode: Callable[[str], str]) -> None:
        self._text = text.replace(_OPEN, "").replace(_CLOSE, "")
        self._decode = decode
        self._pieces: list[Html] = []

    def replace(self, pattern: re.Pattern[str], show: Callable[[re.Match[str]], Html | None]) -> None:
        """Set aside what `show` makes of each match; where it makes nothing, the text stays."""

        def keep(match: re.Match[str]) -> str:
            piece = show(match)
            if piece is None:
                return match[0]
            self._pieces.append(piece)
            return f"{_OPEN}{len(self._pieces) - 1}{_CLOSE}"

        self._text = pattern.sub(keep, self._text)

    def change(self, change: Callable[[str], str]) -> None:
        """Change what is still text."""
        self._text = change(self._text)

    def html(self, styles: re.Pattern[str]) -> Html:
        """Return the whole line; the named groups of `styles` are the elements to wrap around what they hold."""
        return self._styled(self._text, styles)

    def filled(self, text: str) -> Html:
        """Return a part of the line with its finished pieces in place."""
        pieces = _PLACE.split(text)
        return markup(self._pieces[int(piece)] if odd % 2 else self._decode(piece) for odd, piece in enumerate(pieces))

    def _styled(self, text: str, styles: re.Pattern[str]) -> Html:
        parts: list[Html] = []
        at = 0
        for match in styles.finditer(text):
            element = match.lastgroup or "span"
            parts += [self.filled(text[at : match.start()]), tag(element, self._styled(match[element], styles))]
            at = match.end()
        return markup([*parts, self.filled(text[at:])])
