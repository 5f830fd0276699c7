"""Interactive figures: custom elements with a static picture for everyone else.

``{interactive} descent-stepper`` places the element ``<descent-stepper>``; its code is
``_static/figures/descent-stepper.js``. The directive's text is what stands there
without JavaScript and in print; its last list holds the words of the figure::

    - `learning_rate` Learning rate
    - `diverges` The run diverges at epoch {epoch}.

They are ordinary text, so they are translated in the catalogue of the page, and
JavaScript has no words of its own. The option ``:graphs:`` gives the figure graphs as
JSON, a line for each: ``key | inputs | program`` (see graph.py).
"""

import json

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from docs.book.practice.graph import build, read_inputs, structure


class interactive(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """An interactive figure around its static content."""


class figure_words(nodes.General, nodes.Element):  # noqa: N801
    """Words of a figure, not shown by themselves."""


class Interactive(SphinxDirective):
    """Place a figure."""

    required_arguments = 1
    has_content = True
    option_spec = {"graphs": str}

    def run(self) -> list[nodes.Node]:
        """Read the fallback and the words."""
        try:
            graphs = dict(map(read_graph, self.options.get("graphs", "").splitlines()))
        except Exception as error:
            raise self.error(f"interactive: in :graphs: {error!r}") from error
        figure = interactive(element=self.arguments[0], graphs=graphs)
        figure += self.parse_content_to_nodes()
        words = figure.children[-1] if figure.children else None
        if not isinstance(words, nodes.bullet_list):
            raise self.error("interactive: end with a list of the figure's words")
        figure.remove(words)
        figure += figure_words("", *words.children)
        return [figure]


def read_graph(line: str) -> tuple[str, list[dict]]:
    """Run the program of a graph through the lesson's engine."""
    key, inputs, program = (part.strip() for part in line.split("|"))
    return key, structure(build(program, read_inputs(inputs)))


def visit_interactive(self, node: interactive) -> None:
    """Open the element; its content is the fallback."""
    data = {"data-graphs": json.dumps(node["graphs"])} if node["graphs"] else {}
    self.body.append(self.starttag(node, node["element"], CLASS="interactive", **data))
    self.body.append('<div class="fallback">')


def depart_interactive(self, node: interactive) -> None:
    """Close the element."""
    self.body.append(f"</{node['element']}>\n")


def visit_words(self, node: figure_words) -> None:
    """Write the words where only the figure's code finds them."""
    self.body.append("</div><template>")
    for item in node.children:
        [paragraph] = item.children
        key = paragraph.children[0].astext()
        text = "".join(child.astext() for child in paragraph.children[1:]).strip()
        self.body.append(f'<i data-word="{key}">{self.encode(text)}</i>')
    self.body.append("</template>")
    raise nodes.SkipNode


class LinkToFigures(SphinxTransform):
    """Let links such as ``#descent-stepper?w=0.5`` lead to a state of a figure.

    MyST would look for a heading of that name: this comes before its transform (879).
    """

    default_priority = 870

    def apply(self) -> None:
        """Leave links to the figures of the page as they are."""
        figures = {f"#{node['element']}" for node in self.document.findall(interactive)}
        for link in self.document.findall(nodes.reference):
            if link.get("refuri", "").partition("?")[0] in figures:
                link.attributes.pop("id_link", None)


def add_scripts(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Load code and style of the figures on the pages that have them."""
    names = (
        {node["element"] for node in doctree.findall(interactive)} if doctree else ()
    )
    if names:
        app.add_js_file("book.js", loading_method="defer")  # what the others build on
        for name in ("figure", *sorted(names)):
            app.add_js_file(f"figures/{name}.js", loading_method="defer")
            app.add_css_file(f"figures/{name}.css")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(interactive, html=(visit_interactive, depart_interactive))
    app.add_node(figure_words, html=(visit_words, None))
    app.add_directive("interactive", Interactive)
    app.add_transform(LinkToFigures)
