"""Commands as an operator types them, each in a process of its own.

They are forked from a process that has imported the command already, which is most of what a start takes.
"""

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Self

from bot.__main__ import main


def nest() -> ForkServerContext:
    """Where processes are forked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.__main__", "sandbox.world", "tests.product.driver"])
    return context


class Command:
    """A command that runs, what it prints, and what it complains about."""

    def __init__(self, process: ForkServerProcess, out: asyncio.StreamReader, err: asyncio.StreamReader) -> None:
        self.stdout = out
        self._complaints = err
        self._process = process

    @classmethod
    async def start(cls, folder: Path, environment: Mapping[str, str], arguments: Sequence[str]) -> Self:
        """Run a command in that folder, with that environment and no other."""
        fork = nest()
        printed, out = fork.Pipe(duplex=False)
        complaints, err = fork.Pipe(duplex=False)
        process = fork.Process(target=_run, args=(folder, dict(environment), arguments, out, err), daemon=True)
        await asyncio.to_thread(process.start)
        out.close()
        err.close()
        return cls(process, await _reader(printed), await _reader(complaints))

    def send_signal(self, number: signal.Signals) -> None:
        assert self._process.pid
        os.kill(self._process.pid, number)

    async def communicate(self) -> tuple[bytes, bytes]:
        """All that is still printed, and all that was complained about."""
        return await self.stdout.read(), await self._complaints.read()

    async def wait(self) -> int:
        """The exit status, once it has ended."""
        await asyncio.to_thread(self._process.join)
        status = self._process.exitcode
        assert status is not None
        return status


async def _reader(connection: Connection) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(os.dup(connection.fileno()), "rb", 0)
    connection.close()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


def _run(
    folder: Path, environment: Mapping[str, str], arguments: Sequence[str], out: Connection, err: Connection
) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(out.fileno(), sys.stdout.fileno())
    os.dup2(err.fileno(), sys.stderr.fileno())
    out.close()
    err.close()
    main(arguments)
