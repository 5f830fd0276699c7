"""A build that cannot be right says where, and the last good site stays."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bench import append
from copies import ENVIRONMENT, build, copy_of_the_book, site_of

PROGRAM = "gallery/plot_1_linear_model.py"
CHAPTER = "docs/chapters/autograd.md"
EXERCISE = "docs/chapters/linear_model.md"
CATALOGUE = "docs/locale/ko/LC_MESSAGES/index.po"
APART = ["unshare", "--map-root-user", "--mount", "--net"]
CAN_BE_APART = (
    shutil.which("unshare") and not subprocess.run([*APART, "true"]).returncode
)


@pytest.fixture(scope="module")
def book(site, tmp_path_factory) -> Path:
    """A copy of the book that was built; tests break it and mend it."""
    copy = copy_of_the_book(tmp_path_factory.mktemp("book"))
    assert build(copy) == ""
    return copy


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        (
            PROGRAM,
            "# %%\n",
            "# %%\nclass Mine(Exception): ...\nraise Mine('oops')\n",
            r'plot_1_linear_model.py", line[\s\S]*Extension error[\s\S]*Mine: oops',
        ),
        (PROGRAM, "plt.show()", 'ax.set(title="$^$")', "plot_1_linear_model.py"),
        (
            PROGRAM,
            "fig, ax",
            'plt.rcParams["font.family"] = "No Such Font"\nfig, ax',
            r"plot_1_linear_model.py[\s\S]*'No Such Font' not found",
        ),
        (
            PROGRAM,
            "plt.show()",
            'ax.set(title="손실")',
            r"plot_1_linear_model.py[\s\S]*Glyph \d+",
        ),
        (CHAPTER, "import torch", "1 / 0", rf"{CHAPTER}:\d+"),
    ],
    ids="program figure font letter chapter".split(),
)
def test_fault_that_stops_a_build_is_named_and_mended(book, file, old, new, complaint):
    expect(book, [(file, old, new, complaint)])


def test_faults_that_do_not_stop_a_build_are_all_named_and_mended(book):
    link = (CHAPTER, "# ", "{doc}`nowhere`\n# ", rf"{CHAPTER}:\d+: WARNING")
    answer = ("weights().index", "weight().index", rf"{EXERCISE}:\d+: .*'weight'")
    quotes = (CATALOGUE, 'msgstr "', "msgstr ", rf"{CATALOGUE}:\d+")
    expect(book, [link, (EXERCISE, *answer), quotes])


def expect(book: Path, faults: list[tuple[str, str, str, str]]) -> None:
    """Put faults into files; expect their complaints, and after the mend no trace."""
    texts = {book / file: (book / file).read_text("utf-8") for file, *_ in faults}
    for (path, text), (_, old, new, _) in zip(texts.items(), faults, strict=True):
        path.write_text(text.replace(old, new), "utf-8")
    said = build(book)
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    for *_, complaint in faults:
        assert re.search(complaint, said), said
    assert site_of(book) == site_of()
    assert build(book) == ""
    assert site_of(book) == site_of()


def build_apart(book: Path, mount: str) -> str:
    """Build again without a network, and with something mounted on build/."""
    append(book / "constraints.txt", "# changed\n")  # which changes no page
    shutil.rmtree(book / "build" / "work", ignore_errors=True)
    kept = shutil.copytree(book / "build", book.with_name("kept"))
    script = f"""
        {mount}
        if {sys.executable} docs/build.py; then echo built; fi
        diff --recursive build/site {kept}/site && echo "the old site stands"
    """
    command = [*APART, "sh", "-c", script]
    run = subprocess.run(
        command, cwd=book, env=ENVIRONMENT, capture_output=True, text=True, timeout=600
    )
    shutil.rmtree(kept)
    return run.stdout + run.stderr


@pytest.mark.skipif(not CAN_BE_APART, reason="unshare may not make a namespace here")
@pytest.mark.parametrize(
    ("mount", "complaint"),
    [
        (
            "mount -t tmpfs -o size=$(($(du -s build | cut -f1) + 2000))k none build"
            " && cp -r ../kept/. build",
            "No space left on device",
        ),
        (
            "mount --bind build build && mount -o remount,ro,bind build",
            "Read-only file system: .*build/lock",
        ),
    ],
    ids=["full disk", "read-only"],
)
def test_place_that_takes_nothing_is_named(book, mount, complaint):
    said = build_apart(book, mount)
    assert re.search(complaint, said), said
    assert "the old site stands" in said
    assert "built" not in said.splitlines()


@pytest.mark.skipif(not CAN_BE_APART, reason="unshare may not make a namespace here")
def test_build_needs_no_network(book):
    assert build_apart(book, "").endswith("built\nthe old site stands\n")
