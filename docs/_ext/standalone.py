"""Make the programs of the gallery complete: put the code where it is imported.

A reader who downloads a program has no ``lecture_code``. So what sphinx-gallery runs,
shows and offers is the script with every ``from lecture_code.<lesson> import ...``
replaced by the definitions it names and whatever those need. Docstrings are cut to
their first line; the API pages hold the rest.

``{lesson-code}`` shows one such definition in a chapter.
"""

import ast
import sys
from functools import cache
from pathlib import Path

from docutils import nodes
from lessons import discover, write
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
PACKAGE = "lecture_code"


class Module:
    """Top level of a module of lecture_code: what it defines and what it imports."""

    def __init__(self, name: str):
        self.path = path = ROOT / (name.replace(".", "/") + ".py")
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.definitions: dict[str, ast.stmt] = {}
        self.imports: dict[str, ast.stmt] = {}
        for statement in ast.parse("\n".join(self.lines)).body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                for alias in statement.names:
                    self.imports[alias.asname or alias.name] = statement
            elif isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                self.definitions[statement.name] = statement
            elif isinstance(statement, ast.Assign):
                self.definitions[ast.unparse(statement.targets[0])] = statement
            elif not isinstance(statement, ast.Expr):  # the docstring
                what = ast.unparse(statement).splitlines()[0]
                raise ExtensionError(f"{path}: a program cannot take over: {what}")

    def blank_lines_above(self, name: str) -> int:
        """How many empty lines stand above a definition."""
        above = self.lines[: first_line(self.definitions[name]) - 1]
        return next(i for i, line in enumerate(reversed(above)) if line)

    def source(self, name: str) -> list[str]:
        """Lines of a definition with its docstrings cut to their first line."""
        statement = self.definitions[name]
        dropped = set()
        for node in ast.walk(statement):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(
                node
            ):
                text = node.body[0]
                dropped.update(range(text.lineno + 1, text.end_lineno + 1))
        lines = []
        for number in range(first_line(statement), statement.end_lineno + 1):
            line = self.lines[number - 1]
            if number + 1 in dropped and number not in dropped:
                line += '"""'
            if number not in dropped:
                lines.append(line)
        return lines


def first_line(statement: ast.stmt) -> int:
    """Line on which a definition begins, its decorators included."""
    decorators = getattr(statement, "decorator_list", [])
    return min(part.lineno for part in [statement, *decorators])


@cache
def read_module(name: str) -> Module:
    """Read a module of lecture_code, once."""
    return Module(name)


class Program:
    """What a script needs of lecture_code: definitions by their module, and imports."""

    def __init__(self):
        self.home: dict[str, str] = {}
        self.imports: set[str] = set()

    def add(self, module_name: str, name: str) -> None:
        """Add a definition and whatever it needs."""
        module = read_module(module_name)
        if name in module.imports:
            statement = module.imports[name]
            if is_ours(statement):
                self.add(statement.module, name)
            else:
                self.imports.add(ast.unparse(statement))
            return
        if name not in module.definitions:
            raise ExtensionError(f"{module_name} defines no {name}")
        if name in self.home:
            if self.home[name] != module_name:
                raise ExtensionError(
                    f"{name} is defined in {self.home[name]} and in {module_name}: "
                    "a program can hold only one of them; rename one."
                )
            return
        self.home[name] = module_name
        for node in ast.walk(module.definitions[name]):
            needed = node.id if isinstance(node, ast.Name) else None
            if needed in module.definitions or needed in module.imports:
                self.add(module_name, needed)

    def lines(self) -> list[str]:
        """Imports, then the definitions: lesson by lesson, the shared checks last."""
        numbers = {f"{PACKAGE}.{lesson.name}": lesson.number for lesson in discover()}
        modules = sorted(
            set(self.home.values()),
            key=lambda name: numbers.get(name, len(numbers) + 1),
        )
        lines = sorted_imports(self.imports)
        for module_name in modules:
            module = read_module(module_name)
            block = []
            for name in module.definitions:
                if self.home.get(name) == module_name:
                    block += [""] * module.blank_lines_above(name) + module.source(name)
            while not block[0]:
                del block[0]
            starts_with_assignment = not block[0].startswith(("def ", "class "))
            only_imports_above = module_name == modules[0]
            blank = 1 if only_imports_above and starts_with_assignment else 2
            lines += [""] * (blank if lines else 0) + block
        return lines


def is_ours(statement: ast.stmt) -> bool:
    """Whether a statement imports from lecture_code."""
    module = statement.module if isinstance(statement, ast.ImportFrom) else None
    return (module or "").split(".")[0] == PACKAGE


def sorted_imports(imports: set[str]) -> list[str]:
    """Put import lines in order: the standard library, an empty line, the others."""
    standard, others = [], []
    for line in sorted(imports, key=lambda line: (line.startswith("from"), line)):
        is_standard = line.split()[1] in sys.stdlib_module_names
        (standard if is_standard else others).append(line)
    return standard + ([""] if standard and others else []) + others


def complete(script: str) -> str:
    """Replace a script's imports from lecture_code by the code they name."""
    statements = ast.parse(script).body
    ours = [statement for statement in statements if is_ours(statement)]
    if not ours:
        return script
    program = Program()
    for statement in ours:
        for alias in statement.names:
            program.add(statement.module, alias.name)
    dropped = set()
    for statement in statements:
        if statement in ours or ast.unparse(statement) in program.imports:
            dropped.update(range(statement.lineno, statement.end_lineno + 1))
    lines: list[str] = []
    for number, line in enumerate(script.splitlines(), start=1):
        if number == ours[0].lineno:
            lines += [*program.lines(), "", ""]
        elif number not in dropped and (line or lines[-1] or number - 1 not in dropped):
            lines.append(line)
    return "\n".join(lines) + "\n"


def write_programs(app: Sphinx) -> None:
    """Write the completed scripts where sphinx-gallery looks for examples."""
    folder = Path(app.srcdir, app.config.sphinx_gallery_conf["examples_dirs"])
    for source in (ROOT / "gallery").iterdir():
        text = source.read_text(encoding="utf-8")
        target = folder / source.name
        write(target, complete(text) if source.suffix == ".py" else text)


class LessonCode(SphinxDirective):
    """Show a definition of the chapter's module as the programs hold it."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Make a code block; several names give one block."""
        module = read_module(f"{PACKAGE}.{Path(self.env.docname).name}")
        self.env.note_dependency(str(module.path))
        names = self.arguments[0].split()
        missing = [name for name in names if name not in module.definitions]
        if missing:
            raise self.error(f"lesson-code: the module defines no {', '.join(missing)}")
        code = "\n\n\n".join("\n".join(module.source(name)) for name in names)
        return [nodes.literal_block(code, code, language="python")]


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx, ahead of sphinx-gallery."""
    app.connect("builder-inited", write_programs, priority=100)
    app.add_directive("lesson-code", LessonCode)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
