"""Check answers to the exercises: in the page by MicroPython, in the files by Python.

A verdict is a dict. ``passed`` says whether the answer is right. If not, ``feedback``
is the number of the typical mistake it is, or ``word`` says what is wrong with it, with
the values that belong into the sentence. An error has also its ``kind``, and the
``line`` of the answer that it comes from, or None. Where only Python or PyTorch itself
can tell whether an answer is right, there is no ``passed``.
"""

import json
import sys

if sys.implementation.name == "micropython":
    from in_place import mark
else:
    mark = str

NUMBER_TOLERANCE = 5e-3
VALUE_TOLERANCE = 1e-5
PAGE = "<answer>"
# What MicroPython says to code that Python takes, and the page's small PyTorch to code
# that PyTorch takes.
LACKS = (
    "the page's small PyTorch has no",
    "torch.Tensor",
    "ImportError: no module named",
    "doesn't take keyword arguments",
    "*x must be assignment target",
)


def same(left, right, tolerance):
    """Whether two values are equal; numbers up to a relative tolerance."""
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        pairs = zip(left, right)
        return len(left) == len(right) and all(same(a, b, tolerance) for a, b in pairs)
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    if numbers and not isinstance(left, bool) and not isinstance(right, bool):
        return left == right or abs(left - right) <= tolerance * abs(right)
    return type(left) is type(right) and repr(left) == repr(right)


def trace_of(error):
    """Write an error as Python does: where it happened, and what it is."""
    if hasattr(sys, "print_exception"):  # MicroPython
        import io

        buffer = io.StringIO()
        sys.print_exception(error, buffer)
        return buffer.getvalue()
    import traceback

    return "".join(traceback.format_exception(error))


def line_of(error, file):
    """Find the line of the answer in `file` that an error comes from, or None."""
    after_probe = trace_of(error).split('File "<string>", line 1')[-1]
    places = after_probe.split(f'File "{file}", line ')[1:]
    return int(places[-1].split("\n")[0].split(",")[0]) if places else None


def describe(error, file):
    """Say what an error is and where it comes from."""
    kind = type(error).__name__
    return {"kind": kind, "line": line_of(error, file), "error": f"{kind}: {error}"}


class Failure:
    """What stands for a value when a probe stops with an error."""

    def __init__(self, error, file):
        self.described = describe(error, file)

    def __repr__(self):
        return self.described["error"]


def values(namespace, probes, file=PAGE):
    """Evaluate the probes in the namespace of an answer."""
    found = []
    for probe in probes:
        try:
            found.append(eval(probe, namespace))
        except (Exception, SystemExit) as error:
            found.append(Failure(error, file))
    return found


def run(exercise, code):
    """Run an answer after the code that the reader begins with; give the namespace."""
    namespace = {"__name__": "answer"}
    for part in (exercise["starter"], code):
        exec(compile(mark(part), PAGE, "exec"), namespace)
    return namespace


def check_code(exercise, namespace, file=PAGE):
    """Compare what the probes give with the solution, then with typical mistakes."""
    probes = exercise["probes"]
    got = values(namespace, probes, file)
    expected = values(run(exercise, exercise["right"]), probes)
    if same(got, expected, VALUE_TOLERANCE):
        return {"passed": True}
    for i, code in enumerate(exercise["wrong"]):
        if same(got, values(run(exercise, code), probes), VALUE_TOLERANCE):
            return {"passed": False, "feedback": i}
    are_same = [same(a, b, VALUE_TOLERANCE) for a, b in zip(got, expected)]
    first = are_same.index(False)
    verdict = {"passed": False, "probe": probes[first]}
    if isinstance(got[first], Failure):
        verdict.update(got[first].described, word="fails")
    elif got[first] is None:
        verdict.update(word="gives_none")
    else:
        shown = {"got": repr(got[first]), "expected": repr(expected[first])}
        verdict.update(shown, word="differs")
    return verdict


def read_number(answer):
    """Read a number or None: a text may be as it is typed, and a fraction."""
    import math
    import unicodedata

    parts = [answer]
    if isinstance(answer, str):
        text = unicodedata.normalize("NFKC", answer).replace("\u2044", "/")
        for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212":
            text = text.replace(dash, "-")
        parts = [decimal(part) for part in text.split("/")]
    try:
        number = float(parts[0]) / float(parts[1] if len(parts) > 1 else 1)
    except (TypeError, ValueError, OverflowError, ZeroDivisionError, RuntimeError):
        return None
    is_number = (
        len(parts) < 3 and not isinstance(answer, bool) and math.isfinite(number)
    )
    return number if is_number else None


def decimal(text):
    """Take out what sets off thousands; "" if it is no decimal number."""
    import re

    form = (
        r" *([-+]?) *(?=\.?[0-9])([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]*)"
        r"(\.[0-9]*)?(e[-+]?[0-9]+)? *"
    )
    found = re.fullmatch(form, text, re.IGNORECASE)
    parts = found.groups("") if found else ()
    return "".join(parts).replace(",", "").replace(" ", "")


def check_number(exercise, answer):
    """Compare a number, or a text such as 1/3, with the right and the wrong ones."""
    if answer is None or answer == "":
        return {"passed": False, "word": "empty"}
    number = read_number(answer)
    if number is None:
        return {"passed": False, "word": "not_a_number"}
    if same(number, exercise["right"], NUMBER_TOLERANCE):
        return {"passed": True}
    for i, wrong in enumerate(exercise["wrong"]):
        if same(number, wrong, NUMBER_TOLERANCE):
            return {"passed": False, "feedback": i}
    return {"passed": False, "word": "wrong"}


def check_choice(exercise, answer):
    """Compare the letter of an option with the right one."""
    if not answer:
        return {"passed": False, "word": "empty"}
    letters = "abcdefghijklmnopqrstuvwxyz"[: len(exercise["feedback"])]
    if str(answer).strip().lower() not in list(letters):
        return {"passed": False, "word": "not_an_option"}
    place = letters.find(str(answer).strip().lower())
    return {"passed": place == exercise["right"], "feedback": place}


def check_page(exercise_text, code):
    """Check an answer typed into the page; both arguments and the result are texts."""
    exercise = json.loads(exercise_text)
    if code.strip() in ("", exercise["starter"].strip()):
        return json.dumps({"passed": False, "word": "empty"})
    try:
        verdict = check_code(exercise, run(exercise, code))
    except (Exception, SystemExit) as error:
        verdict = {"passed": False, "word": "broken"}
        verdict.update(describe(error, PAGE))
    if mark is not str and any(text in verdict.get("error", "") for text in LACKS):
        verdict["word"] = "not_checked"
        del verdict["passed"], verdict["kind"]
    return json.dumps(verdict)


def is_untouched(exercise, namespace):
    """Whether the functions of an answer do what they did at the beginning: nothing."""
    given = run(exercise, "")

    def body(function):
        code = function.__code__
        return code.co_code, code.co_consts, code.co_names, code.co_varnames

    names = [name for name in given if hasattr(given[name], "__code__")]
    found = [namespace.get(name) for name in names]
    return all(
        hasattr(function, "__code__") and body(function) == body(given[name])
        for name, function in zip(names, found)
    )


def check_in_file(exercise, namespace):
    """Check one of the answers in a file."""
    if exercise["kind"] == "code":
        try:
            if is_untouched(exercise, namespace):
                return {"passed": False, "word": "empty"}
            # Answers and check stand in one file, whatever it is called.
            return check_code(exercise, namespace, check_in_file.__code__.co_filename)
        except ImportError:
            return {"passed": False, "word": "needs"}
    answer = namespace.get(exercise["name"].replace("-", "_"))
    check = {"number": check_number, "choice": check_choice}[exercise["kind"]]
    return check(exercise, answer)


def in_words(verdict, exercise, words):
    """Put into words what there is to say to an answer."""
    if verdict.get("word") in ("empty", "needs"):
        return words[verdict["word"]]
    said = []
    if "passed" in verdict:
        said.append(words["right" if verdict["passed"] else "wrong"])
    if verdict.get("line"):
        said.append(words["at_line"].format(**verdict))
    if verdict.get("word", "wrong") != "wrong":
        said.append(words[verdict["word"]].format(**verdict))
    if "feedback" in verdict:
        said.append(exercise["feedback"][verdict["feedback"]])
    return " ".join(said)


def check_file(checks, namespace):
    """Check the answers in a file; print what is to be said to each."""
    import warnings

    warnings.simplefilter("ignore")  # typical mistakes are run too, and PyTorch warns
    words, solved = checks["words"], 0
    for exercise in checks["exercises"]:
        verdict = check_in_file(exercise, namespace)
        solved += verdict["passed"]
        print(exercise["title"] + ":", in_words(verdict, exercise, words))
    print(words["solved"].format(solved=solved, all=len(checks["exercises"])))
    return solved == len(checks["exercises"])
