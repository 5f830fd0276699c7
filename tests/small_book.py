"""A small book: two made-up lessons, built by the project's own code in seconds.

`line` has what a lesson may have, `slope` is as short as a lesson may be. Tests write
the book into a folder of their own, and change or break it there.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from docs.book.build import ROOT, digest, files, sources

ENVIRONMENT = {**os.environ, "PYTHONPATH": ""}
KOREAN = "한국어 "  # what stands before a text to make it Korean
CATALOGUES = "docs/locale/ko/LC_MESSAGES"
# What is the real book's own among the sources; the rest is what builds it.
OF_THE_REAL_BOOK = re.compile(
    r"gallery/|lecture_code/|docs/(chapters|reference)/|docs/index\.md"
    rf"|{CATALOGUES}/(?!sphinx\.)"
)

INDEX = """# A small book

Made up by the tests, to see what a build does.

```{lesson-cards} chapter
```

```{take-away}
```

```{lesson-toctree} chapter
:caption: Chapters
```

```{toctree}
:hidden:
:caption: More

gallery/index
reference/api
reference/glossary
```
"""
API = """# Modules

The modules of this small book.

```{lesson-cards} api
```

```{lesson-toctree} api
```
"""
GLOSSARY = """# Words

One word is enough for a small book.

:::{glossary}
weight
  The number that is learned. Also: factor.
:::
"""
GALLERY = """Programs
========

The programs of this small book, one a lesson.

.. lesson-cards:: program

.. all-programs::

.. lesson-toctree:: program
"""
LINE_MODULE = '''"""A line through the origin."""

x_data = [1.0, 2.0]
y_data = [2.0, 4.0]


def forward(x, w):
    """Predict.

    Parameters
    ----------
    x, w : float
        Input and weight.

    Returns
    -------
    float
        The prediction.
    """
    return x * w
'''
LINE_CHAPTER = r"""---
file_format: mystnb
kernelspec:
  name: python3
---

# A line

The first lesson of a small book has what a lesson may have.

## The model

A **weight** is the only number of this model:

$$
\hat y = x w
$$

```{code-cell} python
from lecture_code.line import forward, x_data

print("predictions", [forward(x, w=3.0) for x in x_data])
```

```{code-cell} python
:tags: [remove-cell]

from myst_nb import glue

glue("last", forward(2.0, w=3.0))
```

The last prediction is {glue:text}`line.md::last:.1f` in this run.

```{lesson-plot}
:alt: A line that goes up.
The line of the weight 2.
```

## Exercises

```{exercise-file}
```

### A number

::::{exercise} number
:kind: number
What does the weight 3 predict for 2?

:::{hint}
Multiply.
:::
:::{wrong} 2.0 + 3.0
That is the sum.
:::
:::{solution} forward(2.0, w=3.0)
It is the product.
:::
::::

### A choice

::::{exercise} choice
:kind: choice
Which weight do the data have?

:::{wrong}
One.

Look at the first pair once more.
:::
:::{solution}
Two.

Each target is twice its input.
:::
::::

### A function

:::::{exercise} function
---
kind: code
probes: |
  predict(2.0, 3.0)
  predict(1.0, 5.0)
---
Write the model as a function.

```{starter}
def predict(x, w):
    ...
```
::::{wrong}
```python
def predict(x, w):
    return x + w
```
That is the sum.
::::
::::{solution}
```python
def predict(x, w):
    return x * w
```
It is the product.
::::
:::::

## Where to go next

```{lesson-links}
```
"""
LINE_PROGRAM = '''"""
A line, as a program
====================

It prints two predictions and draws their line.
"""

# %%
# The run
# -------
# Each line of the log has ``x`` and a prediction.

import matplotlib.pyplot as plt

for x in (1.0, 2.0):
    print(f"x={x} prediction={2.0 * x}")

# %%
# The plot
# --------
# It goes up.

fig, ax = plt.subplots()
ax.plot([1.0, 2.0], [2.0, 4.0])
plt.show()
'''
SLOPE_MODULE = '''"""How steep a line is."""


def slope():
    """Give the slope."""
    return 2
'''
SLOPE_CHAPTER = """---
file_format: mystnb
kernelspec:
  name: python3
---

# A slope

The second lesson of a small book is as short as a lesson may be.

```{code-cell} python
from lecture_code.slope import slope

print("slope", slope())
```

```{code-cell} python
:tags: [local]

from fractions import Fraction

print(Fraction(slope(), 4))
```

```{lesson-plot}
:alt: Another line.
The same line again.
```

## Exercises

```{exercise-file}
```

### How steep

::::{exercise} steep
:kind: number
How steep is it?

:::{wrong} slope() + 1
That is too steep.
:::
:::{solution} slope()
Two up for one to the right.
:::
::::

```{lesson-links}
```
"""
SLOPE_PROGRAM = '''"""
A slope, as a program
=====================

It prints and draws a slope.
"""

# %%
# It is the same everywhere.

import matplotlib.pyplot as plt

print("slope", 2)
fig, ax = plt.subplots()
ax.axline((0, 0), slope=2)
plt.show()
'''
FRAME = {
    "docs/index.md": INDEX,
    "docs/reference/api.md": API,
    "docs/reference/glossary.md": GLOSSARY,
    "gallery/index.rst": GALLERY,
    "lecture_code/__init__.py": '"""The modules of the small book."""\n',
}
LINE = {
    "lecture_code/line.py": LINE_MODULE,
    "docs/chapters/line.md": LINE_CHAPTER,
    "gallery/plot_1_line.py": LINE_PROGRAM,
}
SLOPE = {
    "lecture_code/slope.py": SLOPE_MODULE,
    "docs/chapters/slope.md": SLOPE_CHAPTER,
    "gallery/plot_2_slope.py": SLOPE_PROGRAM,
}
LOGS = {"line": "x=1.0 prediction=2.0\nx=2.0 prediction=4.0\n", "slope": "slope 2\n"}


def write(book: Path, texts: dict[str, str]) -> None:
    """Write files of a book."""
    for name, text in texts.items():
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def replace(path: Path, old: str, new: str) -> None:
    """Change a text that stands in a file."""
    text = path.read_text("utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), "utf-8")


def append(path: Path, text: str) -> None:
    """Add to the end of a file."""
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def link_web_parts(book: Path) -> None:
    """Let a book use the installed web parts."""
    (book / "docs" / "node_modules").symlink_to(ROOT / "docs" / "node_modules")


def small_book(folder: Path) -> Path:
    """Write the small book, with Korean catalogues, and what builds it."""
    for path in sources(ROOT):
        name = path.relative_to(ROOT).as_posix()
        if not OF_THE_REAL_BOOK.match(name):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / name)
    link_web_parts(folder)
    write(folder, FRAME | LINE | SLOPE)
    translate(folder)
    return folder


def in_korean(text: str) -> str:
    """Make a text Korean enough; a formula and the word of the glossary stand alone."""
    translated = text.replace("weight", "가중치")
    is_alone = text.startswith("\\") or text in ("", "weight")
    return translated if is_alone else f"{KOREAN}{translated}"


def translate(book: Path) -> None:
    """Write the Korean catalogues that a book lacks, as `nox -s i18n` would."""
    assert build(book, "gettext", "en") == ""
    templates = book / "build" / "gettext" / "en"
    for template in templates.rglob("*.pot"):
        name = template.relative_to(templates).with_suffix(".po")
        target = book / CATALOGUES / name
        if target.exists():
            continue
        with template.open("rb") as file:
            catalogue = read_po(file, locale="ko")
        for message in catalogue:
            message.string = in_korean(message.id)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, catalogue, width=0)


def driver(*arguments: str) -> list[str]:
    """Command that builds the book in whose folder it runs, as nox does."""
    return [sys.executable, "-m", "docs.book.build", *arguments]


def build(book: Path, *arguments: str, **environment: str) -> str:
    """Build a book; return the output, which a build has only when it fails."""
    run = subprocess.run(
        driver(*arguments),
        cwd=book,
        env=ENVIRONMENT | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    output = run.stdout + run.stderr
    assert bool(output) == bool(run.returncode), output
    return output


def site_of(book: Path) -> str:
    """Digest of the site that stands in a book's folder."""
    return digest(book / "build" / "site", files(book / "build" / "site"))


def executed(book: Path) -> set[str]:
    """Results of all that was executed so far."""
    return {path.name for path in (book / "build" / "executions").glob("*.json")}
