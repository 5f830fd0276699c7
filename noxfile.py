# /// script
# dependencies = ["nox==2026.10.20"]
# ///
"""The commands of the book; `nox --list` shows them."""

import hashlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import nox

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "docs"))
import build  # noqa: E402  (docs/build.py)

nox.options.sessions = ["docs", "tests"]
nox.options.reuse_venv = "yes"  # a second run needs no set-up


def once(done: Path, *files: str, do: Callable[[], object]) -> None:
    """Do something unless it was done already for the present content of some files."""
    content = b"".join(Path(file).read_bytes() for file in files)
    digest = hashlib.sha256(content).hexdigest()
    if not done.exists() or done.read_text() != digest:
        done.unlink(missing_ok=True)
        do()
        done.write_text(digest)


def install(session: nox.Session, group: str) -> None:
    """Install a group of pyproject.toml at the versions of constraints.txt."""
    pyproject = nox.project.load_toml("pyproject.toml")
    packages = nox.project.dependency_groups(pyproject, group)
    once(
        Path(session.virtualenv.location, "installed"),
        "constraints.txt",
        "pyproject.toml",
        do=lambda: session.install("-q", "--constraint=constraints.txt", *packages),
    )


def install_from_npm(session: nox.Session, folder: str, *options: str) -> None:
    """Install what a folder's package-lock.json names, checked by its hashes."""
    command = ("npm", "ci", "--silent", f"--prefix={folder}", *options)
    once(
        ROOT / folder / "node_modules" / "installed",
        f"{folder}/package-lock.json",
        do=lambda: session.run(*command),
    )


def install_with_web_parts(session: nox.Session, group: str) -> None:
    """Install a group, and with its npm the web parts of the pages."""
    install(session, group)
    install_from_npm(session, "docs")


@nox.session
def docs(session: nox.Session) -> None:
    """Build build/site in both languages, if it is not what the sources give."""
    if not build.is_current(Path(session.virtualenv.location)):
        install_with_web_parts(session, "docs")
        session.run("python", "docs/build.py")
    session.log(
        "The site is in build/site. Open build/site/index.html in a browser, or"
    )
    session.log("python -m http.server --bind 127.0.0.1 --directory build/site")


@nox.session(requires=["docs"])
def tests(session: nox.Session) -> None:
    """Run doctests and tests, on the code and on the site that was just built."""
    install(session, "tests")
    # The HTML checker; its script would fetch a Java where none is.
    install_from_npm(session, "tests", "--ignore-scripts")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def exercises(session: nox.Session) -> None:
    """Copy the exercise files; check yours with nox -s exercises -- FILE ..."""
    if session.posargs:
        install(session, "lecture")
        for file in session.posargs:
            session.run("python", file, success_codes=[0, 1])  # 1: not all right yet
        return
    for source in build.SITE.glob("*/exercises/*.py"):
        mine = ROOT / "exercises" / source.parts[-3] / source.name
        if not mine.exists():  # never write over answers
            mine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, mine)
    session.log("They are in exercises/ (if not: nox -s docs first). Fill one in, then")
    session.log("nox -s exercises -- exercises/en/linear_model.py")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format and docstrings."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("numpydoc", "lint", *map(str, Path("lecture_code").glob("[!_]*.py")))
    workflows = map(str, Path(".github/workflows").glob("*.yml"))
    schema = "--builtin-schema=vendor.github-workflows"
    session.run("check-jsonschema", schema, *workflows)


@nox.session
def preview(session: nox.Session) -> None:
    """Show a language in the browser and follow your edits: nox -s preview -- ko."""
    install_with_web_parts(session, "preview")
    session.run("python", "docs/build.py", "preview", *session.posargs)


@nox.session
def i18n(session: nox.Session) -> None:
    """Carry changes of the English text into the catalogues; say what is left."""
    install_with_web_parts(session, "i18n")
    session.run("python", "docs/build.py", "gettext", "en")
    templates = "build/gettext/en"
    # The interface: what _("...") marks; pyproject.toml says how to read the files.
    words = ("--no-location", f"--output-file={templates}/sphinx.pot")
    folders = ("docs/_ext", "docs/_templates")
    session.run(
        "pybabel", "-q", "extract", "--mapping=pyproject.toml", *words, *folders
    )
    session.run("sphinx-intl", "update", f"-p{templates}", "-ddocs/locale", "-lko")
    session.run("python", "docs/build.py", "dummy", "ko")  # complains of what is left


@nox.session
def bench(session: nox.Session) -> None:
    """Compare the build with plain Sphinx, at some numbers of lessons: -- 5 25 100."""
    install_with_web_parts(session, "tests")
    session.run("python", "tests/bench.py", *session.posargs)


@nox.session(requires=["docs"])
def takeaway(session: nox.Session) -> None:
    """Make the zip, the e-books, the PDFs and the site that offers them."""
    install(session, "takeaway")
    session.run("python", "docs/build.py", "epub")
    session.run("python", "docs/takeaway.py")


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Follow the links that lead out of the book. It needs the network."""
    install_with_web_parts(session, "docs")
    session.run("python", "docs/build.py", "linkcheck")


@nox.session
def audit(session: nox.Session) -> None:
    """Ask PyPI and npm whether the pinned versions have known weaknesses."""
    install(session, "audit")
    session.run("python", "docs/audit.py")


if __name__ == "__main__":
    nox.main()
