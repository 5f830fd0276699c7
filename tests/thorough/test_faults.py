"""A build that cannot be right says where, and the last good site stays."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_book import (
    CATALOGUES,
    ENVIRONMENT,
    KOREAN,
    append,
    build,
    replace,
    site_of,
)

PROGRAM = "gallery/plot_1_line.py"
CHAPTER = "docs/chapters/line.md"
APART = ["unshare", "--map-root-user", "--mount", "--net"]
CAN_BE_APART = (
    shutil.which("unshare") and not subprocess.run([*APART, "true"]).returncode
)
needs_unshare = pytest.mark.skipif(
    not CAN_BE_APART, reason="unshare may not make a namespace here"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            PROGRAM,
            "# %%\n",
            "# %%\nclass Mine(Exception): ...\nraise Mine('oops')\n",
            rf"^{PROGRAM}:10: Mine: oops\n",
        ),
        (PROGRAM, "plt.show()", 'ax.set(title="$^$")', "plot_1_line.py"),
        (
            PROGRAM,
            "fig, ax",
            'plt.rcParams["font.family"] = "No Such Font"\nfig, ax',
            r"plot_1_line.py[\s\S]*'No Such Font' not found",
        ),
        (
            PROGRAM,
            "plt.show()",
            'ax.set(title="손실")',
            r"plot_1_line.py[\s\S]*Glyph \d+",
        ),
        (CHAPTER, 'print("', '1 / 0; print("', rf"^{CHAPTER}:22: ZeroDivisionError: "),
        (
            "lecture_code/line.py",
            "x * w",
            "x * v",
            rf"^{CHAPTER}:22: lecture_code/line.py:20: NameError: .*'v'",
        ),
        (PROGRAM, "ax.plot", "plt.close()  # ", rf"^{PROGRAM} drew no figure"),
        (PROGRAM, "for x in (1.0, 2.0):", "for x", rf"^{PROGRAM}:15: .*: for x\n"),
        ("lecture_code/line.py", "* w", "* w)", r"^lecture_code/line.py:20: unmatched"),
    ],
    ids="program figure font letter chapter called none syntax module".split(),
)
def test_fault_that_stops_a_build_is_named(book, built, file, old, new, message):
    replace(book / file, old, new)
    output = build(book)
    assert re.search(message, output, re.M), output
    # No report that asks to tell Sphinx of it, and no tool's way to the error.
    assert not re.search("Sphinx|Traceback", output), output
    assert site_of(book) == site_of(built)


def test_faults_that_do_not_stop_a_build_are_all_named(book, built):
    index = f"{CATALOGUES}/index.po"
    replace(book / CHAPTER, "# A line", "# {doc}`nowhere`")
    replace(book / CHAPTER, "forward(2.0, w=3.0)\nIt", "backward(2.0, w=3.0)\nIt")
    replace(book / index, f'msgstr "{KOREAN}', f"msgstr {KOREAN}")
    replace(book / "docs/chapters/slope.md", "steep.\n:::\n", "steep.\n")
    replace(book / CHAPTER, "{lesson-plot}\n", "{lesson-plot}\n:number: 2\n")
    replace(book / CHAPTER, "from lecture", "import numpy as np\nfrom lecture")
    output = build(book)
    assert re.search(rf"{CHAPTER}:\d+: WARNING: .*nowhere", output), output
    assert re.search(rf"{CHAPTER}:\d+: .*'backward'", output), output
    assert re.search(r"slope\.md:\d+: .*{wrong} .* is not closed", output), output
    assert re.search(rf"{CHAPTER}:\d+: .*drew no figure", output), output
    assert re.search(rf"{CHAPTER}:20: .*the page cannot run numpy", output), output
    assert re.search(rf"{index}:\d+: put the text in quotes", output), output
    assert site_of(book) == site_of(built)


def test_every_drift_of_the_korean_is_named_with_file_line_and_text(book, built):
    def change(name: str, old: str, new: str) -> None:
        replace(book / CATALOGUES / f"{name}.po", old, new)

    def without(name: str, text: str) -> None:
        path = book / CATALOGUES / f"{name}.po"
        pattern = rf'msgid "{text}"\nmsgstr "[^"]*"\n'
        found, count = re.subn(pattern, "", path.read_text("utf-8"))
        assert count == 1, (name, text)
        path.write_text(found, "utf-8")

    without("chapters/line", "The model")
    change("chapters/slope", 'msgid "How steep"', '#, fuzzy\nmsgid "How steep"')
    append(book / CATALOGUES / "index.po", '\nmsgid "Once"\nmsgstr "옛날에"\n')
    append(book / CATALOGUES / "index.po", '\n#~ msgid "Twice"\n#~ msgstr "둘"\n')
    change("chapters/line", f"{KOREAN}The last prediction is {{glue", "{glose")
    change("chapters/line", 'msgstr "\\\\hat', 'msgstr "-\\\\hat')
    change("gallery/plot_1_line", f"{KOREAN}Each line of the log has ``x``", "``x``는")
    without("gallery/plot_2_slope", "It is the same everywhere.")
    output = build(book, "dummy", "ko")
    for place, text in (
        (r"^docs/chapters/line\.md:\d+", "line.po lacks it, .*i18n: 'The model'"),
        (r"^gallery/plot_2_slope\.py:9", "plot_2_slope.po lacks it, .*everywhere"),
        (r"chapters/slope\.po:\d+", "fuzzy, .* 'How steep'"),
        (r"index\.po:\d+", "no longer in the text, .*i18n: 'Once'"),
        (r"index\.po:\d+", "no longer in the text, .*i18n: 'Twice'"),
        (r"chapters/line\.po:\d+", "markup differs.*line.md::last"),
        (r"chapters/line\.po:\d+", "formula differs, .*hat y"),
        (r"gallery/plot_1_line\.po:\d+", "letter right after.*``x``"),
    ):
        assert re.search(f"{place}: WARNING: {text}", output, re.M), (
            place,
            text,
            output,
        )


def test_broken_exercise_does_not_ask_to_remove_its_korean(book):
    replace(book / CHAPTER, ":kind: number", ":kind: numbre")
    output = build(book)
    assert "give a :kind:" in output
    assert "no longer in the text" not in output


def test_links_inside_the_book_are_none_for_the_link_check(book):
    assert build(book, "linkcheck") == ""


def build_apart(book: Path, mount: str) -> str:
    """Build again without a network, and with something mounted on build/."""
    append(book / "constraints.txt", "# changed\n")  # which changes no page
    shutil.rmtree(book / "build" / "work")
    kept = shutil.copytree(book / "build", book.with_name("kept"))
    script = f"""
        {mount}
        if {sys.executable} -m docs.book.build; then echo built; fi
        diff --recursive build/site {kept}/site && echo "the old site stands"
    """
    run = subprocess.run(
        [*APART, "sh", "-c", script],
        cwd=book,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return run.stdout + run.stderr


@needs_unshare
def test_full_disk(book):
    size = "size=$(($(du -s build | cut -f1) + 2000))k"
    mount = f"mount -t tmpfs -o {size} none build && cp -r ../kept/. build"
    output = build_apart(book, mount)
    assert "No space left on device" in output
    assert "the old site stands" in output
    assert "built" not in output.splitlines()


@needs_unshare
def test_read_only_build_folder(book):
    mount = "mount --bind build build && mount -o remount,ro,bind build"
    output = build_apart(book, mount)
    assert re.search("Read-only file system: .*build/lock", output), output
    assert "the old site stands" in output
    assert "built" not in output.splitlines()


@needs_unshare
def test_build_without_network(book):
    assert build_apart(book, "").endswith("built\nthe old site stands\n")
