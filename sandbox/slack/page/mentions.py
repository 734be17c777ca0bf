"""The live pieces inside a text: people, channels, groups, dates and links."""

from sandbox.slack.page import dates
from sandbox.slack.page.markup import Html, classes, safe_url, tag
from sandbox.slack.page.reader import Reader, address


def person(identifier: str, reader: Reader) -> Html:
    """Mention a person; the reader's own name stands out."""
    own = "own" if identifier == reader.person.id else None
    return tag("span", f"@{reader.name_of(identifier)}", class_=classes("mention", own))


def group(name: str) -> Html:
    """Mention a user group, or everybody: @here, @channel, @everyone."""
    return tag("span", f"@{name.removeprefix('@')}", class_="mention own")


def channel(name: str, reader: Reader) -> Html:
    """Mention a channel; one that exists can be opened."""
    if name in reader.channels:
        return tag("a", f"#{name}", href=address(reader.person.name, name), class_="mention", data_go=True)
    return tag("span", f"#{name}", class_="mention")


def link(url: str, label: str | None) -> Html:
    """Link to an address, or show where it would have led when it is not a safe one."""
    return linked(tag("span", label or url.removeprefix("mailto:")), url)


def linked(shown: Html, url: str) -> Html:
    """Let a piece lead to an address; an unsafe address leads nowhere."""
    safe = safe_url(url)
    return tag("a", shown, href=safe, target="_blank", rel="noopener noreferrer") if safe else shown


def date(epoch: str, form: str, fallback: str, reader: Reader) -> Html:
    """Show a moment in the reader's zone; the fallback stands in where the moment makes no sense."""
    try:
        moment = reader.local(int(epoch))
    except (ValueError, OverflowError, OSError):
        return tag("span", fallback)
    shown = dates.date_text(moment, form, reader.now.astimezone(reader.zone))
    return tag("time", shown, datetime=moment.isoformat(), title=f"{moment:%A, %d %B %Y, %H:%M %Z}")
