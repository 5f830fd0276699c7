"""Measure our build against plain Sphinx: nox -s bench -- 5 25 100 400.

For each number of lessons a copy of the book is made, the five lessons repeated under
other names, with their programs, modules, chapters and Korean catalogues. Plain Sphinx
builds it once a language, in two copies that share nothing; without a folder of
executions it runs every program and chapter each time. Memory is the proportional set
size of all processes together: what forks share counts once.

With `figures` or `running` instead of numbers, bench_figures.py or bench_running.py
measures pages of the built site in Chromium.
"""

import importlib
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import psutil
from small_book import append, executed, link_web_parts

from docs.book.build import LANGUAGES, copy_sources
from docs.book.lessons import Lesson, discover

SENTENCE = "The bench adds a sentence.", "성능을 재려고 더한 문장입니다."


class Cost(NamedTuple):
    """What commands took: seconds of CPU and of the clock, bytes of memory."""

    cpu: float
    wall: float
    memory: int


def cpu_of_children() -> float:
    """CPU seconds of the commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(*commands: list[str], folder: Path) -> Cost:
    """Run commands one after the other."""
    cpu, start, peak = cpu_of_children(), time.perf_counter(), 0
    for command in commands:
        process = psutil.Popen(command, cwd=folder)
        while process.poll() is None:
            peak = max(peak, memory_of(process))
            time.sleep(0.1)
        if process.returncode:
            sys.exit(f"{command} failed in {folder}")
    return Cost(cpu_of_children() - cpu, time.perf_counter() - start, peak)


def memory_of(process: psutil.Process) -> int:
    """Memory of a process and all below it."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except (psutil.Error, OSError):  # it has just ended
            continue
    return total


def grow(book: Path, count: int) -> None:
    """Repeat the lessons of a book until there are so many."""
    lessons = discover(book)
    names = "|".join(lesson.name for lesson in lessons)

    def renamed(text: str, group: int) -> str:
        def program(match: re.Match) -> str:
            return f"plot_{int(match[1]) + len(lessons) * group}_{match[2]}_{group}"

        text = re.sub(rf"plot_(\d+)_({names})\b", program, text)
        text = re.sub(rf"\b({names})(?=\.md::)", rf"\1_{group}", text)
        place = (
            rf"((?:lecture_code\.|chapters/|api/)(?:{names}))\b|(``(?:{names}))(?=``)"
        )
        return re.sub(place, lambda match: f"{match[0]}_{group}", text)

    for group in range(1, count // len(lessons)):
        for lesson in lessons:
            for file in files_of(lesson):
                name = renamed(file, group)
                if name == file:  # a module
                    name = f"lecture_code/{lesson.name}_{group}.py"
                text = (book / file).read_text("utf-8")
                (book / name).write_text(renamed(text, group), "utf-8")
    discover.cache_clear()  # there are more now


def files_of(lesson: Lesson) -> list[str]:
    """Files that make a lesson."""
    pages = (lesson.chapter, lesson.program, lesson.api)
    catalogues = [f"docs/locale/ko/LC_MESSAGES/{page}.po" for page in pages]
    module = f"lecture_code/{lesson.name}.py"
    return [module, f"{lesson.program}.py", f"docs/{lesson.chapter}.md", *catalogues]


def plainly(book: Path, language: str) -> list[str]:
    """Command that builds a copy with plain Sphinx."""
    target = book / "build" / "site" / language
    options = ["-n", "-W", "--keep-going", "-q", f"-Dlanguage={language}"]
    return [sys.executable, "-m", "sphinx", *options, str(book / "docs"), str(target)]


def bytes_in(folder: Path) -> int:
    """Size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def add_sentence(book: Path) -> None:
    """Add a sentence to a chapter, and its translation."""
    lesson = discover(book)[0]
    append(book / "docs" / f"{lesson.chapter}.md", f"\n{SENTENCE[0]}\n")
    catalogue = book / "docs" / "locale" / "ko" / "LC_MESSAGES" / f"{lesson.chapter}.po"
    append(catalogue, f'\nmsgid "{SENTENCE[0]}"\nmsgstr "{SENTENCE[1]}"\n')


def change_catalogue(book: Path) -> None:
    """Change a line of a catalogue."""
    folder = book / "docs" / "locale" / "ko" / "LC_MESSAGES"
    catalogue = folder / f"{discover(book)[0].chapter}.po"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text.replace(SENTENCE[1], f"{SENTENCE[1]} 끝입니다."), "utf-8")


def change_module(book: Path) -> None:
    """Change the module of the last lesson."""
    append(book / "lecture_code" / f"{discover(book)[-1].name}.py", "# changed\n")


def bench(count: int, folder: Path) -> None:
    """Print the rows of the table for a number of lessons."""
    ours = folder / "ours"
    copy_sources(ours)
    link_web_parts(ours)
    grow(ours, count)
    plain = []
    for language in LANGUAGES:
        copy = shutil.copytree(ours, folder / language, symlinks=True)
        plain.append(measure(plainly(copy, language), folder=copy))
    naive = Cost(
        sum(cost.cpu for cost in plain),
        sum(cost.wall for cost in plain),
        max(cost.memory for cost in plain),
    )
    size = sum(bytes_in(folder / name / "build" / "site") for name in LANGUAGES)
    print_row(count, "plain Sphinx", naive, naive, size, "")
    build = [sys.executable, "-m", "docs.book.build"]
    for name, change in (
        ("ours", None),
        ("nothing changed", None),
        ("one sentence", add_sentence),
        ("one catalogue line", change_catalogue),
        ("one module", change_module),
    ):
        if change:
            change(ours)
        before = executed(ours)
        cost = measure(build, folder=ours)
        new = sorted(re.sub(r"-\w+\.json", "", e) for e in executed(ours) - before)
        what = ", ".join(new) if len(new) < 5 else f"{len(new)} runs"
        size = bytes_in(ours / "build" / "site")
        print_row(count, name, cost, naive, size, what)


def print_row(
    count: int, name: str, cost: Cost, naive: Cost, size: int, runs: str
) -> None:
    """Print a row of the table."""
    ratios = [f"{mine / other:.2f}" for mine, other in zip(cost, naive, strict=True)]
    cells = [str(count), name, f"{cost.cpu:.1f}", ratios[0], f"{cost.wall:.1f}"]
    cells += [ratios[1], f"{cost.memory / 1e6:.0f}", ratios[2], f"{size / 1e6:.1f}"]
    print("|", " | ".join([*cells, runs]), "|", flush=True)


def bench_builds(counts: Iterable[int]) -> None:
    """Print the table."""
    print(f"{os.cpu_count()} CPUs, Python {sys.version.split()[0]}\n")
    heads = "lessons build CPU_s ratio wall_s ratio memory_MB ratio site_MB executed"
    print("|", heads.replace(" ", " | ").replace("_", " "), "|")
    print("|", " | ".join(["---"] * len(heads.split())), "|")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            bench(count, Path(folder))


def main(*arguments: str) -> None:
    """Measure what the arguments name."""
    if arguments in (("figures",), ("running",)):
        importlib.import_module(f"bench_{arguments[0]}").main()
        return
    wrong = [a for a in arguments if not a.isdecimal() or int(a) < 5 or int(a) % 5]
    if wrong:  # the five lessons are repeated
        sys.exit(f"{' '.join(wrong)}: give multiples of five, or figures, or running.")
    bench_builds(map(int, arguments or ("5", "25")))


if __name__ == "__main__":
    main(*sys.argv[1:])
