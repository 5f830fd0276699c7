# /// script
# dependencies = ["nox==2026.10.20"]
# ///
"""The commands of the book; `nox --list` shows them."""

import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "docs"))
import build  # noqa: E402  (docs/build.py)

nox.options.sessions = ["docs", "tests"]
nox.options.reuse_venv = "yes"  # a second run needs no set-up


def set_up(session: nox.Session, group: str, *web_parts: str) -> None:
    """Install a group of pyproject.toml, and folders' web parts, as they are pinned."""
    packages = nox.project.dependency_groups(nox.project.load_toml(), group)
    session.install("-q", "--constraint=constraints.txt", *packages)
    for folder in web_parts:
        pins = Path(folder, "package-lock.json").read_bytes()
        done = Path(folder, "node_modules", "installed")  # npm ci removes it first
        if not done.exists() or done.read_bytes() != pins:
            # Its packages' own scripts (one fetches a Java) are not needed.
            options = ("--silent", "--ignore-scripts", f"--prefix={folder}")
            session.run("npm", "ci", *options)
            done.write_bytes(pins)


@nox.session
def docs(session: nox.Session) -> None:
    """Build build/site in both languages, if it is not what the sources give."""
    if not build.is_current(Path(session.virtualenv.location)):
        set_up(session, "docs", "docs")
        session.run("python", "docs/build.py")
    session.log("The site is in build/site: open build/site/index.html, or")
    session.log("python -m http.server --bind 127.0.0.1 --directory build/site")


@nox.session(requires=["docs"])
def tests(session: nox.Session) -> None:
    """Run doctests and tests, on the code and on the site that was just built."""
    set_up(session, "tests", "docs", "tests")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(requires=["docs"])
def exercises(session: nox.Session) -> None:
    """Copy the exercise files into exercises/; check yours with -- FILE ..."""
    for source in build.SITE.glob("*/exercises/*.py"):
        mine = ROOT / "exercises" / source.parts[-3] / source.name
        mine.parent.mkdir(parents=True, exist_ok=True)
        if not mine.exists():  # never write over answers
            shutil.copy(source, mine)
    session.log("They are in exercises/. Fill one in, then")
    session.log("nox -s exercises -- exercises/en/linear_model.py")
    if session.posargs:
        set_up(session, "lecture")
    for file in session.posargs:
        session.run("python", file, success_codes=[0, 1])  # 1: not all right yet


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, docstrings and workflows."""
    set_up(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("numpydoc", "lint", *map(str, Path("lecture_code").glob("[!_]*.py")))
    check = ("check-jsonschema", "--builtin-schema=vendor.github-workflows")
    session.run(*check, *map(str, Path(".github/workflows").glob("*.yml")))


@nox.session
def preview(session: nox.Session) -> None:
    """Show a language in the browser and follow your edits: -- ko."""
    set_up(session, "preview", "docs")
    session.run("python", "docs/build.py", "preview", *session.posargs)


@nox.session
def i18n(session: nox.Session) -> None:
    """Carry changes of the English text into the catalogues; say what is left."""
    set_up(session, "i18n", "docs")
    session.run("python", "docs/build.py", "gettext", "en")
    words = ("--no-location", "--output-file=build/gettext/en/sphinx.pot")
    marked = ("--mapping=pyproject.toml", "docs/_ext", "docs/_templates")  # as _("...")
    session.run("pybabel", "-q", "extract", *words, *marked)
    session.run("sphinx-intl", "update", "-pbuild/gettext/en", "-ddocs/locale", "-lko")
    session.run("python", "docs/build.py", "dummy", "ko")  # complains of what is left


@nox.session
def bench(session: nox.Session) -> None:
    """Compare the build with plain Sphinx, at some numbers of lessons: -- 5 25 100."""
    set_up(session, "tests", "docs")
    session.run("python", "tests/bench.py", *session.posargs)


@nox.session(requires=["docs"])
def takeaway(session: nox.Session) -> None:
    """Make the zip, the e-books, the PDFs and the site that offers them."""
    set_up(session, "takeaway", "docs")
    session.run("python", "docs/build.py", "epub")
    session.run("python", "docs/takeaway.py")


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Follow the links that lead out of the book. It needs the network."""
    set_up(session, "docs", "docs")
    session.run("python", "docs/build.py", "linkcheck")


@nox.session
def audit(session: nox.Session) -> None:
    """Ask PyPI and npm whether the pinned versions have known weaknesses."""
    set_up(session, "audit")
    session.run("python", "docs/audit.py")


if __name__ == "__main__":
    nox.main()
