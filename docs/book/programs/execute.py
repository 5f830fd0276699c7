"""Run programs and chapters once, for all languages and all later builds.

A result is kept in build/executions under a key of all that shapes it: the code, the
modules of lecture_code that it imports, Python, the libraries, and our settings. Prose
is no part of it. Where the system can fork, each run has a copy of this process to
itself; elsewhere it runs in this one, with lecture_code imported afresh.
"""

import hashlib
import importlib
import json
import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb

from filelock import FileLock

ROOT = Path(__file__).parents[3]
LECTURE = ROOT / "lecture_code"
SETTINGS = (
    Path(__file__),
    Path(__file__).with_name("plots.py"),
    ROOT / "docs/conf.py",
    ROOT / "docs/_static/site.css",  # the colours of plots
)
IMPORT = re.compile(r"^\s*(?:from|import) lecture_code\b[^\n(]*(?:\([^)]*\))?", re.M)
OWN = re.compile(r"\b(gallery|lecture_code)[/\\]\w+\.py$")
SECONDS = 30  # of the processor, for one run: no lesson needs more
KEPT = 8  # results of a program or chapter: of branches that one goes back and forth
# A fork of macOS may crash in the system's libraries, and Windows has none.
CAN_FORK = sys.platform == "linux" and hasattr(os, "fork")


class ExecutionError(Exception):
    """A program or chapter stopped; the message says where."""


class Executions:
    """Results of runs, kept in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        settings = [path.read_text("utf-8") for path in SETTINGS]
        installed = {
            d.name for path in sys.path for d in Path(path).glob("*.dist-info")
        }
        self.context = [sys.version, *sorted(installed), *settings]

    def once(self, name: str, code: list[str], run: Callable[[], dict]) -> dict:
        """Result of a run: the kept one, or else that of running now."""
        modules = modules_of("\n".join(code))
        key = json.dumps([self.context, name, code, modules])
        digest = hashlib.sha256(key.encode()).hexdigest()
        path = self.folder / f"{name}-{digest}.json"
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / f"{name}.lock"):  # the other language may run it
            if not path.exists():
                if any("import torch" in text for text in [*code, *modules.values()]):
                    importlib.import_module("torch")  # here, for all further forks
                result = run_apart(run, set(modules))
                new = path.with_suffix(".new")
                new.write_text(json.dumps(result), "utf-8")
                new.replace(path)  # a kill leaves the whole file or none
                results = self.folder.glob(f"{name}-*.json")
                for old in sorted(results, key=os.path.getmtime)[:-KEPT]:
                    old.unlink()
            return json.loads(path.read_text("utf-8"))


def modules_of(code: str) -> dict[str, str]:
    """Source of the modules of lecture_code that code imports, and that they import."""
    found: dict[str, str] = {}
    words = ["__init__", *imported_words(code)]
    while words:
        name = words.pop()
        path = LECTURE / f"{name}.py"
        if name not in found and path.exists():
            found[name] = path.read_text("utf-8")
            words += imported_words(found[name])
    return dict(sorted(found.items()))


def imported_words(code: str) -> list[str]:
    """Words of the statements that import from lecture_code; modules are among them."""
    return re.findall(r"\w+", " ".join(IMPORT.findall(code)))


def run_apart(run: Callable[[], dict], modules: set[str]) -> dict:
    """Result of a run that may import some modules of lecture_code, afresh."""
    if not CAN_FORK:
        result = run_afresh(run, modules)
    else:
        fork = multiprocessing.get_context("fork")
        receiver, sender = fork.Pipe(duplex=False)
        work = lambda: sender.send(run_afresh(run, modules, SECONDS))  # noqa: E731
        process = fork.Process(target=work)
        process.start()
        sender.close()
        try:
            result = receiver.recv()
        except EOFError:
            result = "the process of a program or chapter ended without a result"
        process.join()
    if isinstance(result, str):
        raise ExecutionError(result)
    return result


def run_afresh(run: Callable[[], dict], modules: set[str], limit: int = 0):
    """Result of a run, or the text of its error: its own kinds cannot be sent."""
    try:
        for name in [n for n in sys.modules if n.split(".")[0] == LECTURE.name]:
            del sys.modules[name]
        if limit:
            signal.signal(signal.SIGPROF, stop)
            signal.setitimer(signal.ITIMER_PROF, limit)
        result = run()
        for name in [n for n in sys.modules if n.startswith(f"{LECTURE.name}.")]:
            if name.split(".")[1] not in modules:
                return f"import {name} in a statement of its own"
        return result
    except ExecutionError as error:
        return str(error)
    except Exception as error:
        return described(error)


def described(error: BaseException) -> str:
    """Say in one line what an error is, and in which lines of programs and modules."""
    frames = extract_tb(error.__traceback__)
    places = [f"{f.filename}:{f.lineno}" for f in frames if OWN.search(f.filename)]
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return ": ".join([*dict.fromkeys([*places[:1], *places[-1:]]), text])


def stop(number: int, frame) -> None:
    """End what would never end; Python calls this in the midst of it."""
    raise TimeoutError(f"it runs for more than {SECONDS} s of the processor")
