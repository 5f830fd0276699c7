"""What MicroPython passes over in the text of a program.

For `w *= 2` Python asks `w.__imul__`, MicroPython asks `w.__mul__`: it knows only +=
and -=. In PyTorch these differ, so the page puts a check before each such statement.

A curly quotation mark or a wide space is a letter of a name to MicroPython; Python
refuses it, and so does the page.
"""

import sys

OPERATORS = ("**=", "//=", "<<=", ">>=", "*=", "/=", "%=", "@=", "&=", "|=", "^=")


# Signs that are no letters: Latin-1's, punctuation, arrows, mathematics, and whatever
# is as wide as a Chinese character, letters too.
ODD = (
    (0x80, 0xBF),
    (0xD7, 0xD7),
    (0xF7, 0xF7),
    (0x2000, 0x206F),
    (0x2190, 0x2BFF),
    (0x3000, 0x3004),
    (0x3008, 0x3020),
    (0xFE00, 0xFE6F),
    (0xFEFF, 0xFFEF),
    (0x1F000, 0x1FAFF),
)


def check(operator, target):
    """Refuse to change a tensor in a way that the page cannot do."""
    if type(target).__name__ == "torch.Tensor":
        raise NotImplementedError(
            f"the page's small PyTorch has no {operator}: run this one with PyTorch."
        )


def mark(code):
    """Put a check before each statement such as `w *= 2`, outside text and comments.

    >>> mark("w *= 2")
    'in_place.check("*=", w); w *= 2'
    """
    marked, start, place, depth = "", 0, 0, 0
    while place < len(code):
        char = code[place]
        if char > "\x7f" and any(low <= ord(char) <= high for low, high in ODD):
            return _refusal(char, code[:place].count("\n"))
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


def _refusal(char, lines):
    """Write a program that stops where the character stands, as Python would."""
    error = f"invalid character '{char}' (U+{ord(char):04X})"
    return "\n" * lines + f"raise SyntaxError({error!r})"


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
