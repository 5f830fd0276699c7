"""What a page cannot be is told from its source, with the line."""

import pytest

from docs.book.practice.source import cells_not_for_the_page, lack, unclosed


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("::::{exercise} a\n:::{hint}\nx\n:::\n::::\n", []),
        ("::::{exercise} a\n:::{hint}\nx\n:::\n\n::::{exercise} b\n::::\n", [1]),
        ("::::{exercise} a\n:::{hint}\nx\n:::{wrong}\ny\n:::\n::::\n", [2]),
        ("```python\nx\n", [1]),
        ("```python\n:::{x}\n```\n````{y}\n```{z}\n```\n````\n", []),
    ],
    ids="closed exercise hint code inside".split(),
)
def test_block_that_is_not_closed(text, lines):
    assert [line for line, _complaint in unclosed(text)] == lines


def cell(code: str, tags: str = "") -> str:
    return f"```{{code-cell}} python\n{tags}{code}```\n"


LOCAL = ":tags: [local]\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (cell("import torch\nw = torch.tensor([1.0])\ntorch.optim.SGD([w])\n"), None),
        (cell("from lecture_code.autograd import train\ntrain([1.0], [2.0])\n"), None),
        (cell("import torch\ntorch.nn.Linear(1, 1)\n", LOCAL), None),
        (cell("import torch\ntorch.nn.Linear(1, 1)\n"), "torch.nn"),
        (cell("import torch\n") + cell("torch.arange(3)\n"), "torch.arange"),
        (cell("from torch.optim import Adam\n"), "torch.optim.Adam"),
        (cell("import numpy as np\n"), "numpy"),
        (cell("x = 1\n", LOCAL) + cell("print(x)\n"), "x is set in a cell with"),
        (cell("x = 1\n", LOCAL) + cell("def f(x):\n    return x\n"), None),
        (cell("x = 1\n") + cell("x = 1\n", LOCAL) + cell("print(x)\n"), None),
        (cell("import numpy\n", "---\ntags: [local]\n---\n"), None),
        (cell("x = 1\n", LOCAL) + cell("x = 2\nprint(x)\n"), None),
    ],
)
def test_cell_that_the_page_cannot_run(text, complaint):
    found = [words for _line, words in cells_not_for_the_page(text)]
    assert bool(found) == bool(complaint)
    assert all(complaint in words for words in found)


def test_function_of_ours_that_needs_what_the_page_lacks(tmp_path, monkeypatch):
    module = "import torch\ndef a(): return torch.nn.Linear(1, 1)\ndef b(): return 1\n"
    (tmp_path / "lecture_code").mkdir()
    (tmp_path / "lecture_code" / "layer.py").write_text(module)
    torch = tmp_path / "docs" / "_static" / "run" / "torch.py"
    torch.parent.mkdir(parents=True)
    torch.write_text('HAS = {"torch": "tensor"}\n')
    monkeypatch.setattr("docs.book.practice.source.ROOT", tmp_path)
    lack.cache_clear()
    code = "from lecture_code.layer import a, b\nb()\n"
    assert list(cells_not_for_the_page(cell(code))) == []
    [(line, words)] = cells_not_for_the_page(cell(f"{code}a()\n"))
    assert (line, "a, which needs torch.nn" in words) == (4, True)
    assert "torch.nn" in lack("lecture_code.layer.a")
    assert lack("lecture_code.layer.b") == ""
    lack.cache_clear()
