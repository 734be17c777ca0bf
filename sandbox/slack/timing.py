"""How long Slack waits, in seconds of real time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Slack's own time-outs; tests may shorten them."""

    ack: float = 3
    trigger: float = 3
    response_url: float = 30 * 60
    event_retries: tuple[float, ...] = (0, 60, 300)
    farewell: float = 10
    """Between the news that a socket will end and its end."""
