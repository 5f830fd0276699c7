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
        except Exception as error:
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


def check_number(exercise, answer):
    """Compare a number, or a text such as 1/3, with the right and the wrong ones."""
    if answer is None or answer == "":
        return {"passed": False, "word": "empty"}
    try:
        text = str(answer).replace("\u2212", "-")  # the minus sign of typography
        parts = [float(part) for part in text.split("/")]
        number = parts[0] / parts[1] if len(parts) == 2 else float(text)
        if not abs(number) < float("inf"):
            raise ValueError(text)
    except (ValueError, TypeError, ZeroDivisionError):
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
    """Check an answer typed into the page; both arguments and the result are texts.

    The result begins a new line, because the answer may have printed something.
    """
    exercise = json.loads(exercise_text)
    if code.strip() in ("", exercise["starter"].strip()):
        return "\n" + json.dumps({"passed": False, "word": "empty"})
    try:
        verdict = check_code(exercise, run(exercise, code))
    except Exception as error:
        verdict = {"passed": False, "word": "broken"}
        verdict.update(describe(error, PAGE))
    if mark is not str and any(text in verdict.get("error", "") for text in LACKS):
        verdict["word"] = "not_checked"
        del verdict["passed"], verdict["kind"]
    return "\n" + json.dumps(verdict)


def check_in_file(exercise, namespace):
    """Check one of the answers in a file."""
    if exercise["kind"] == "code":
        from pathlib import Path

        file, probes = namespace["__file__"], exercise["probes"]
        if exercise["starter"] in Path(file).read_text("utf-8"):
            begun = values(run(exercise, ""), probes)
            if same(values(namespace, probes, file), begun, VALUE_TOLERANCE):
                return {"passed": False, "word": "empty"}
        return check_code(exercise, namespace, file)
    answer = namespace.get(exercise["name"].replace("-", "_"))
    check = {"number": check_number, "choice": check_choice}[exercise["kind"]]
    return check(exercise, answer)


def in_words(verdict, exercise, words):
    """Put into words what there is to say to an answer."""
    if verdict.get("word") == "empty":
        return words["empty"]
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
