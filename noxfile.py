# /// script
# dependencies = ["nox==2026.10.20"]
# ///
"""The commands of the book; `nox --list` shows them."""

import os
import shutil
from pathlib import Path

import nox

ROOT = Path(__file__).parent
SITE = ROOT / "build" / "site"
# One environment for all that builds or reads the site; `environment` makes it.
BIN = ROOT / ".nox" / "environment" / ("Scripts" if os.name == "nt" else "bin")
PINS = ("pyproject.toml", "constraints.txt", "docs/package-lock.json")
PINS += ("tests/package-lock.json",)

nox.options.sessions = ["docs", "tests"]
nox.options.reuse_venv = "yes"  # a second run needs no set-up


def install(session: nox.Session, group: str) -> None:
    """Install a group of pyproject.toml at the versions of constraints.txt."""
    packages = nox.project.dependency_groups(nox.project.load_toml(), group)
    session.install("-q", "--constraint=constraints.txt", *packages)


def python(session: nox.Session, *command: str, **options) -> None:
    """Run Python in the one environment."""
    session.run(str(BIN / "python"), *command, external=True, **options)


@nox.session(default=False)
def environment(session: nox.Session) -> None:
    """Install what the other sessions run with, if it is not what is pinned."""
    pins = "".join(Path(name).read_text("utf-8") for name in PINS)
    installed = Path(session.virtualenv.location, "installed")
    web_parts = [Path(folder, "node_modules") for folder in ("docs", "tests")]
    is_there = all(path.exists() for path in [installed, *web_parts])
    if is_there and installed.read_text("utf-8") == pins:
        return
    install(session, "book")
    for folder in web_parts:
        # Its packages' own scripts (one fetches a Java) are not needed.
        options = ("--silent", "--ignore-scripts", f"--prefix={folder.parent}")
        session.run("npm", "ci", *options)
    installed.write_text(pins, "utf-8")


@nox.session(requires=["environment"], venv_backend="none")
def docs(session: nox.Session) -> None:
    """Build build/site in both languages, if it is not what the sources give."""
    python(session, "-m", "docs.book.build")
    session.log("The site is in build/site: open build/site/index.html, or")
    session.log("python -m http.server --bind 127.0.0.1 --directory build/site")


@nox.session(requires=["docs"], venv_backend="none")
def tests(session: nox.Session) -> None:
    """Run doctests and the quick tests of code and site: -- FILE ... for some."""
    python(session, "-m", "pytest", *session.posargs)


@nox.session(requires=["docs"], venv_backend="none")
def thorough(session: nox.Session) -> None:
    """Run what needs many builds, or many pages in a browser: -- FILE ..."""
    python(session, "-m", "pytest", *session.posargs or ["tests/thorough"])


@nox.session(requires=["docs"], venv_backend="none")
def exercises(session: nox.Session) -> None:
    """Copy the exercise files into exercises/; check yours with -- FILE ..."""
    for source in SITE.glob("*/exercises/*.py"):
        mine = ROOT / "exercises" / source.parts[-3] / source.name
        mine.parent.mkdir(parents=True, exist_ok=True)
        if not mine.exists():  # never write over answers
            shutil.copy(source, mine)
    session.log("They are in exercises/. Fill one in, then")
    session.log("nox -s exercises -- exercises/en/linear_model.py")
    for file in session.posargs:
        python(session, file, success_codes=[0, 1])  # 1: not all right yet


@nox.session(requires=["environment"])
def lint(session: nox.Session) -> None:
    """Check style, format, docstrings, scripts, style sheets and workflows."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("numpydoc", "lint", *map(str, Path("lecture_code").glob("[!_]*.py")))
    biome = "tests/node_modules/@biomejs/biome/bin/biome"
    check = ("check", "--error-on-warnings", "docs")
    session.run(str(BIN / "node"), biome, *check, external=True)
    check = ("check-jsonschema", "--builtin-schema=vendor.github-workflows")
    session.run(*check, *map(str, Path(".github/workflows").glob("*.yml")))


@nox.session(requires=["environment"], venv_backend="none")
def preview(session: nox.Session) -> None:
    """Show a language in the browser and follow your edits: -- ko --port 8000."""
    python(session, "-m", "docs.book.build", "preview", *session.posargs)


@nox.session(requires=["environment"], venv_backend="none")
def i18n(session: nox.Session) -> None:
    """Carry changes of the English text into the catalogues; say what is left."""
    python(session, "-m", "docs.book.build", "gettext", "en")
    python(session, "-m", "docs.book.korean.update")


@nox.session(requires=["environment"], venv_backend="none")
def log(session: nox.Session) -> None:
    """Write what programs print to tests/expected: -- LESSON ... for some."""
    found = sorted(Path("gallery").glob("plot_*.py"))
    programs = {program.stem.split("_", 2)[2]: program for program in found}
    for lesson in session.posargs or programs:
        if lesson not in programs:
            session.error(f"{lesson} is no lesson: give {', '.join(programs)}.")
        with Path("tests", "expected", f"{lesson}.log").open("w") as file:
            options = {"env": {"MPLBACKEND": "agg"}, "stdout": file}
            python(session, "-Wignore", str(programs[lesson]), **options)


@nox.session(requires=["environment"], venv_backend="none")
def bench(session: nox.Session) -> None:
    """Compare the build with plain Sphinx: -- 5 25; or time -- figures, -- running."""
    python(session, "tests/bench.py", *session.posargs, env={"PYTHONPATH": str(ROOT)})


@nox.session(requires=["docs"], venv_backend="none")
def takeaway(session: nox.Session) -> None:
    """Make the zip, the e-books, the PDFs and the site that offers them."""
    python(session, "-m", "docs.book.build", "epub")
    python(session, "-m", "docs.book.takeaway.publish")


@nox.session(requires=["environment"], venv_backend="none")
def linkcheck(session: nox.Session) -> None:
    """Follow the links that lead out of the book. It needs the network."""
    python(session, "-m", "docs.book.build", "linkcheck")


@nox.session
def audit(session: nox.Session) -> None:
    """Ask PyPI and npm whether the pinned versions have known weaknesses."""
    install(session, "audit")
    session.run("pip-audit", "--strict", "--no-deps", "--requirement=constraints.txt")
    for folder in ("docs", "tests"):
        session.run("npm", "audit", f"--prefix={folder}")


if __name__ == "__main__":
    nox.main()
