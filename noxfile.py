# /// script
# dependencies = ["nox==2026.10.20"]
# ///
"""The commands of the book; `nox --list` shows them."""

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["docs", "tests"]
nox.options.reuse_venv = "yes"  # a second run needs no set-up

ROOT = Path(__file__).parent
SITE = ROOT / "build" / "site"
LANGUAGES = ("en", "ko")
GENERATED = ("docs/gallery", "docs/reference/api", "build/programs", "build/chapters")


def install(session: nox.Session, group: str) -> None:
    """Install a group of pyproject.toml at the versions of constraints.txt."""
    pyproject = nox.project.load_toml("pyproject.toml")
    packages = nox.project.dependency_groups(pyproject, group)
    session.install("--quiet", "--constraint=constraints.txt", *packages)


def start_fresh(session: nox.Session) -> None:
    """Remove what earlier builds generated, fetch the web parts of the pages."""
    for folder in GENERATED:
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    # ci: exactly the versions in package-lock.json, checked by their hashes.
    session.run("npm", "ci", "--silent", "--prefix=docs")


def build(session: nox.Session, builder: str, language: str, target: Path) -> None:
    """Run sphinx-build on docs/."""
    session.run(
        "sphinx-build",
        "--nitpicky",  # a reference that leads nowhere is a warning ...
        "--fail-on-warning",  # ... and a warning is an error,
        "--keep-going",  # but show all of them first
        "--quiet",  # warnings only
        "--fresh-env",  # read every page anew
        f"--builder={builder}",
        f"--define=language={language}",
        f"--doctree-dir=build/doctrees/{builder}-{language}",
        "docs",
        str(target),
    )


@nox.session
def docs(session: nox.Session) -> None:
    """Build build/site in both languages; every program and cell runs once."""
    install(session, "docs")
    start_fresh(session)
    new = SITE.with_name("new")
    shutil.rmtree(new, ignore_errors=True)
    for language in LANGUAGES:  # the second one finds plots, logs and outputs ready
        build(session, "html", language, new / language)
    shutil.copy(ROOT / "docs" / "choose_language.html", new / "index.html")
    shutil.rmtree(SITE, ignore_errors=True)  # the old site goes once the new is whole
    new.rename(SITE)
    session.log(
        "The site is in build/site. Open build/site/index.html in a browser, or"
    )
    session.log("python -m http.server --bind 127.0.0.1 --directory build/site")


@nox.session(requires=["docs"])
def tests(session: nox.Session) -> None:
    """Run doctests and tests, on the code and on the site that was just built."""
    install(session, "tests")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def exercises(session: nox.Session) -> None:
    """Copy the exercise files; check yours with nox -s exercises -- FILE ..."""
    if session.posargs:
        install(session, "lecture")
        for file in session.posargs:
            session.run("python", file, success_codes=[0, 1])  # 1: not all right yet
        return
    for source in SITE.glob("*/exercises/*.py"):
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


@nox.session
def preview(session: nox.Session) -> None:
    """Show a language in the browser and follow your edits: nox -s preview -- ko."""
    install(session, "preview")
    start_fresh(session)
    language = (session.posargs or ["en"])[0]
    session.run(
        "sphinx-autobuild",
        "--open-browser",
        "--watch=gallery",  # these two lie outside docs/
        "--watch=lecture_code",
        "--re-ignore=docs/(gallery|reference/api)/|\\.mo$",  # written by builds
        f"--define=language={language}",
        "docs",
        f"build/preview/{language}",
    )


@nox.session
def i18n(session: nox.Session) -> None:
    """Carry changes of the English text into the catalogues; say what is left."""
    install(session, "i18n")
    start_fresh(session)
    templates = ROOT / "build" / "gettext"
    build(session, "gettext", "en", templates)
    # The interface: what _("...") marks; pyproject.toml says how to read the files.
    words = ("--no-location", f"--output-file={templates}/sphinx.pot")
    folders = ("docs/_ext", "docs/_templates")
    session.run(
        "pybabel", "-q", "extract", "--mapping=pyproject.toml", *words, *folders
    )
    session.run("sphinx-intl", "update", f"-p{templates}", "-ddocs/locale", "-lko")
    build(session, "dummy", "ko", ROOT / "build" / "dummy")  # complains of what is left


if __name__ == "__main__":
    nox.main()
