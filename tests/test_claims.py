"""What the sentences of the book claim about numbers, computed a second way."""

import re
from fractions import Fraction

import numpy as np
import pytest
import torch
from conftest import ROOT

from docs.book.lessons import discover
from lecture_code import autograd, gradient_descent, two_weights
from lecture_code.gradient_descent import gradient
from lecture_code.linear_model import loss, mse, w_list, x_data, y_data

SAMPLES = list(zip(x_data, y_data, strict=True))


def per_sample(learning_rate: float, epochs: int, w: float = 1.0) -> list[float]:
    """Weights after each epoch of updates per sample."""
    weights = []
    for _ in range(epochs):
        for x, y in SAMPLES:
            w -= learning_rate * gradient(x, y, w)
        weights.append(w)
    return weights


def full_batch(learning_rate: float, epochs: int, w: float = 1.0) -> list[float]:
    """Weights after each epoch of full batch."""
    weights = []
    for _ in range(epochs):
        w -= learning_rate * np.mean([gradient(x, y, w) for x, y in SAMPLES])
        weights.append(w)
    return weights


def epochs_needed(weights: list[float]) -> int:
    """Epochs until the weight is within a millionth of 2."""
    return next(i for i, w in enumerate(weights, 1) if abs(w - 2) < 1e-6)


def two_weight_path(b: float, epochs: int, rate=0.01) -> list[tuple[float, float]]:
    """Both weights after each epoch, by the module's partial derivatives."""
    w1, w2, path = 1.0, 1.0, []
    for _ in range(epochs):
        for x, y in SAMPLES:
            grad1 = two_weights.gradient_w1(x, y, w1, w2, b)
            grad2 = two_weights.gradient_w2(x, y, w1, w2, b)
            w1, w2 = w1 - rate * grad1, w2 - rate * grad2
        path.append((w1, w2))
    return path


def run_cells(chapter: str) -> dict:
    """Run the cells that a reader of a chapter sees; give the names that they set."""
    text = (ROOT / "docs" / "chapters" / f"{chapter}.md").read_text("utf-8")
    names: dict = {}
    for cell in re.findall(r"^```{code-cell} python\n(.*?)^```", text, re.M | re.S):
        if not cell.startswith(":tags:"):
            exec(cell, names)
    return names


def test_weights_of_the_sweep_are_those_of_arange():
    assert w_list == np.arange(0.0, 4.1, 0.1).tolist()


def test_mse_is_the_parabola():
    for w in w_list:
        assert mse(x_data, y_data, w) == pytest.approx(14 / 3 * (w - 2) ** 2, abs=1e-12)


def test_closed_form_is_the_best_weight():
    noisy = [2.1, 3.9, 6.2]
    xy, xx = np.dot(x_data, noisy), np.dot(x_data, x_data)
    best, *_ = np.linalg.lstsq(np.c_[x_data], noisy, rcond=None)
    assert xy / xx == pytest.approx(best[0])
    assert round(xy / xx, 4) == 2.0357
    assert round(mse(x_data, noisy, xy / xx), 4) == 0.0140
    of_list = min(w_list, key=lambda w: mse(x_data, noisy, w))
    assert (of_list, round(mse(x_data, noisy, of_list), 4)) == (2.0, 0.02)
    assert 20 * 0.1 == 2.0


def test_full_batch_stands_still_at_the_best_weight_and_a_sample_need_not():
    noisy = [2.1, 3.9, 6.2]
    best = np.dot(x_data, noisy) / np.dot(x_data, x_data)
    slopes = [gradient(x, y, best) for x, y in zip(x_data, noisy, strict=True)]
    assert np.mean(slopes) == pytest.approx(0, abs=1e-9)
    assert min(map(abs, slopes)) > 0.1


def test_a_nudge_to_both_sides_is_better_and_exact_for_a_parabola():
    def loss_at(w: float) -> float:
        return loss(2.0, 4.0, w)

    assert (loss_at(1.001) - loss_at(1.0)) / 0.001 == pytest.approx(-7.996)
    both = gradient_descent.finite_difference(loss_at, at=1.0, h=0.001)
    assert both == pytest.approx(-8, abs=1e-9)


def test_printed_loss_is_27_14_of_the_mse_in_every_epoch():
    for w in per_sample(0.01, 40):
        ratio = loss(3.0, 6.0, w) / mse(x_data, y_data, w)
        assert ratio == pytest.approx(27 / 14)


def test_epoch_factor_and_epochs_needed():
    weights = per_sample(0.01, 100)
    factor = (2 - weights[5]) / (2 - weights[4])
    assert factor == pytest.approx(0.98 * 0.92 * 0.82)
    assert epochs_needed(weights) == 46
    assert (0.98 * 0.92 * 0.82) ** 46 < 1e-6 < (0.98 * 0.92 * 0.82) ** 45
    assert epochs_needed(full_batch(0.01, 200)) == 142


@pytest.mark.parametrize(
    ("descend", "limit"), [(full_batch, 3 / 14), (per_sample, 0.20402)]
)
def test_rate_above_which_training_diverges(descend, limit):
    below, above = (abs(descend(limit * f, 50)[-1] - 2) for f in (0.999, 1.001))
    assert below < 1 < above


def test_larger_rate_is_faster_up_to_3_28_for_full_batch_and_then_slower():
    rates = (0.01, 0.05, 0.1, 3 / 28)
    needed = [epochs_needed(full_batch(rate, 200)) for rate in rates]
    assert needed == sorted(needed, reverse=True)
    assert needed[-1] == 1
    rates = np.linspace(3 / 28, 3 / 14, 20, endpoint=False)
    needed = [epochs_needed(full_batch(rate, 300)) for rate in rates]
    assert needed == sorted(needed)


def test_updates_per_sample_have_no_such_rule():
    needed = {
        a: epochs_needed(per_sample(a, 300)) for a in (0.05, 1 / 18, 0.1, 0.2, 0.5)
    }
    assert list(needed.values()) == [5, 1, 7, 209, 1]
    assert abs(per_sample(0.3, 50)[-1] - 2) > 1e6


def test_without_the_factor_2_a_small_rate_is_slower_and_a_large_one_faster():
    needed = [
        (epochs_needed(per_sample(a, 300)), epochs_needed(per_sample(a / 2, 300)))
        for a in (0.01, 0.05, 0.15, 0.2)
    ]
    assert needed == [(46, 96), (5, 16), (10, 7), (209, 7)]
    assert abs(per_sample(0.25, 50)[-1] - 2) > 1e6
    assert epochs_needed(per_sample(0.25 / 2, 9)) == 1


def test_what_is_to_be_predicted_before_the_figure_is_looked_at():
    tenth = full_batch(0.22, 10)[-1]
    assert tenth < 1  # on the same side of 2 as the start, and further away
    assert epochs_needed(per_sample(0.01, 100, w=5.0)) == 50
    steps = [abs(w - 2) for w in full_batch(0.21, 100)]
    assert steps == sorted(steps, reverse=True)
    assert abs(per_sample(0.21, 100)[-1] - 2) > 1


def test_inputs_ten_times_as_large_want_a_rate_a_hundred_times_smaller():
    def factor(rate: float, x: float) -> float:
        return 1 - 2 * rate * x * x

    for x in x_data:
        assert factor(0.01, x) == pytest.approx(factor(0.01 / 100, 10 * x))


def test_the_module_trains_as_the_loops_of_the_chapters(capsys):
    assert gradient_descent.train(x_data, y_data) == per_sample(0.01, 100)
    ours = gradient_descent.train_full_batch(x_data, y_data)
    assert ours == pytest.approx(full_batch(0.01, 100))
    assert two_weights.train(x_data, y_data, b=3.0) == two_weight_path(3.0, 100)


@pytest.mark.parametrize(("b", "crossing"), [(10.0, 105), (3.0, 83)])
def test_error_of_the_last_sample_changes_sign(b, crossing):
    path = two_weight_path(b, 1000)
    errors = [two_weights.forward(3.0, w1, w2, b) - 6.0 for w1, w2 in path]
    smallest = min(range(1000), key=lambda i: abs(errors[i])) + 1
    assert abs(smallest - crossing) <= 1
    assert errors[crossing - 5] > 0 > errors[crossing + 5]


def mse_at(weights: tuple[float, float], b: float) -> float:
    """MSE of the model with two weights."""
    return two_weights.mse(x_data, y_data, *weights, b)


def test_path_jumps_for_a_few_epochs_and_then_creeps():
    for b in (10.0, 3.0):
        mses = [mse_at(weights, b) for weights in two_weight_path(b, 200)]
        jumps = [epoch for epoch in range(1, 200) if mses[epoch] > mses[epoch - 1]]
        assert 0 < len(jumps) < 5
        assert max(jumps) < 10


def test_printed_loss_rises_while_the_mse_falls_and_then_rises_a_hair():
    path = two_weight_path(10.0, 1000)
    printed = [two_weights.loss(3.0, 6.0, *weights, 10.0) for weights in path]
    mses = [mse_at(weights, 10.0) for weights in path]
    assert round(printed[999] / printed[99]) == 126
    assert [round(mses[i - 1], 2) for i in (100, 226, 1000)] == [2.92, 2.12, 2.13]
    assert min(mses) == mses[225]
    other = two_weight_path(3.0, 1000)
    assert round(mses[999] / mse_at(other[999], 3.0), 1) == 11.1
    assert 200 < two_weights.loss(3.0, 6.0, *other[104], 3.0) / printed[104] < 1000


def test_smaller_rate_ends_nearer_to_the_floor():
    ends = []
    for rate, epochs in (0.01, 1000), (0.005, 10_000), (0.001, 20_000):
        path = two_weight_path(10.0, 2 * epochs, rate)
        ends.append(mse_at(path[-1], 10.0))
        assert mse_at(path[epochs - 1], 10.0) == pytest.approx(ends[-1], abs=1e-5)
    assert [round(end, 3) for end in ends] == [2.131, 1.834, 1.757]
    assert two_weights.least_mse(10.0) < ends[-1]


def test_whether_moving_one_weight_first_ends_lower_is_chance():
    def end(first: str) -> float:
        w = {"w1": 1.0, "w2": 1.0}
        slopes = {"w1": two_weights.gradient_w1, "w2": two_weights.gradient_w2}
        for _ in range(5000):
            for x, y in SAMPLES:
                for name in sorted(w, key=lambda name: name != first):
                    w[name] -= 0.01 * slopes[name](x, y, w["w1"], w["w2"], 10.0)
        return mse_at((w["w1"], w["w2"]), 10.0)

    both = mse_at(two_weight_path(10.0, 5000)[-1], 10.0)
    assert end("w1") < both < end("w2")


def test_model_with_the_larger_printed_loss_is_the_better_one():
    last = {b: two_weight_path(b, 100)[-1] for b in (3.0, 7.0)}
    printed = {b: two_weights.loss(3.0, 6.0, *last[b], b) for b in last}
    mses = {b: two_weights.mse(x_data, y_data, *last[b], b) for b in last}
    assert 10 * printed[7.0] < printed[3.0]
    assert mses[7.0] > 5 * mses[3.0]
    assert two_weights.least_mse(7.0) > 1000 * printed[7.0]


def test_bowl_is_163_times_as_curved_across_the_valley():
    x = np.array(x_data)
    inputs = np.c_[x, x * x]
    low, high = np.linalg.eigvalsh(inputs.T @ inputs)
    assert round(high / low) == 163


def test_floor_by_exact_least_squares():
    """Solve for the constant 10 in fractions: both mean slopes are 0."""
    x, b = [Fraction(n) for n in (1, 2, 3)], 10
    u, v = Fraction(-21 * b, 19), Fraction(5 * b, 19)
    errors = [n * u + n * n * v + b for n in x]
    assert sum(n * e for n, e in zip(x, errors, strict=True)) == 0
    assert sum(n * n * e for n, e in zip(x, errors, strict=True)) == 0
    least = sum(e * e for e in errors) / 3
    assert least == Fraction(b * b, 57)
    assert two_weights.least_mse(b) == pytest.approx(float(least))
    assert two_weights.best_weights(b) == pytest.approx((2 + float(u), float(v)))


def test_floor_with_one_weight():
    errors = [n * Fraction(-6, 7) + 2 for n in (1, 2, 3)]
    assert sum(n * e for n, e in zip((1, 2, 3), errors, strict=True)) == 0
    assert sum(e * e for e in errors) / 3 == Fraction(4, 7)


def test_autograd_takes_the_path_of_the_formula(capsys):
    by_torch = autograd.train(x_data, y_data)
    assert by_torch == pytest.approx(per_sample(0.01, 10), rel=1e-6)


def test_four_programs_take_the_same_step():
    """By hand, by the engine, by tensors, by Linear and SGD: one step of full batch."""
    from lecture_code.back_propagation import Value

    [by_hand] = full_batch(0.01, 1)
    w = Value(1.0)
    total = 0.0
    for x, y in SAMPLES:
        total = total + (x * w - y) ** 2
    (total / 3).backward()
    w.data = w.data - 0.01 * w.grad
    assert w.data == pytest.approx(by_hand)

    x, y = torch.tensor([x_data]).T, torch.tensor([y_data]).T
    w = torch.tensor([1.0], requires_grad=True)
    ((x * w - y) ** 2).mean().backward()
    assert (w - 0.01 * w.grad).item() == pytest.approx(by_hand)

    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.ones_(model.weight)
    torch.nn.functional.mse_loss(model(x), y).backward()
    torch.optim.SGD(model.parameters(), lr=0.01).step()
    assert model.weight.item() == pytest.approx(by_hand)
    assert round(by_hand, 7) == 1.0933333


def test_bend_is_found_at_one_rate_and_missed_in_a_local_minimum_at_another():
    from lecture_code.back_propagation import Value

    data = list(zip([0.0, 1.0, 2.0, 3.0, 4.0], [2.0, 1.0, 0.0, 1.0, 2.0], strict=True))

    def predict(w1, b1, w2, b2, x):
        return (w1 * x + b1).relu() + (w2 * x + b2).relu()

    def train(rate: float, epochs: int, samples=data) -> list[float]:
        weights = [Value(start) for start in (0.5, -0.5, -0.5, 1.0)]
        for _ in range(epochs):
            for x, y in samples:
                ((predict(*weights, Value(x)) - y) ** 2).backward()
                for weight in weights:
                    weight.data -= rate * weight.grad
                    weight.grad = 0.0
        return [weight.data for weight in weights]

    def mse_of(weights) -> float:
        values = [Value(float(weight)) for weight in weights]
        return sum((predict(*values, Value(x)).data - y) ** 2 for x, y in data) / 5

    assert train(0.05, 300) == pytest.approx([1, -2, -1, 2], abs=1e-3)
    stuck = train(0.1, 300)
    assert all(stuck[0] * x + stuck[1] < 0 for x, _ in data)
    assert train(0.1, 1000)[:2] == stuck[:2]
    assert train(0.1, 1, data[:3])[:2] == stuck[:2] != train(0.1, 1, data[:2])[:2]
    assert mse_of(stuck) == pytest.approx(1)
    nearby = np.random.default_rng(0).uniform(-0.01, 0.01, (500, 4))
    assert min(mse_of(stuck + step) for step in nearby) > mse_of(stuck) - 1e-9


def test_gradient_of_a_number_used_three_times_is_the_sum_over_three_edges():
    from lecture_code.back_propagation import Value

    a = Value(3.0)
    b = a * a
    (b + a).backward()
    assert [a.grad, *b.local_gradients] == [3 + 3 + 1, 3, 3]


def test_engine_of_the_page_adds_wrong_numbers_at_a_second_pass():
    value = run_cells("back_propagation")["Value"]
    w = value(1.0)
    loss = (value(2.0) * w - value(4.0)) ** 2
    loss.backward()
    assert w.grad == -8.0
    loss.backward()
    assert w.grad not in (-8.0, -16.0)


def test_sum_of_losses_keeps_their_graphs_and_a_sum_of_numbers_none():
    w = torch.tensor([1.0], requires_grad=True)
    total, number, made = 0.0, 0.0, set()
    for x, y in SAMPLES:
        one = loss(x, y, w)
        made.add(one.grad_fn)
        one.backward()
        total += one
        number += one.item()
    kept, waiting = set(), [total.grad_fn]
    while waiting:
        node = waiting.pop()
        kept.add(node)
        waiting += [parent for parent, _ in node.next_functions if parent]
    assert made <= kept
    assert type(number) is float


def test_what_is_a_leaf():
    w = torch.tensor([1.0], requires_grad=True)
    x = torch.tensor([2.0])
    with torch.no_grad():
        unrecorded = w * x
    assert all(t.is_leaf for t in (w, x, x * x, unrecorded, (w * x).detach()))
    assert not (w * x).is_leaf


@pytest.mark.filterwarnings("ignore:The .grad attribute")
def test_leaf_keeps_its_gradient_and_a_result_only_after_retain_grad():
    w, x = torch.tensor([1.0], requires_grad=True), torch.tensor([2.0])
    passed, kept = x * w, x * w
    kept.retain_grad()
    (passed + kept).backward()
    assert w.grad is not None and kept.grad is not None
    assert x.grad is None and passed.grad is None


def test_item_works_for_every_tensor_with_one_entry():
    w = torch.tensor([1.0], requires_grad=True)
    for one in (2.0 * w - 4.0) ** 2, ((2.0 * w - 4.0) ** 2).mean(), w.sum():
        assert type(one.item()) is float


def test_float32_weight_is_off_by_about_the_spacing_of_float32(capsys):
    by_torch = autograd.train(x_data, y_data)
    off = max(abs(a - b) for a, b in zip(by_torch, per_sample(0.01, 10), strict=True))
    assert 0 < off < 1.5 * np.spacing(np.float32(1.0))


def test_times_of_the_chapters_add_up_to_about_five_hours():
    minutes = [lesson.minutes or 0 for lesson in discover()]
    assert round(sum(minutes) / 60) == 5
    assert "about five hours" in (ROOT / "docs" / "index.md").read_text("utf-8")
