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
from threading import Thread

from browser import missing
from websockets.sync.client import connect

PATIENCE = 120  # seconds that an answer may take: the machine may be busy
# Firefox says it of a formula whose end is still on its way; test_html asks the Nu
# validator about the whole formulas.
UNFINISHED = "Invalid markup: Incorrect number of children"
# A promise of a state, looked for whenever the page is drawn.
WHEN = """new Promise((done) => {{
    const look = () => ({0}) ? done(true) : requestAnimationFrame(look);
    look();
}})"""


class Firefox:
    """A tab, and the errors that its pages reported."""

    def __init__(self, connection):
        self.connection = connection
        self.sent = 0
        self.problems: list[str] = []
        self.loaded: set[str] = set()
        self.send("session.new", capabilities={})
        self.send(
            "session.subscribe", events=["log.entryAdded", "browsingContext.load"]
        )
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]

    def receive(self) -> dict:
        """Next message; note what pages report, and which are loaded."""
        message = json.loads(self.connection.recv(timeout=PATIENCE))
        params = message.get("params", {})
        if message.get("method") == "browsingContext.load":
            self.loaded.add(params["navigation"])
        is_problem = params.get("level") in ("error", "warn")
        if is_problem and not params["text"].startswith(UNFINISHED):
            self.problems.append(params["text"])
        return message

    def send(self, method: str, **params) -> dict:
        """Send a command, wait for its result."""
        self.sent += 1
        command = {"id": self.sent, "method": method, "params": params}
        self.connection.send(json.dumps(command))
        for _ in range(10_000):
            message = self.receive()
            if message.get("id") == self.sent:
                assert message["type"] == "success", message
                return message["result"]
        raise AssertionError(f"no answer to {method}")

    def open(self, address: str) -> None:
        """Open a page and wait until it says that it has settled."""
        place = {"context": self.tab, "url": address, "wait": "none"}
        navigation = self.send("browsingContext.navigate", **place)["navigation"]
        for _ in range(10_000):
            if navigation in self.loaded:
                break
            self.receive()
        # The pages at the root have no script and nothing to settle.
        root = "document.documentElement"
        self.wait(f"!document.querySelector('script') || {root}.dataset.settled")

    def run(self, code: str):
        """Value of a JavaScript expression; a promise is waited for."""
        place = {"target": {"context": self.tab}, "awaitPromise": True}
        answer = self.send("script.evaluate", expression=code, **place)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def press(self, key: str, held: str = "") -> None:
        """Press a key, while another one is held; by WebDriver's names of keys."""
        down = [{"type": "keyDown", "value": value} for value in held + key]
        up = [{"type": "keyUp", "value": value} for value in key + held]
        keys = [{"type": "key", "id": "keys", "actions": down + up}]
        self.send("input.performActions", context=self.tab, actions=keys)

    def wait(self, state: str) -> None:
        """Wait until a JavaScript expression is true."""
        self.run(WHEN.format(state))


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox; in CI it must be there, elsewhere the test is skipped."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if not path:
        missing("Firefox", "the pages are not looked at in it")
    command = [path, "--headless", "--no-remote", "--remote-debugging-port=0"]
    options = {"stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen([*command, "--profile", profile], **options) as process:
        try:
            lines = (re.search(r"BiDi listening on (\S+)", x) for x in process.stderr)
            found = next(filter(None, lines), None)
            assert found, "Firefox ended before it listened"
            rest = Thread(target=process.stderr.read, daemon=True)
            rest.start()  # so that the pipe never fills
            with connect(f"{found[1]}/session", max_size=None) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
