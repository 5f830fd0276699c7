"""Pass the results of execution to sphinx-gallery and myst-nb.

Sphinx-gallery would run each program in every build of every language, myst-nb each
chapter: both get what `execute` kept instead. Sphinx-gallery offers no hook for it, and
its own md5 covers the prose: https://github.com/sphinx-gallery/sphinx-gallery/pull/76
"""

import os
import re
import shutil
from functools import partial
from itertools import compress
from pathlib import Path
from traceback import extract_tb

import nbformat
from ipykernel.inprocess import InProcessKernelManager
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import create_nb_reader
from nbformat import NotebookNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx_gallery import gen_rst
from sphinx_gallery.py_source_parser import Block
from traitlets.config import Config

from docs.book.lessons import write
from docs.book.programs import plots
from docs.book.programs.execute import (
    LECTURE,
    ExecutionError,
    Executions,
    described,
    modules_of,
)

NO_OUTPUT = ("status", "execute_input")
execute_script = gen_rst.execute_script


def setup(app: Sphinx) -> None:
    """Register with Sphinx; where no folder is set, both tools run everything."""
    app.add_config_value("executions_folder", "", "")


def prepare(app: Sphinx, config) -> None:
    """Open the folder of results, and give sphinx-gallery our way to run a program."""
    if not config.executions_folder:
        return
    config.nb_execution_cache_path = f"{app.doctreedir}/.jupyter_cache"
    app.executions = Executions(Path(config.executions_folder))
    gen_rst.execute_script = partial(execute_program, app.executions)
    if config.language == "en":
        config.sphinx_gallery_conf["within_subsection_order"] = (
            f"{__name__}.from_the_last"  # a function could not be pickled
        )


def from_the_last(program: str) -> int:
    """Key that sorts programs; the other language begins with the first."""
    return -int(re.search(r"\d+", Path(program).name)[0])


def execute_program(
    executions: Executions,
    blocks: list[Block],
    script: dict,
    gallery_conf: dict,
    file_conf: dict,
) -> tuple[list[str], float]:
    """Replace sphinx-gallery's ``execute_script``."""
    is_code = [block.type == "code" for block in blocks]
    paths = script["image_path_iterator"]

    def run() -> dict:
        outputs, _ = execute_script(blocks, script, gallery_conf, file_conf)
        files = [Path(path).with_suffix(".svg") for path in paths.paths]
        svgs = [file.read_text("utf-8") for file in files]
        return {"outputs": list(compress(outputs, is_code)), "plots": svgs}

    code = [block.content for block in compress(blocks, is_code)]
    program = Path(script["src_file"])
    try:
        result = once(executions, program.stem, code, run)
    except ExtensionError as error:
        place = "" if program.name in str(error) else f"gallery/{program.name}: "
        raise ExtensionError(f"{place}{error}") from error
    if not result["plots"]:
        raise ExtensionError(
            f"gallery/{program.name} drew no figure: draw one, for the lesson's card"
        )
    for svg in result["plots"]:
        write(Path(next(paths)).with_suffix(".svg"), svg)
    script |= {"example_globals": {}, "memory_delta": 0.0, "passing": True}
    outputs = iter(result["outputs"])
    return [next(outputs) if code else "" for code in is_code], 0.0


def once(executions: Executions, name: str, code: list[str], run) -> dict:
    """Result of a run; its error is one that the build reports."""
    try:
        return executions.once(name, code, run)
    except ExecutionError as error:
        raise ExtensionError(str(error)) from error


def open_cache(app: Sphinx) -> None:
    """Begin with an empty jupyter-cache, where myst-nb looks for outputs."""
    if app.config.executions_folder:
        shutil.rmtree(app.config.nb_execution_cache_path, ignore_errors=True)
        app.notebooks = get_cache(app.config.nb_execution_cache_path)


def order_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let the languages begin at different ends: neither waits for what both run."""
    docnames.sort(reverse=app.config.language != "en")


def fill_cache(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put the outputs of a chapter into the cache before myst-nb reads it."""
    if app.config.executions_folder and (notebook := executed(app, docname)):
        bundle = CacheBundleIn(notebook, docname)
        app.notebooks.cache_notebook_bundle(
            bundle, check_validity=False, overwrite=True
        )


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
    run = partial(run_cells, code, path)
    result = once(app.executions, path.stem, list(code.values()), run)
    notebook.metadata["language_info"] = result["language_info"]
    for cell, outputs in zip(cells.values(), result["outputs"], strict=True):
        cell.outputs = [nbformat.from_dict(output) for output in outputs]
    return notebook


def run_cells(code: dict[int, str], path: Path) -> dict:
    """Run code cells, given by their lines, in a Jupyter kernel in this process."""
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # else its debugger warns
    os.chdir(path.parent)
    plots.reset({}, str(path))
    no_history = Config({"HistoryManager": {"enabled": False}})
    manager = InProcessKernelManager(config=no_history)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    outputs = []
    for line, source in code.items():
        client.execute(source)
        outputs.append(joined(client.iopub_channel.get_msgs()))
        done = manager.kernel.shell.last_execution_result
        if error := done.error_before_exec or done.error_in_exec:
            place = f"{path}:{line_of(error, source, path, line)}"
            raise ExecutionError(f"{place}: {described(error)}")
    return {"outputs": outputs, "language_info": manager.kernel.language_info}


def line_of(error: BaseException, source: str, path: Path, line: int) -> int:
    """Line of a page in which its cell stopped; the cell begins at or after a line."""
    lines = path.read_text("utf-8").splitlines()
    start = lines.index(source.splitlines()[0], line - 1)
    if isinstance(error, SyntaxError):
        return start + error.lineno
    frames = extract_tb(error.__traceback__)
    return start + next(f.lineno for f in frames if "site-packages" not in f.filename)


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


def note_modules(app: Sphinx, docname: str, source: list[str]) -> None:
    """Read a chapter again when a module that it imports has changed."""
    for name in modules_of(source[0]):
        app.env.note_dependency(str(LECTURE / f"{name}.py"))
