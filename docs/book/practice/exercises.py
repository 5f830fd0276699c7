"""Exercises that know the typical mistakes.

An exercise stands in its chapter, whole: statement, hints, typical wrong answers with
what to say to each, and the solution::

    ### One step by hand

    ::::{exercise} one-step
    :kind: number
    The sample is (2, 4), the weight 1, the learning rate 0.01. Where does a step lead?

    :::{hint}
    The gradient is `2 * x * (x * w - y)`.
    :::
    :::{wrong} 1.0 + 0.01 * gradient(2.0, 4.0, w=1.0)
    This step goes uphill: the gradient is subtracted.
    :::
    :::{solution} 1.0 - 0.01 * gradient(2.0, 4.0, w=1.0)
    The gradient is negative, so the weight grows.
    :::
    ::::

- ``number``: the argument of `wrong` and `solution` is an expression in the functions
  of this lesson and those before it; the numbers are computed, never typed.
- ``choice``: the first paragraph of each `wrong` and of the `solution` is an option,
  what follows is the feedback on it. The options appear in the order of the source.
- ``code``: a `starter` holds what the reader begins with, a function with ``...`` where
  the answer goes, and the first code block of each `wrong` and of the `solution` is an
  answer; it is run after the starter, so it needs only what it changes. The option
  ``probes`` lists expressions, a line each (so the options stand in a block between
  ``---``). An answer is right if all of them have the value that the solution gives,
  and a typical mistake if they have the values that a `wrong` gives (see
  check_answer.py).

``{exercise-file}`` says how many are solved and offers the exercises of the chapter as
one file that checks itself (see files.py).
"""

import json

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from docs.book.lessons import lesson_namespace, this_lesson
from docs.book.practice.source import lack_of_code

KINDS = ("choice", "number", "code")


class exercise(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """An exercise; ``data`` is what its check needs."""


class feedback(nodes.General, nodes.Element):  # noqa: N801
    """Feedback on an answer; not shown by itself."""


class answer(nodes.General, nodes.Element):  # noqa: N801
    """A wrong answer or the solution, until its exercise takes it apart."""


class exercise_file(nodes.General, nodes.Element):  # noqa: N801
    """Progress in a chapter, around the link to its file."""


class Answer(SphinxDirective):
    """A typical wrong answer, or the solution."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Hand the parts over to the exercise around it."""
        self.assert_has_content()
        expression = self.arguments[0] if self.arguments else ""
        node = answer(kind=self.name, expression=expression, line=self.lineno)
        node += self.parse_content_to_nodes()
        return [node]


class Starter(SphinxDirective):
    """Code that the reader begins with."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make a code block."""
        code = "\n".join(self.content)
        return [nodes.literal_block(code, code, language="python", classes=["starter"])]


class Hint(SphinxDirective):
    """A hint, folded."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make a folded box."""
        return [folded("hint", _("Hint"), self.parse_content_to_nodes())]


class Exercise(SphinxDirective):
    """An exercise with all that belongs to it."""

    required_arguments = 1
    has_content = True
    option_spec = {
        "kind": lambda text: directives.choice(text, KINDS),
        "probes": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Take the parts out of the content and put them in order."""
        kind = self.options.get("kind")
        parts = self.parse_content_to_nodes()
        answers = [part for part in parts if isinstance(part, answer)]
        if not kind or [a["kind"] for a in answers].count("solution") != 1:
            raise self.error("exercise: give a :kind:, and one solution")
        if len(answers) < 2:
            raise self.error("exercise: give a typical wrong answer")
        starters = [part.astext() for part in parts if is_starter(part)]
        if kind == "code" and not (starters and "probes" in self.options):
            raise self.error("exercise: code needs :probes: and a starter")
        if kind == "code" and "\n    ..." not in starters[0]:
            raise self.error("exercise: begin with a function that holds a line of ...")
        hints = [part for part in parts if "hint" in part.get("classes", ())]
        for number, hint in enumerate(hints, 1):
            if len(hints) > 1:
                title = _("Hint {number} of {all}")
                title = title.format(number=number, all=len(hints))
                hint.replace(hint[0], nodes.title("", title, translatable=False))
        statement = [part for part in parts if part not in [*answers, *hints]]
        node = exercise(ids=[f"exercise-{self.arguments[0]}"])
        data, options, solution = getattr(self, f"read_{kind}")(answers)
        node["data"] = {"name": self.arguments[0], "kind": kind}
        if starters:
            node["data"]["starter"] = starters[0]
        node["data"] |= data
        for code in [data["right"], *data["wrong"]] if kind == "code" else []:
            if what := lack_of_code(f"{starters[0]}\n{code}"):
                words = f"exercise: the page cannot run {what}"
                raise self.error(f"{words}: ask for a number or a choice")
        node += statement
        if options:
            node += nodes.bullet_list("", *options, classes=["options"])
        node += hints
        [right] = [a for a in answers if a["kind"] == "solution"]
        text = solution + ([] if options else right.children)
        node += folded("solution", _("Solution"), [child.deepcopy() for child in text])
        others = answers if options else [a for a in answers if a is not right]
        node += [feedback("", *a.children) for a in others]
        return [node]

    def read_choice(self, answers: list[answer]) -> tuple[dict, list, list]:
        """Options and the place of the right one; all parts have feedback."""
        options = [nodes.list_item("", a.pop(0)) for a in answers]
        right = [a["kind"] for a in answers].index("solution")
        solution = [options[right][0], *answers[right].children]
        return {"right": right}, options, solution

    def read_number(self, answers: list[answer]) -> tuple[dict, list, list]:
        """Compute the right number and the wrong ones."""
        names = lesson_namespace(self.env)
        numbers = {id(a): self.number(a["expression"], names) for a in answers}
        [right] = [a for a in answers if a["kind"] == "solution"]
        shown = f">>> {right['expression']}\n{numbers[id(right)]!r}"
        data = {
            "right": float(numbers[id(right)]),
            "wrong": [float(numbers[id(a)]) for a in answers if a is not right],
        }
        return data, [], [nodes.literal_block(shown, shown, language="pycon")]

    def number(self, expression: str, names: dict[str, object]) -> object:
        """Compute an answer."""
        try:
            float(value := eval(expression, dict(names)))
        except Exception as error:
            raise self.error(f"exercise: {expression}: {error!r}") from error
        return value

    def read_code(self, answers: list[answer]) -> tuple[dict, list, list]:
        """Take the code of the answers; the solution's is shown in its box."""
        codes = {id(a): a.pop(0) for a in answers}
        [right] = [a for a in answers if a["kind"] == "solution"]
        data = {
            "probes": self.options["probes"].splitlines(),
            "right": codes[id(right)].astext(),
            "wrong": [codes[id(a)].astext() for a in answers if a is not right],
        }
        return data, [], [codes[id(right)]]


def is_starter(part: nodes.Node) -> bool:
    """Whether a part of an exercise is the code that the reader begins with."""
    return "starter" in part.get("classes", ())


def folded(kind: str, title: str, children: list[nodes.Node]) -> nodes.admonition:
    """Box that opens when its title is pressed."""
    heading = nodes.title("", title, translatable=False)
    return nodes.admonition(
        "", heading, *children, classes=[kind], collapsible="closed"
    )


class ExerciseFile(SphinxDirective):
    """Progress, and the link to the chapter's exercises as a file."""

    def run(self) -> list[nodes.Node]:
        """Make a paragraph."""
        name = this_lesson(self.env).name
        depth = self.env.docname.count("/")
        uri = f"{'../' * depth}exercises/{name}.py"
        text = _("Download the exercises; the file checks your answers")
        link = nodes.reference("", f"{text} ({name}.py)", refuri=uri, internal=True)
        link["classes"] = ["download"]
        words = _(
            "Answer here in the page, on paper, or in your own editor. Three "
            "significant digits are enough, and a fraction such as 1/3 is fine."
        )
        return [
            exercise_file(
                "",
                nodes.paragraph("", words, translatable=False),
                nodes.paragraph("", "", link, translatable=False),
            )
        ]


def visit_exercise(self, node: exercise) -> None:
    """Open the element that makes the exercise live."""
    data = json.dumps(node["data"], ensure_ascii=False)
    element = self.starttag(node, "book-exercise", "", CLASS="exercise")
    self.body.append(element[:-1] + f' data-exercise="{self.attval(data)}">\n')


def depart_exercise(self, node: exercise) -> None:
    """Close it."""
    self.body.append("</book-exercise>\n")


def visit_feedback(self, node: feedback) -> None:
    """Keep the feedback on an answer where only the exercise's code finds it."""
    self.body.append("<template>")


def depart_feedback(self, node: feedback) -> None:
    """Close it."""
    self.body.append("</template>\n")


def visit_file(self, node: exercise_file) -> None:
    """Open the element that shows the progress."""
    self.body.append("<book-progress>")


def depart_file(self, node: exercise_file) -> None:
    """Close it."""
    self.body.append("</book-progress>\n")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(exercise, html=(visit_exercise, depart_exercise))
    app.add_node(feedback, html=(visit_feedback, depart_feedback))
    app.add_node(exercise_file, html=(visit_file, depart_file))
    for name, directive in {
        "exercise": Exercise,
        "wrong": Answer,
        "solution": Answer,
        "hint": Hint,
        "starter": Starter,
        "exercise-file": ExerciseFile,
    }.items():
        app.add_directive(name, directive, override=name == "hint")
