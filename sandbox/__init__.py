"""A make-believe outside world over real HTTP and WebSockets, for the demo and the tests."""
