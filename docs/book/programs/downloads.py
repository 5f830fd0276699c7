"""Write the files that the programs' pages offer, in the language of the page.

Sphinx-gallery makes a script and a notebook of each program, in English only. Here the
same program is written with the text blocks taken from the catalogue of its page, so
nothing is translated twice. Code is the same in both languages.
"""

import io
import json
import zipfile
from pathlib import Path

from docutils import nodes
from docutils.utils import column_width
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx_gallery.notebook import jupyter_notebook
from sphinx_gallery.py_source_parser import Block, split_code_and_text_blocks

from docs.book.archives import member
from docs.book.korean.catalogues import in_script, translations
from docs.book.lessons import discover, write

logger = logging.getLogger(__name__)

WIDTH = 88


def write_files(app: Sphinx) -> None:
    """Write a script, a notebook and a zip for each program, and a zip of all."""
    language = app.config.language
    folder = Path(app.srcdir, "gallery", language)
    programs = Path(app.srcdir, app.config.sphinx_gallery_conf["examples_dirs"])
    everything = []
    for lesson in discover():
        messages = translations(app, lesson.program)
        script = folder / f"{Path(lesson.program).name}.py"
        _conf, blocks = split_code_and_text_blocks(programs / script.name)
        blocks = [
            Block(
                kind,
                translate(text, messages, script) if kind == "text" else text,
                line,
            )
            for kind, text, line in blocks
        ]
        write(script, as_script(blocks))
        notebook = script.with_suffix(".ipynb")
        cells = jupyter_notebook(blocks, app.config.sphinx_gallery_conf, folder)
        write(notebook, json.dumps(cells, indent=2))
        pack(script.with_suffix(".zip"), [script, notebook])
        everything += [script, notebook]
    pack(folder / "programs.zip", everything)


def translate(text: str, messages: dict[str, str] | None, script: Path) -> str:
    """Translate a text block paragraph by paragraph; without messages leave it."""
    if messages is None:
        return text
    paragraphs = []
    for paragraph in text.strip("\n").split("\n\n"):
        lines = paragraph.split("\n")
        done = []
        if len(lines) > 1 and set(lines[1]) in ({"="}, {"-"}):
            title = lookup(lines[0], messages, script)
            done = [title, lines[1][0] * column_width(title)]
            lines = lines[2:]
        if lines:
            done.append(wrap(lookup(" ".join(lines), messages, script)))
        paragraphs.append("\n".join(done))
    return "\n\n".join(paragraphs)


def lookup(message: str, messages: dict[str, str], script: Path) -> str:
    """Find a translation; a script is prose for people, so no markup escapes in it."""
    if message not in messages:
        here = in_script(script.parents[3], script.stem, message)
        words = (
            "%s.po lacks it, run nox -s i18n: %r"  # as the check of the page says it
        )
        logger.warning(words, script.stem, message, location=here)
    return (messages.get(message) or message).replace("\\ ", "")


def wrap(text: str) -> str:
    """Break lines by the width of their letters; a Hangul letter takes two columns."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if column_width(longer) > WIDTH - len("# "):
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def as_script(blocks: list[Block]) -> str:
    """Put text and code together as a Python file."""
    parts = [f'"""\n{blocks[0].content.strip()}\n"""\n\n']
    for kind, text, _line in blocks[1:]:
        if kind == "text":
            comment = "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
            parts.append(f"# %%\n{comment}")
        else:
            parts.append(text)
    return "".join(parts).rstrip("\n") + "\n"


def pack(target: Path, files: list[Path]) -> None:
    """Zip some files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(member(file.name), file.read_bytes())
    write(target, content.getvalue())


class AllPrograms(SphinxDirective):
    """Link to the zip that holds every program."""

    def run(self) -> list[nodes.Node]:
        """Make a paragraph with the link."""
        target = f"/gallery/{self.config.language}/programs.zip"
        reference = addnodes.download_reference(
            "",
            _("Download all programs, zipped"),
            refdoc=self.env.docname,
            reftarget=target,
        )
        return [nodes.paragraph("", "", reference, translatable=False)]


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("all-programs", AllPrograms)
