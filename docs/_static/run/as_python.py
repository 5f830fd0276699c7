"""What MicroPython does otherwise than Python, mended where a module can mend it.

What cannot be mended stands in docs/reference/python_in_the_page.md.
"""

import builtins

from in_place import mark

import __main__

_print, _round, _sum = print, round, sum


def run(code, file):
    """Run code in the main module; errors name it by `file`."""
    exec(compile(mark(code), file, "exec"), __main__.__dict__)


def read_line(prompt=""):
    """Say at once that nothing can be typed in; MicroPython would wait for it."""
    raise EOFError("EOF when reading a line")


def rounded(number, ndigits=None):
    """Round as Python does, by the number itself."""
    if not isinstance(number, float) or ndigits is None or number - number != 0:
        return _round(number) if ndigits is None else _round(number, ndigits)
    numerator, denominator = _ratio(abs(number))
    if ndigits > 0:
        numerator *= 10**ndigits
    else:
        denominator *= 10**-ndigits
    whole, rest = divmod(numerator, denominator)
    whole += 2 * rest > denominator or 2 * rest == denominator and whole % 2
    size = float(f"{whole}e{-ndigits}")
    return -size if number < 0 else size


def _ratio(number):
    """Write a float as a quotient of two whole numbers."""
    denominator = 1
    while number != int(number):
        number, denominator = number * 2, denominator * 2
    return int(number), denominator


def total(numbers, start=0):
    """Add up; `start` may be named."""
    return _sum(numbers, start)


def write(value, specification=""):
    """Write a value by a specification, as an f-string does."""
    return ("{:" + specification + "}").format(value)


def show(*values, flush=False, file=None, **options):
    """Print; there is only one place to print to."""
    _print(*values, **options)


builtins.input = read_line
builtins.round = rounded
builtins.sum = total
builtins.format = write
builtins.print = show
