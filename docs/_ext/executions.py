"""Run every program and every chapter once, for all languages and all later builds.

What ran is kept in build/executions under a key of all that shapes it: the code, the
modules of lecture_code that it imports, Python, the libraries, and our settings. Prose
is no part of it. Each run has a copy of this process to itself, so that it sees nothing
of what ran before. Sphinx-gallery still runs the programs, and myst-nb still finds the
chapters in a jupyter-cache.
"""

import fcntl
import hashlib
import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from itertools import compress
from pathlib import Path
from traceback import format_exception_only

import nbformat
import plot_style
from ipykernel.inprocess import InProcessKernelManager
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from lessons import write
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx_gallery import gen_rst
from sphinx_gallery.py_source_parser import Block
from traitlets.config import Config

ROOT = Path(__file__).parents[2]
LECTURE = ROOT / "lecture_code"
IMPORT = re.compile(r"^\s*(?:from|import) lecture_code\b[^\n(]*(?:\([^)]*\))?", re.M)
SECONDS = 30  # of the processor, for one run: no lesson needs more
KEPT = 8  # results of a program or chapter; the sessions of nox differ in libraries
NO_OUTPUT = ("status", "execute_input")


class Executions:
    """Results of runs, kept in a folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        own = (Path(__file__), Path(plot_style.__file__))
        files = [path.read_text("utf-8") for path in (*own, ROOT / "docs" / "conf.py")]
        installed = {
            d.name for path in sys.path for d in Path(path).glob("*.dist-info")
        }
        self.context = [sys.version, *sorted(installed), *files]

    def once(self, name: str, code: list[str], run: Callable[[], dict]) -> dict:
        """Result of a run: the kept one, or else that of running now."""
        modules = modules_of("\n".join(code))
        key = json.dumps([self.context, name, code, modules])
        digest = hashlib.sha256(key.encode()).hexdigest()
        path = self.folder / f"{name}-{digest}.json"
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another language may just be running it
            if not path.exists():
                result = in_a_copy_of_this_process(run, set(modules))
                new = path.with_suffix(".new")
                new.write_text(json.dumps(result), "utf-8")
                new.rename(path)  # a kill leaves the whole file or none
                all_of_it = self.folder.glob(f"{name}-*.json")
                for old in sorted(all_of_it, key=os.path.getmtime)[:-KEPT]:
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


def in_a_copy_of_this_process(run: Callable[[], dict], modules: set[str]) -> dict:
    """Result of a run that may import some modules of lecture_code, afresh."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def work() -> None:
        try:
            for name in [n for n in sys.modules if n.split(".")[0] == LECTURE.name]:
                del sys.modules[name]
            signal.signal(signal.SIGPROF, stop)
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            result = run()
            for name in [n for n in sys.modules if n.startswith(f"{LECTURE.name}.")]:
                if name.split(".")[1] not in modules:
                    raise ExtensionError(f"import {name} in a statement of its own")
            sender.send(result)
        except Exception as error:  # as text: a program's own kinds cannot be sent
            sender.send("".join(format_exception_only(error)))

    process = fork.Process(target=work)
    process.start()
    sender.close()
    try:
        result = receiver.recv()
    except EOFError:
        result = "a program or chapter died without a word"
    process.join()
    if isinstance(result, str):
        raise ExtensionError(result)
    return result


def stop(number: int, frame) -> None:
    """End what would never end; Python calls this in the midst of it."""
    raise TimeoutError(f"it runs for more than {SECONDS} s of the processor")


# Programs. Sphinx-gallery offers no hook here, and its own md5 covers the prose but not
# the modules: https://github.com/sphinx-gallery/sphinx-gallery/pull/76
execute_script = gen_rst.execute_script


def execute_once(
    executions: Executions,
    blocks: list[Block],
    script: dict,
    gallery_conf: dict,
    file_conf: dict,
) -> tuple[list[str], float]:
    """Stand in for sphinx-gallery's ``execute_script``."""
    is_code = [block.type == "code" for block in blocks]
    plots = script["image_path_iterator"]

    def run() -> dict:
        outputs, _ = execute_script(blocks, script, gallery_conf, file_conf)
        files = [Path(plot).with_suffix(".svg") for plot in plots.paths]
        svgs = [file.read_text("utf-8") for file in files]
        return {"outputs": list(compress(outputs, is_code)), "plots": svgs}

    code = [block.content for block in compress(blocks, is_code)]
    result = executions.once(Path(script["src_file"]).stem, code, run)
    for svg in result["plots"]:
        write(Path(next(plots)).with_suffix(".svg"), svg)
    script |= {"example_globals": {}, "memory_delta": 0.0, "passing": True}
    outputs = iter(result["outputs"])
    return [next(outputs) if code else "" for code in is_code], 0.0


# Chapters.
def outputs_of(code: dict[int, str], path: Path) -> dict:
    """Run code cells, given by their lines, in a Jupyter kernel in this process."""
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else its debugger speaks up
    os.chdir(path.parent)
    plot_style.reset({}, str(path))
    no_history = Config({"HistoryManager": {"enabled": False}})
    manager = InProcessKernelManager(config=no_history)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    outputs = []
    for line, source in code.items():
        client.execute(source)
        outputs.append(joined(client.iopub_channel.get_msgs()))
        for output in outputs[-1]:
            if output.output_type == "error":
                trace = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output.traceback))
                raise ExtensionError(f"{path}:{line}: {trace}")
    return {"outputs": outputs, "language_info": manager.kernel.language_info}


def joined(messages: list[dict]) -> list[NotebookNode]:
    """Outputs of a cell; what it prints is one block, however it came in pieces."""
    outputs: list[NotebookNode] = []
    for message in messages:
        if message["msg_type"] in NO_OUTPUT:
            continue
        output = nbformat.v4.output_from_msg(message)
        if outputs and output.get("name") == outputs[-1].get("name", "no stream"):
            outputs[-1].text += output.text
        else:
            outputs.append(output)
    return outputs


def executed(app: Sphinx, docname: str) -> NotebookNode | None:
    """Read a page as myst-nb reads it, if it has cells, and fill in their outputs."""
    path = Path(app.env.doc2path(docname))
    text = path.read_text("utf-8")
    settings = app.env.myst_config, app.env.mystnb_config
    reader = create_nb_reader(path, *settings, text) if path.suffix == ".md" else None
    if reader is None:
        return None
    notebook = reader.read(text)
    numbered = zip(notebook.cells, notebook.metadata["source_map"], strict=True)
    cells = {line + 1: cell for cell, line in numbered if cell.cell_type == "code"}
    code = {line: cell.source for line, cell in cells.items()}
    run = partial(outputs_of, code, path)
    result = app.executions.once(path.stem, list(code.values()), run)
    notebook.metadata["language_info"] = result["language_info"]
    for cell, outputs in zip(cells.values(), result["outputs"], strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]
    return notebook


def hand_over(app: Sphinx) -> None:
    """Put the outputs where myst-nb looks for them: a jupyter-cache for this build."""
    shutil.rmtree(app.config.nb_execution_cache_path, ignore_errors=True)
    cache = get_cache(app.config.nb_execution_cache_path)
    for docname in sorted(app.project.discover(app.config.exclude_patterns)):
        if notebook := executed(app, docname):
            bundle = CacheBundleIn(notebook, docname)
            cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def note_modules(app: Sphinx, docname: str, source: list[str]) -> None:
    """Read a chapter again when a module that it imports has changed."""
    for name in modules_of(source[0]):
        app.env.note_dependency(str(LECTURE / f"{name}.py"))


def prepare(app: Sphinx, config) -> None:
    """Open the folder of results."""
    config.nb_execution_cache_path = f"{app.doctreedir}/.jupyter_cache"
    app.executions = Executions(Path(config.executions_folder))
    gen_rst.execute_script = partial(execute_once, app.executions)


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx, between myst-nb and sphinx-gallery."""
    app.add_config_value("executions_folder", str(ROOT / "build" / "executions"), "")
    app.connect("config-inited", prepare)
    # The languages are written side by side: Korean runs the chapters ahead of the
    # programs, English after them, so that each runs what the other needs later.
    is_first = app.config.language == "ko"
    app.connect("builder-inited", hand_over, priority=500 if is_first else 900)
    app.connect("source-read", note_modules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
