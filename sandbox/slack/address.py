"""Where the workspace is served."""

from dataclasses import dataclass


@dataclass
class Address:
    """The workspace's own address, which is known once it is served."""

    url: str = ""

    @property
    def sockets(self) -> str:
        """The same address for WebSockets."""
        return self.url.replace("http", "ws", 1)
