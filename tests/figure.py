"""The interactive figures, opened and read."""

from browser import WIDE, open_page
from pages import SITE
from playwright.sync_api import Locator, Page

from lecture_code.back_propagation import Value, walk

# Each figure and the chapter that it stands in; test_figures asks that none is missing.
FIGURES = {
    "mse-explorer": "linear_model",
    "descent-stepper": "gradient_descent",
    "weights-map": "two_weights",
    "graph-stepper": "back_propagation",
}


class FigureOnPage:
    """A figure on a page that is open from a folder."""

    def __init__(self, page: Page, name: str):
        self.page = page
        self.name = name
        self.element = page.locator(name)

    def open(self, query: str = "", language: str = "en", width: int = WIDE):
        """Open the chapter anew, with the figure in a state or as it begins."""
        chapter = SITE / language / "chapters" / f"{FIGURES[self.name]}.html"
        fragment = f"#{self.name}?{query}" if query else ""
        open_page(self.page, f"{chapter.as_uri()}{fragment}", width)
        return self

    def find(self, selector: str):
        """Parts of the figure."""
        return self.element.locator(selector)

    def press(self, button: str) -> None:
        """Press a button by its English name."""
        self.element.get_by_role("button", name=button, exact=True).click()

    @property
    def status(self) -> str:
        """What the figure says of its state."""
        return self.find("[role=status]").inner_text().replace("\xa0", " ")

    @property
    def state(self) -> dict:
        """The figure's state."""
        return self.element.evaluate("figure => ({...figure.state})")

    @property
    def rows(self) -> list[list[str]]:
        """Texts of the table, which is filled while it is open."""
        return self.element.evaluate(
            """figure => {
                figure.querySelector("details").open = true;
                figure.draw();
                return [...figure.querySelector("tbody").rows].map((row) =>
                    [...row.cells].map((cell) => cell.textContent));
            }"""
        )

    @property
    def readouts(self) -> list[str]:
        """Numbers beside the picture."""
        return self.find(".readouts dd").all_text_contents()

    def drag(
        self, part: Locator, right: float, down: float, way: str = "mouse"
    ) -> None:
        """Drag a part of a picture by so many of the picture's units."""
        part.scroll_into_view_if_needed()
        scale = part.evaluate("part => part.getScreenCTM().a")
        box = part.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        places = [
            (x + i * right * scale / 4, y + i * down * scale / 4) for i in range(5)
        ]
        if way == "mouse":
            self.page.mouse.move(*places[0])
            self.page.mouse.down()
            for place in places:
                self.page.mouse.move(*place)
            self.page.mouse.up()
            return
        session = self.page.context.new_cdp_session(self.page)
        for i, (x, y) in enumerate(places):
            touch = {"type": "touchMove" if i else "touchStart"}
            points = {"touchPoints": [{"x": x, "y": y}]}
            session.send("Input.dispatchTouchEvent", touch | points)
        end = {"type": "touchEnd", "touchPoints": []}
        session.send("Input.dispatchTouchEvent", end)

    def change(self, **state) -> None:
        """Change the state, as the controls do."""
        self.element.evaluate("(figure, state) => figure.change(state)", state)

    def compute(self, function: str, settings: list) -> list:
        """What a function of the figure gives for each of many settings."""
        return self.element.evaluate(
            f"(figure, all) => all.map((s) => ({function})(figure.constructor, s))",
            settings,
        )


# The graphs of the graph stepper, written again without its programs.
OUTPUTS = {
    "lecture": lambda x, w, y: (Value(x) * Value(w) - Value(y)) ** 2,
    "two_weights": lambda w2, w1: (
        (2**2 * Value(w2) + 2 * Value(w1) + 1 - 4) ** 2  # the sample (2, 4), b = 1
    ),
    "twice": lambda a: (lambda a: a * a + a)(Value(a)),
    "relu": lambda x, w, b: (Value(x) * Value(w) + Value(b)).relu(),
}


def walked(key: str, inputs: dict[str, float]) -> list[Value]:
    """The engine's nodes of a graph, after the backward pass."""
    output = OUTPUTS[key](**inputs)
    output.backward()
    return walk(output)
