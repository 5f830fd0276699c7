"""Firefox of this machine, driven by its own protocol, WebDriver BiDi.

Playwright drives only a Firefox of its own or the very newest, and Debian has no
geckodriver; the few commands that a smoke test needs are sent here.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.sync.client import connect


class Firefox:
    """A tab, and the errors that its pages reported."""

    def __init__(self, connection):
        self.connection = connection
        self.sent = 0
        self.problems: list[str] = []
        self.send("session.new", capabilities={})
        self.send("session.subscribe", events=["log.entryAdded"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def send(self, method: str, **params) -> dict:
        """Send a command, wait for its result, note what pages report meanwhile."""
        self.sent += 1
        command = {"id": self.sent, "method": method, "params": params}
        self.connection.send(json.dumps(command))
        while True:
            message = json.loads(self.connection.recv(timeout=60))
            if message.get("id") == self.sent:
                assert message["type"] == "success", message
                return message["result"]
            if message.get("params", {}).get("level") in ("error", "warn"):
                self.problems.append(message["params"]["text"])

    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        place = {"context": self.tab, "url": address, "wait": "complete"}
        self.send("browsingContext.navigate", **place)
        # A page from elsewhere comes in another process, a moment later.
        arrived = (
            "location.href !== 'about:blank' && document.readyState === 'complete'"
        )
        while not self.run(arrived):
            pass

    def run(self, code: str):
        """Value of a JavaScript expression; a promise is waited for."""
        place = {"target": {"context": self.tab}, "awaitPromise": True}
        answer = self.send("script.evaluate", expression=code, **place)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox; where it is not installed the test is skipped."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if not path:
        pytest.skip("Firefox is not installed; the pages are not looked at in it.")
    command = [path, "--headless", "--no-remote", "--remote-debugging-port=0"]
    log = profile / "log.txt"
    with log.open("w") as said:
        process = subprocess.Popen(
            [*command, "--profile", profile], stdout=said, stderr=said
        )
    try:
        while not (address := re.search(r"BiDi listening on (\S+)", log.read_text())):
            assert process.poll() is None, log.read_text()
        with connect(f"{address[1]}/session", max_size=None) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        process.wait()
