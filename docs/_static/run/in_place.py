"""Changes in place that MicroPython does not tell a tensor of.

For `w *= 2` Python asks `w.__imul__`, MicroPython asks `w.__mul__`: it knows only +=
and -=. In PyTorch these differ, so the page puts a check before each such statement.
"""

import sys

OPERATORS = ("**=", "//=", "<<=", ">>=", "*=", "/=", "%=", "@=", "&=", "|=", "^=")


def check(operator, target):
    """Refuse to change a tensor in a way that the page cannot do."""
    if type(target).__name__ == "torch.Tensor":
        raise NotImplementedError(
            f"the page's small PyTorch has no {operator}: run this one with PyTorch."
        )


def mark(code):
    """Put a check before each statement such as `w *= 2`, outside text and comments."""
    marked, start, place, depth = "", 0, 0, 0
    while place < len(code):
        char = code[place]
        if char in "'\"":
            place = _end_of_text(code, place)
            continue
        if char == "#":
            end = code.find("\n", place)
            place = end if end >= 0 else len(code)
            continue
        if char == "\\":  # the statement goes on in the next line
            place += 2
            continue
        depth += (char in "([{") - (char in ")]}")
        found = [o for o in OPERATORS if code[place : place + len(o)] == o]
        if found and depth == 0:
            marked += _checked(code[start:place], found[0])
            start, place = place, place + len(found[0])
            continue
        if char in "\n;:" and depth == 0:
            marked += code[start : place + 1]
            start = place + 1
        place += 1
    return marked + code[start:]


def _end_of_text(code, place):
    """Place after the string that begins here."""
    quote = (
        code[place] * 3 if code[place : place + 3] == code[place] * 3 else code[place]
    )
    place += len(quote)
    while place < len(code) and code[place : place + len(quote)] != quote:
        if len(quote) == 1 and code[place] == "\n":
            return place
        place += 2 if code[place] == "\\" else 1
    return place + len(quote)


def _checked(text, operator):
    """Put the check before what is changed, unless asking twice may do something."""
    target = text.strip(" \t\n\\")
    if not target or "(" in target:
        return text
    indentation = text[: len(text) - len(text.lstrip())]
    return f'{indentation}in_place.check("{operator}", {target}); {text.lstrip()}'


class _InPlace:
    check = staticmethod(check)


if sys.implementation.name == "micropython":
    import builtins

    builtins.in_place = _InPlace
