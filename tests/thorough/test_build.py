"""A build is right or it fails, and it runs nothing that it need not run."""

import os
import re
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import matplotlib
import pytest
from small_book import (
    CATALOGUES,
    ENVIRONMENT,
    SLOPE,
    append,
    build,
    driver,
    executed,
    link_web_parts,
    replace,
    site_of,
)

from docs.book.build import ROOT, copy_sources, files, inputs
from docs.book.programs.execute import KEPT, ExecutionError, Executions, run_apart

SENTENCE, IN_KOREAN = "A sentence is added.", "더한 문장입니다."


def sources_of(book: Path, folder: Path) -> Path:
    """Copy a book without what was built of it."""
    without = shutil.ignore_patterns("build", "__pycache__")
    return shutil.copytree(book, folder, symlinks=True, ignore=without)


def runs_of(build_it, book: Path) -> set[str]:
    """Names of the programs and chapters that run while something is done."""
    before = executed(book)
    build_it()
    return {re.sub(r"-\w+\.json$", "", name) for name in executed(book) - before}


def add_sentence(book: Path) -> None:
    """Add a sentence to a chapter, and its translation."""
    append(book / "docs/chapters/line.md", f"\n{SENTENCE}\n")
    message = f'\nmsgid "{SENTENCE}"\nmsgstr "{IN_KOREAN}"\n'
    append(book / CATALOGUES / "chapters/line.po", message)


def test_real_book_built_from_nothing_in_another_folder_is_the_same(site, tmp_path):
    """It runs every program and chapter anew: a stale result would differ."""
    if (ROOT / ".git").exists():  # the pages name the commit
        subprocess.run(["git", "clone", "--quiet", ROOT, tmp_path], check=True)
    copy_sources(tmp_path)
    link_web_parts(tmp_path)
    assert build(tmp_path) == ""
    assert site_of(tmp_path) == site_of(ROOT)


def test_name_of_the_folder_has_no_effect(book, tmp_path):
    new = sources_of(book, tmp_path / "책 100% #1 [a]")
    assert build(new) == ""
    assert site_of(new) == site_of(book)


def test_settings_of_the_author_have_no_effect(book, tmp_path):
    """Of matplotlib, in each place where it looks for them, and of IPython."""
    new = sources_of(book, tmp_path / "new")
    home = tmp_path / "home"
    profile = home / ".ipython/profile_default"
    style = "lines.linewidth: 9\naxes.facecolor: red\nbackend: svg\n"
    settings = {
        new / "matplotlibrc": style,
        home / ".config/matplotlib/matplotlibrc": style,
        profile / "ipython_config.py": "c.InteractiveShell.xmode = 'Minimal'\n"
        "c.InteractiveShell.ast_node_interactivity = 'all'\n"
        "c.InteractiveShellApp.exec_lines = ['print(1)']\n",
        profile / "startup/print.py": "print('started')\n",
    }
    settings[profile / "ipython_kernel_config.py"] = settings[
        profile / "ipython_config.py"
    ]
    for path, text in settings.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    environment = {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(Path(matplotlib.get_cachedir()).parent),  # its fonts
    }
    assert build(new, **environment) == ""
    assert site_of(new) == site_of(book)
    for name in ("build", "matplotlibrc"):
        path = new / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    rc = str(home / ".config/matplotlib/matplotlibrc")
    assert build(new, MATPLOTLIBRC=rc) == ""
    assert site_of(new) == site_of(book)


def test_nothing_is_done_when_only_times_changed(book):
    (book / "docs" / ".#index.md").symlink_to("an editor's lock")
    for path in files(book / "docs", book / "gallery", book / "lecture_code"):
        os.utime(path, (0, 0))
    page = book / "build" / "site" / "en" / "index.html"
    before = page.stat().st_mtime_ns
    assert build(book) == ""
    assert page.stat().st_mtime_ns == before


def test_damaged_site_is_built_again_and_two_builds_wait_for_each_other(built, book):
    def build_twice() -> None:
        options = {"cwd": book, "env": ENVIRONMENT}
        both = [subprocess.Popen(driver(), **options) for _ in range(2)]
        assert [process.wait(timeout=600) for process in both] == [0, 0]

    append(book / "build" / "site" / "en" / "index.html", "damage")
    assert runs_of(build_twice, book) == set()
    assert site_of(book) == site_of(built)


def test_module_runs_what_imports_it_and_a_sentence_runs_nothing(book):
    replace(book / "lecture_code" / "slope.py", "return 2", "return 3")
    add_sentence(book)
    assert runs_of(lambda: build(book), book) == {"slope"}
    chapters = book / "build" / "site" / "ko" / "chapters"
    assert "slope 3" in (chapters / "slope.html").read_text("utf-8")
    assert IN_KOREAN in (chapters / "line.html").read_text("utf-8")


def test_renamed_and_removed_lessons_leave_nothing_behind(book):
    for page in (f"{CATALOGUES}/gallery/plot_1_line.po", "gallery/plot_1_line.py"):
        text = (book / page).read_text("utf-8").replace("plot 1", "plot 9")
        (book / page.replace("plot_1", "plot_9")).write_text(text, "utf-8")
        (book / page).unlink()
    for name in SLOPE:
        (book / name).unlink()
    for catalogue in (book / CATALOGUES).rglob("*slope.po"):
        catalogue.unlink()
    assert build(book) == ""
    written = [*files(book / "build" / "site")]
    names = " ".join(path.name for path in written)
    assert "plot_9_line" in names
    assert "plot_1" not in names
    assert "slope" not in names
    for path in written:
        if path.suffix == ".html" or path.name == "searchindex.js":
            text = path.read_text("utf-8")
            assert "plot_1" not in text, path
            assert "chapters/slope" not in text, path


# Runs a build and kills it with its forks: as a result is about to be kept (-1), as a
# page is written (0), or at a numbered step, in which it moves or removes a folder of
# build/ or writes the stamp. An audit hook runs before each of these.
KILLER = """
import os, pathlib, runpy, signal, sys
build, number = pathlib.Path("build").resolve(), int(sys.argv.pop())
parent, steps = os.getpid(), []
def kill(event, arguments):
    if event not in ("os.mkdir", "os.rename", "shutil.rmtree", "open"):
        return
    path = pathlib.Path(str(arguments[0]))
    if event == "open":
        is_step = path == build / "stamp" and arguments[1] == "w"
        is_page, is_result = path.parts[-2:] == ("out", "index.html"), False
    else:
        is_step, is_page = path.parent == build, False
        is_result = path.parent == build / "executions" and event == "os.rename"
    is_step = is_step and os.getpid() == parent
    if is_step:
        steps.append(path)
        is_step = len(steps) == number
    if {-1: is_result, 0: is_page}.get(number, is_step):
        os.killpg(0, signal.SIGKILL)
sys.addaudithook(kill)
sys.argv = ["docs.book.build"]
sys.path.insert(0, "")
runpy.run_module("docs.book.build", run_name="__main__", alter_sys=True)
"""


def build_and_kill(book: Path, number: int) -> int:
    """Kill a build at a place; return its exit status."""
    command = [sys.executable, "-c", KILLER, str(number)]
    options = {"cwd": book, "env": ENVIRONMENT, "start_new_session": True}
    return subprocess.Popen(command, **options).wait(timeout=600)


def test_killed_build_leaves_the_old_site_and_the_next_is_like_a_fresh_one(
    book, tmp_path
):
    old = site_of(book)
    replace(
        book / "docs/conf.py", "html_copy_source = False", "html_copy_source = True"
    )
    fresh = sources_of(book, tmp_path / "fresh")
    assert build(fresh) == ""
    new = site_of(fresh)
    for number in range(-1, 30):
        if not (ended := build_and_kill(book, number)):
            break
        assert ended == -signal.SIGKILL
        assert site_of(book) in (old, new), f"killed at {number}"
    assert number > 5
    assert ended == 0
    assert site_of(book) == new


# A preview without its server: it is brought up to date at each line that it reads.
PREVIEW = """
import sys
from docs.book import build
build.import_libraries()
for line in sys.stdin:
    build.update("ko", "http://here", [])
    print(line.strip(), flush=True)
"""


def test_preview_follows_an_edit_and_runs_nothing(book):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", PREVIEW]
    process = subprocess.Popen(command, cwd=book, env=ENVIRONMENT, **pipes)

    def update() -> str:
        print("done", file=process.stdin, flush=True)
        return "".join(iter(process.stdout.readline, "done\n"))

    page = book / "build" / "preview" / "ko" / "out" / "chapters" / "line.html"
    assert update() == "Up to date: http://here\n"
    add_sentence(book)
    assert runs_of(update, book) == set()
    assert IN_KOREAN in page.read_text("utf-8")
    (book / "docs" / "chapters" / "slope.md").unlink()
    said = update()
    assert "has no docs/chapters/slope.md" in said
    assert "As far as it can be shown: http://here" in said
    process.communicate(timeout=60)
    assert process.returncode == 0


def test_libraries_are_part_of_what_a_build_depends_on(tmp_path, monkeypatch):
    monkeypatch.setattr("docs.book.build.get_path", lambda name: tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    before = inputs(ROOT), Executions(tmp_path).context
    (tmp_path / "torch-0.dist-info").mkdir()
    assert inputs(ROOT) != before[0]
    assert Executions(tmp_path).context != before[1]


def test_only_the_last_results_of_a_program_are_kept(tmp_path):
    executions = Executions(tmp_path)
    for printed in range(KEPT + 2):
        run = partial(dict, printed=printed)
        for _ in range(2):
            assert executions.once("program", [f"print({printed})"], run) == run()
    assert len([*tmp_path.glob("*.json")]) == KEPT


def test_run_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("docs.book.programs.execute.SECONDS", 0.2)  # of the processor

    def endless():
        while True:
            pass

    with pytest.raises(ExecutionError, match="runs for more than"):
        run_apart(endless, set())


# What Windows lacks. Libraries may ask for it on Linux; the book's own code may not.
WITHOUT = """
import builtins, ctypes, os
original, library = builtins.__import__, ctypes.CDLL
def guarded(name, globals=None, *rest, **more):
    caller = (globals or {}).get("__name__", "")
    ours = ("docs.book", "noxfile", "__m")
    if name in ("fcntl", "resource") and caller.startswith(ours):
        raise ModuleNotFoundError(f"No module named {name!r}")
    return original(name, globals, *rest, **more)
def refuse(*arguments, **options):
    raise OSError("a symbolic link needs a privilege")
builtins.__import__, os.symlink = guarded, refuse
ctypes.CDLL = lambda name, *rest, **more: library(name, *rest, **more) if name else 0
del os.fork
"""
# Reads the noxfile; nox itself is not installed beside what it runs.
NOX = """
import sys, unittest.mock
sys.modules["nox"] = unittest.mock.MagicMock()
import noxfile
"""


def test_system_without_forks_links_and_exchange_gives_the_same_bytes(book, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(WITHOUT)  # in all its processes
    new = sources_of(book, tmp_path / "new")
    environment = ENVIRONMENT | {"PYTHONPATH": str(tmp_path)}
    subprocess.run([sys.executable, "-c", NOX], cwd=new, env=environment, check=True)
    for _ in range(2):  # a new site, and one in the place of another
        assert build(new, PYTHONPATH=str(tmp_path)) == ""
        assert site_of(new) == site_of(book)
        shutil.rmtree(new / "build" / "executions")
        (new / "build" / "stamp").unlink()
