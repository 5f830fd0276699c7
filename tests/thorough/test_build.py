"""A build is right or it fails, and it runs nothing that it need not run."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from bench import add_sentence, append, executed
from conftest import ROOT
from copies import ENVIRONMENT, build, copy_of_the_book, site_of
from executions import KEPT, Executions, in_a_copy_of_this_process
from sphinx.errors import ExtensionError

from build import files, inputs

CONF = "docs/conf.py"


def runs_of(build_it, book: Path) -> set[str]:
    """Names of the programs and chapters that run while something is done."""
    before = executed(book)
    build_it()
    return {re.sub(r"-\w+\.json$", "", name) for name in executed(book) - before}


@pytest.fixture(scope="module")
def book(site, tmp_path_factory) -> Path:
    """A copy of the book that was built; tests change it and change it back."""
    copy = copy_of_the_book(tmp_path_factory.mktemp("elsewhere") / "a" / "book")
    assert build(copy) == ""
    return copy


@pytest.fixture
def changed_back(book):
    """Undo what a test did to the sources."""
    kept = book.with_name("kept")
    names = ("docs", "gallery", "lecture_code")
    for name in names:
        shutil.copytree(book / name, kept / name, symlinks=True)
    yield book
    for name in names:
        shutil.rmtree(book / name)
        shutil.copytree(kept / name, book / name, symlinks=True)
    shutil.rmtree(kept)


def test_two_builds_in_two_folders_at_two_times_are_identical(book):
    assert site_of(book) == site_of()


def test_nothing_is_done_when_only_times_changed(book):
    (book / "docs" / ".#index.md").symlink_to("an editor's lock")
    for path in files(book / "docs", book / "gallery", book / "lecture_code"):
        os.utime(path, (0, 0))
    page = book / "build" / "site" / "en" / "index.html"
    before = page.stat().st_mtime_ns
    assert build(book) == ""
    assert page.stat().st_mtime_ns == before


def test_damaged_site_is_built_again(book):
    before = site_of(book)
    append(book / "build" / "site" / "en" / "index.html", "damage")
    assert build(book) == ""
    assert site_of(book) == before


def test_module_runs_what_imports_it(changed_back):
    append(changed_back / "lecture_code" / "two_weights.py", "# changed\n")
    users = {
        page.stem
        for page in (ROOT / "docs").glob("*/*.md")
        if re.search(r"import.* two_weights|lecture_code.two_weights", page.read_text())
    }
    # The program holds the code of the functions that it needs: none has changed.
    assert runs_of(lambda: build(changed_back), changed_back) == users != set()


def test_renamed_lesson_leaves_nothing_behind(changed_back):
    book, before = changed_back, site_of(changed_back)
    pages = ("docs/locale/ko/LC_MESSAGES/gallery/plot_5_autograd.po",)
    for page in (*pages, "gallery/plot_5_autograd.py"):
        (book / page).rename(book / page.replace("plot_5", "plot_9"))
    for page in files(book / "docs"):
        if page.suffix in (".md", ".po"):
            text = page.read_text("utf-8")
            page.write_text(text.replace("plot_5_autograd", "plot_9_autograd"), "utf-8")
    assert build(book) == ""
    names = {path.name for path in files(book / "build" / "site")}
    assert any("plot_9" in name for name in names)
    assert not any("plot_5" in name for name in names)
    for index in (book / "build" / "site").glob("*/searchindex.js"):
        assert "plot_5" not in index.read_text("utf-8")
    assert site_of(book) != before


def test_killed_build_leaves_the_old_site_and_the_next_is_like_a_fresh_one(
    changed_back, tmp_path
):
    book = changed_back
    assert build(book) == ""
    old = site_of(book)
    conf = book / CONF
    text = conf.read_text("utf-8")
    conf.write_text(text.replace("html_title = project", "html_title = 'Changed'"))
    fresh = copy_of_the_book(tmp_path / "fresh", with_executions=False)
    shutil.copy(conf, fresh / CONF)
    assert build(fresh) == ""
    for _ in range(3):
        command = [sys.executable, "docs/build.py"]
        process = subprocess.Popen(
            command, cwd=book, env=ENVIRONMENT, start_new_session=True
        )
        time.sleep(delay := random.uniform(0, 10))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert site_of(book) in (old, site_of(fresh)), f"killed after {delay} s"
    assert build(book) == ""
    assert site_of(book) == site_of(fresh)


def test_sentence_runs_nothing_and_two_builds_wait_for_each_other(changed_back):
    def build_twice() -> None:
        command = [sys.executable, "docs/build.py"]
        options = {"cwd": changed_back, "env": ENVIRONMENT}
        both = [subprocess.Popen(command, **options) for _ in range(2)]
        assert [process.wait() for process in both] == [0, 0]

    add_sentence(changed_back)
    assert runs_of(build_twice, changed_back) == set()
    page = changed_back / "build" / "site" / "ko" / "chapters" / "linear_model.html"
    assert "성능을 재려고 더한 문장입니다." in page.read_text("utf-8")


def test_libraries_are_part_of_what_a_build_depends_on(tmp_path, monkeypatch):
    before = inputs(ROOT, tmp_path), Executions(tmp_path).context
    site_packages = tmp_path / "lib" / "python3" / "site-packages"
    (site_packages / "torch-0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(site_packages)
    assert inputs(ROOT, tmp_path) != before[0]
    assert Executions(tmp_path).context != before[1]


def test_only_the_last_results_of_a_program_are_kept(tmp_path):
    executions = Executions(tmp_path)
    for printed in range(KEPT + 2):
        run = partial(dict, printed=printed)
        for _ in range(2):
            assert executions.once("program", [f"print({printed})"], run) == run()
    assert len([*tmp_path.glob("*.json")]) == KEPT


UPDATE = """
import sys
sys.path.insert(0, "docs")
import build
build.import_libraries()
build.update("ko", [])
"""


def test_preview_follows_an_edit_and_runs_nothing(changed_back):
    def update() -> str:
        command = [sys.executable, "-c", UPDATE]
        run = subprocess.run(
            command, cwd=changed_back, env=ENVIRONMENT, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
        return run.stdout + run.stderr

    page = changed_back / "build/preview/ko/out/chapters/linear_model.html"
    assert update() == "Up to date.\n"
    add_sentence(changed_back)
    assert runs_of(update, changed_back) == set()
    assert "성능을 재려고 더한 문장입니다." in page.read_text("utf-8")
    (changed_back / "docs" / "chapters" / "autograd.md").unlink()
    assert "a lesson needs all three" in update()


def test_run_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr("executions.SECONDS", 0.2)

    def endless():
        while True:
            pass

    with pytest.raises(ExtensionError, match="runs for more than"):
        in_a_copy_of_this_process(endless, set())
