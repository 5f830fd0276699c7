"""The page's small PyTorch does what PyTorch does, or says that it does not."""

import importlib.util
import io
import json
import random
import re
import shutil
import subprocess
import sys
import warnings
from collections import Counter
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "_static" / "run" / "torch.py"
PACKAGE = "docs/node_modules/@micropython/micropython-webassembly-pyscript"
REFUSAL = re.compile(
    r"NotImplementedError: the page's small PyTorch has no .+: run this one with "
    r"PyTorch\.$"
)

START = """
import torch
w = torch.tensor([1.0], requires_grad=True)
v = torch.tensor(2.0, requires_grad=True)
x = torch.tensor([1.0, 2.0, 3.0])
y = torch.tensor([2.0, 4.0, 6.0])
i = torch.tensor([1, -20])
"""

# Each line is a program, run after START; " | " begins a new line, and a last line
# that is an expression is printed.
PROGRAMS = """
w
v
x
i
torch.tensor(4.0)
torch.tensor([1.0, -2.5])
torch.tensor([1, 2.5])
torch.tensor((1.0, 2.0))
torch.tensor([True, False])
torch.tensor([True, 2])
torch.tensor(data=[1.0])
torch.tensor([1], dtype=torch.float32)
torch.tensor([1.5], dtype=torch.int64)
torch.tensor([1], requires_grad=True)
torch.tensor(3, requires_grad=True)
torch.tensor([1.0], requires_grad=1)
torch.tensor([1.0], True)
torch.tensor([1.0], device="cpu")
torch.tensor([[1.0, 2.0]])
torch.tensor("1")
torch.tensor(None)
torch.tensor([])
torch.tensor(x)
torch.tensor([v, v])
torch.tensor(range(3))
torch.tensor({1.0})
torch.tensor(1j)
torch.tensor([1.0, "a"])
torch.tensor(2**70)
torch.tensor(1e300)
torch.tensor([float("nan"), float("inf"), -1.0])
torch.tensor([0.0, -0.0])
torch.tensor([1e-5, 3.5, 1e9])
torch.tensor([1e9, 1.0])
torch.tensor(123456789.0)
torch.tensor(1e-4)
torch.tensor([0.03125, 0.09375, 1.00005])
torch.tensor([1000.0, 1.0])
torch.tensor([1001.0, 1.0])
torch.tensor([1000.5, 0.5])
torch.tensor([0.0, 1e-6])
torch.tensor([float("inf"), 1e-6])
torch.tensor([1.0] * 30)
torch.tensor([1.5, 2.5, 3.25, 4, 5, 6, 7, 8, 9, 10, 11.0])
torch.tensor([1.5] * 6) * w
torch.tensor([1.5] * 8) * w
torch.tensor([1.5] * 5) * w
torch.Tensor([1.0])
torch.Tensor([1, 2])
torch.Tensor(3)
torch.Tensor(1.0)
type(w)
isinstance(w, torch.Tensor)
w.shape, v.shape, x.shape
x.size(), x.size(0), x.dim(), x.numel(), x.ndim, len(x)
x.size(1)
x.shape == (3,), x.shape[0], tuple(x.shape), list(v.shape)
x.shape[0:1]
x.shape + (1,)
x.shape.numel()
len(v)
x.dtype, i.dtype, (x == 1).dtype
i.float()
x.float() is x
x + 1
1 + x
x - 0.1
0.1 - x
x * True
2.5 * x
x / 3
1.0 / x
2 / w
x / 0
-x / 0.0
torch.tensor([0.0]) / 0
x + y
x * w
x * v
v * x - y / w
x + torch.tensor([1.0, 2.0])
torch.tensor([1.0, 2.0]) == x
x + 10**18
x * 1e300
x + 10**30
x + None
None + x
x + "a"
"a" + x
x + [1.0, 2.0, 3.0]
[1.0] * x
x + i
i + 1
i * 1.0
-i
i.sum()
x ** 2
x ** 3
x ** 1
x ** 0
x ** 0.5
x ** -1
x ** 4
x ** 1.5
x ** x
2 ** x
x ** None
pow(x, 2)
-x
+x
abs(-x)
x.abs()
(x - 2).relu()
torch.relu(x)
x // 2
2 // x
x % 2
5 % x
x @ y
x & 1
1|x
x ^ 1
~x
x << 1
1 >> x
divmod(x, 2)
round(v)
int(v)
float(v)
complex(v)
[1, 2, 3][v]
range(v)
x < 2
x >= 2
2 < x
x == 2
x != y
x == y
2 == x
x == None
x != None
x == "a"
None in [x]
1.0 in x
max(v, w)
sorted([v, w])
sum([v, w])
min(x)
bool(v), bool(torch.tensor([0.0]))
bool(x)
not x
if w == 1.0: print("one")
v.item(), w.item(), i[0].item()
x.item()
x.tolist(), v.tolist(), i.tolist()
x[0], x[-1], x[2]
x[3]
x[-4]
v[0]
v.data[0]
x[0:2]
x[None]
x[...]
x[True]
x[[0, 1]]
x["a"]
x[0] = 5.0
del x[0]
for a in x: print(a)
for a in w: print(a)
list(v)
a, b, c = x | print(a, b, c)
[a * b for a, b in zip(x, y)]
x.sum()
x.sum(0)
x.sum(dim=0)
x.mean()
x.mean(dtype=torch.float32)
i.mean()
torch.tensor([0.1] * 5).sum()
torch.tensor([0.1] * 7).mean()
torch.tensor([0.1] * 8).sum()
torch.sum(x)
torch.mean(x)
(x * w).detach(), (x * w).clone()
w.clone(), w.clone().is_leaf
w.data, w.detach(), w.data.requires_grad
x.is_leaf, w.is_leaf, (x * w).is_leaf, (x * 2).is_leaf
(x * w).requires_grad, x.requires_grad
w.grad, w.grad_fn
(2 * w).grad_fn.name()
w[0]
w * w
w / v
w - v
2 - w
-w
w ** 2
w + 1
w.sum(), w.mean(), w.relu(), w.abs()
((x * w - y) ** 2).mean()
((x * w - y) ** 2).mean().backward() | w.grad
((x * w - y) ** 2).sum().backward() | w.grad
((x * v - y) ** 2).mean().backward() | v.grad
(x * w + v).mean().backward() | w.grad, v.grad
(x / w - y / v).mean().backward() | w.grad, v.grad
(1 / (x * w)).sum().backward() | w.grad
(w ** 3).backward() | w.grad
(w ** 0).backward() | w.grad
(v ** 0.5).backward() | v.grad
(v ** -1).backward() | v.grad
(w * w * w).backward() | w.grad
(w - 1).relu().backward() | w.grad
abs(w - 1).backward() | w.grad
(x * w)[1].backward() | w.grad
w.clone().backward() | w.grad
(w.data * 2).backward()
(x * w).backward()
x.sum().backward()
w.backward() | w.grad
w.backward(w)
w.backward(gradient=torch.tensor([1.0]))
w.backward(create_graph=True)
l = w * w | l.backward() | l.backward()
l = w + 1 | l.backward() | l.backward() | w.grad
l = (w + 1).mean() | l.backward() | l.backward() | w.grad
l = w * 2 | l.backward(retain_graph=True) | l.backward() | w.grad
l = w * 2 | l.backward(retain_graph=True) | l.backward() | l.backward()
l = w ** 0 | l.backward() | l.backward()
l = w.relu() | l.backward() | l.backward()
l = (x * w - y) ** 2 | l.sum().backward() | l.mean().backward()
(w * 2).backward() | (w * 3).backward() | w.grad
(w * 2).backward() | g = w.grad | (w * 3).backward() | print(g, g is w.grad)
(w * 2).backward() | w.grad = None | (w * 3).backward() | w.grad
(w * 2).backward() | w.grad.zero_() | w.grad
(w * 2).backward() | w.grad.data.zero_() | w.grad
w.grad = 0.0
w.grad = x
w.grad = w
w.grad = torch.tensor([1])
w.grad = torch.tensor([2.0]) | (w * 3).backward() | w.grad
del w.grad
w.retain_grad()
x.retain_grad()
a = 2 * w | a.retain_grad() | (a * a).backward() | a.grad, w.grad
w.requires_grad = False | w
w.requires_grad = 1
w.requires_grad_(False) | w
x.requires_grad_() | x
x.requires_grad = True | (x * x).sum().backward() | x.grad
i.requires_grad_()
i.requires_grad = True
(w * 2).requires_grad_(False)
(w * 2).requires_grad_()
w += 1.0
w -= 0.1
w *= 2
w /= 2
w **= 2
w //= 2
w @= w
w.zero_()
w.add_(1)
w[0] += 1
x += 1 | x
x -= y | x
x *= 0.1 | x
x /= 3 | x
x **= 2 | x
x %= 2
x += None
x += torch.tensor([1.0, 2.0])
w.data += 1 | w
w.data -= 0.1 * w.data | w
w.data = w.data - 1 | w
w.data = 5.0
w.data = x
w.data = i
a = w.detach() | a += 1 | w
a = x[0] | a += 5 | x
a = x[0] | a += w | x
with torch.no_grad(): w -= 0.1 | w
with torch.no_grad(): w += w | w
with torch.no_grad(): w.zero_() | w
with torch.no_grad(): w = w - 0.1 | w
with torch.no_grad(): print((w * 2).requires_grad)
with torch.no_grad() as a: print(a)
with torch.no_grad: pass
@torch.no_grad() | def f(): return w * 2 | f()
@torch.no_grad | def f(): return w * 2 | f()
@torch.no_grad() | def f(): yield w * 2 | next(f())
@torch.no_grad() | def f(a, b=1): return a * b | f(w, b=3)
l = w * w | w.data.zero_() | l.backward() | w.grad
l = w * w | with torch.no_grad(): w -= 1 | l.backward()
l = 3.0 * w | with torch.no_grad(): w -= 1 | l.backward() | w.grad
l = x * w | x += 1 | l.sum().backward()
l = x + w | x += 1 | l.sum().backward() | w.grad
l = w ** 2 | a = w.detach() | a += 1 | l.backward()
a = w * 2 | l = a * a | a += 1 | l.backward()
a = w * 2 | l = a.relu() | l += 1 | l.backward()
a = w * 2 | l = a.relu() | a += 1 | l.backward() | w.grad
a = w * 2 | a *= a | a.backward()
a = w * 2 | a *= v | a.backward() | w.grad, v.grad
a = w * 2 | a **= 2 | a.backward() | w.grad
a = w * 2 | a /= v | a.backward() | w.grad, v.grad
a = w * 2 | a += x
a = w * 2 | b = a[0] | a += 1 | b
a = x.clone() | a *= w | a.sum().backward() | w.grad
a = w[0] | a += 1
a = 0.0 | for b in x: a += (b * w - 1) ** 2 | a.backward() | print(a, w.grad)
a = 0.0 | for b in (1.0, 2.0): a += (b * w - 1) ** 2 | a.backward() | w.grad
l = v + w * w | l.backward() | try: l.backward() | except RuntimeError: print(v.grad)
w.name
w.name = "w"
w.T
w.cos()
w.nothing
w.shape = (2,)
w.is_leaf = False
w.grad_fn = None
torch.zeros(1)
torch.zero
torch.manual_seed(0)
torch.rand(1)
torch.nn.Linear(1, 1)
torch.float64
torch.Tensor.cos
torch.__version__
torch.enable_grad()
torch.isfinite(x), torch.isfinite(x / 0).all()
torch.isfinite(1.0)
import torch.nn
import torch.nn as nn
import torch.nn.functional as F
from torch import nn
from torch import *
from torch.nn import Linear
from torch import tensor, no_grad | tensor(1.0)
import torch.optim as optim | optim.SGD([w], lr=0.1).step() | w
from torch.optim import SGD | SGD([w], 0.1).step() | w
from torch.optim import Adam
torch.optim.Adam([w])
from torch.autograd import Variable | Variable(torch.Tensor([1.0]), requires_grad=True)
from torch.autograd import Variable | Variable(w), Variable(w) is w
torch.autograd.grad(w * 2, w)
o = torch.optim.SGD([w], lr=0.1) | (w * w).backward() | o.step() | w | o.zero_grad() | w.grad
o = torch.optim.SGD([w, v]) | (w * v).backward() | o.step() | w, v
o = torch.optim.SGD([w], lr=0.1) | l = w * w | w.grad = w.data | o.step() | l.backward()
torch.optim.SGD([w], lr=0.1, momentum=0.9)
torch.optim.SGD(w, lr=0.1)
torch.optim.SGD([], lr=0.1)
torch.optim.SGD([1.0], lr=0.1)
torch.optim.SGD([w * 2], lr=0.1)
torch.optim.SGD([w], lr=-0.1)
torch.optim.SGD([w], lr="a")
torch.optim.SGD([w], lr=0.1).param_groups
torch.optim.SGD([w], lr=0.1)
torch.optim.SGD([w], lr=0.1).zero_grad(set_to_none=False)
f"{w}"
f"{v}"
f"{v:.3f}"
f"{w:.3f}"
str(w)
str(v)
"%s" % v
"%.2f" % v
repr(v)
print(v, w, sep=" / ", end="!")
[v, {"w": w}]
{w: 1}[w]
hash(w) == hash(w), w is w
w in [w]
import math | math.sqrt(v)
v()
with v: pass
""".strip().splitlines()

# Where MicroPython asks no method of the tensor, and its own error stops the program.
STOPPED_BY_MICROPYTHON = (
    "2 < x",
    "float(v)",
    "import math | math.sqrt(v)",
    "torch.Tensor.cos",
    'f"{v:.3f}"',
    'f"{w:.3f}"',
)


def source_of(program):
    """Write a program of the table as lines; print its last line."""
    *lines, last = program.split(" | ")
    try:
        compile(last, "", "eval")
        last = last if last.startswith("print(") else f"print({last})"
    except SyntaxError:
        pass
    return START + "\n".join([*lines, last])


def outcome(source):
    """Run a program; give what it prints, and its error or an empty text."""
    error, printed = "", io.StringIO()
    with redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, "program", "exec"), {"__name__": "program"})
        except Exception as caught:
            error = f"{type(caught).__name__}: {caught}"
    return printed.getvalue(), error


@contextmanager
def small_torch():
    """Let `import torch` find the small one; give it."""
    kept = {name: sys.modules.pop(name) for name in list(sys.modules) if is_torch(name)}
    spec = importlib.util.spec_from_file_location("torch", FILE)
    module = sys.modules["torch"] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        for name in filter(is_torch, list(sys.modules)):
            del sys.modules[name]
        sys.modules.update(kept)


def is_torch(name):
    return name.split(".")[0] == "torch"


def judge(theirs, ours):
    """Say whether two outcomes agree, the small one refuses, or neither."""
    if REFUSAL.match(ours[1]) and theirs[0].startswith(ours[0]):
        return "refused"
    first_sentences = [re.split(r"\.\s|\.$", error)[0] for _, error in (theirs, ours)]
    if theirs[0] == ours[0] and len(set(first_sentences)) == 1:
        return "agree"
    return "otherwise"


@pytest.fixture(scope="module")
def outcomes():
    """What each program of the table does with PyTorch and with the small one."""
    sources = {program: source_of(program) for program in PROGRAMS}
    theirs = {program: outcome(source) for program, source in sources.items()}
    with small_torch():
        return {
            program: (theirs[program], outcome(source))
            for program, source in sources.items()
        }


def test_programs_agree_or_are_refused(outcomes):
    verdicts = {program: judge(*both) for program, both in outcomes.items()}
    print(Counter(verdicts.values()))
    assert [p for p in PROGRAMS if verdicts[p] == "otherwise"] == []
    assert len(set(PROGRAMS)) == len(PROGRAMS) >= 150
    assert list(verdicts.values()).count("agree") >= 0.6 * len(PROGRAMS)
