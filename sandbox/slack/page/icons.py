"""Pictures drawn in place: people's initials and the app's mark."""

from sandbox.slack.page.markup import Html, tag
from sandbox.slack.page.scene import Author

MARK = Html(
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<path d="M7 21v-5a9 9 0 0 1 18 0v5" fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round"/>'
    '<rect x="4.5" y="17.5" width="6" height="8.5" rx="2.4" fill="currentColor"/>'
    '<rect x="21.5" y="17.5" width="6" height="8.5" rx="2.4" fill="currentColor"/>'
    '<path d="M16 14v8m-3-3 3 3.2 3-3.2" fill="none" stroke="currentColor" stroke-width="2.4"'
    ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
SEND = Html(
    '<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
    '<path d="M3 3.2 17.5 10 3 16.8l1.6-5.5L11 10 4.6 8.7z" fill="currentColor"/></svg>'
)


def picture(author: Author) -> Html:
    """Show who wrote something, as a small coloured square."""
    return tag("span", MARK if author.is_app else author.initial, class_=f"avatar {author.tone}", aria_hidden="true")
