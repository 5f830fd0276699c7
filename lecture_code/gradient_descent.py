"""Gradient descent: let the slope of the loss say where to go.

The slope of one sample's loss is derived by hand, ``2 * x * (x * w - y)``, and
the weight takes small steps against it: one step a sample (the lecture's way) or
one step an epoch against the mean slope (full batch).

Source: Sung Kim, *PyTorch Zero To All*, lecture 3, "Gradient Descent".
"""

from collections import namedtuple

from lecture_code._checks import (
    check_data,
    check_numbers,
    check_progress,
    check_record,
    check_training,
)
from lecture_code.linear_model import loss, mse

Step = namedtuple("Step", "x_val y_val grad w loss_before loss_after")
Epoch = namedtuple(
    "Epoch",
    "epoch w steps last_sample_loss last_sample_loss_before_update "
    "mean_loss_before_updates mse",
)


def gradient(x: float, y: float, w: float) -> float:
    """Slope of one sample's loss with respect to the weight, derived by hand.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w : float
        Weight at which the slope is taken.

    Returns
    -------
    float
        ``d loss / d w = 2 * x * (x * w - y)``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> gradient(2.0, 4.0, w=1.0)
    -8.0
    """
    check_numbers(x=x, y=y, w=w)
    return 2 * x * (x * w - y)


def finite_difference(f, at: float, h: float = 1e-5) -> float:
    """Slope of a function, measured instead of derived.

    Parameters
    ----------
    f : callable
        Function of one number that returns a number.
    at : float
        Where to measure.
    h : float
        How far to nudge to either side.

    Returns
    -------
    float
        ``(f(at + h) - f(at - h)) / (2 * h)``, off by an amount of order h squared,
        and by rounding, which grows as h shrinks.

    Raises
    ------
    TypeError, ValueError
        If `f` is not a function, `at` or `h` not a finite number, or `h` not above 0.

    Examples
    --------
    >>> round(finite_difference(lambda w: loss(2.0, 4.0, w), at=1.0), 6)
    -8.0
    """
    if not callable(f):
        raise TypeError(f"f is {f!r}: give a function of one number.")
    check_numbers(at=at, h=h)
    if h <= 0:
        raise ValueError(f"h is {h}: give a number above 0.")
    return (f(at + h) - f(at - h)) / (2 * h)


def train(
    x_data: list[float],
    y_data: list[float],
    w: float = 1.0,
    learning_rate: float = 0.01,
    epochs: int = 100,
):
    """Gradient descent with one update a sample.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.
    w : float
        Weight to start from.
    learning_rate : float
        Factor between the gradient and the step.
    epochs : int
        How many times to go through the data.

    Yields
    ------
    Epoch
        ``epoch``, ``w`` at its end, ``steps`` (one a sample), and four losses:
        ``last_sample_loss`` (the last sample's, after its update: what the
        lecture's program prints), ``last_sample_loss_before_update``,
        ``mean_loss_before_updates`` and ``mse`` (over the data, at the end).

    Raises
    ------
    TypeError, ValueError
        If an argument is not usable.
    DivergenceError
        If a loss is more than a million times the MSE at the start plus 1.

    Examples
    --------
    >>> from lecture_code.linear_model import x_data, y_data
    >>> records = list(train(x_data, y_data))
    >>> for record in records:
    ...     print_epoch(record)
        grad:  1.0 2.0 -2.0
        grad:  2.0 4.0 -7.84
        grad:  3.0 6.0 -16.2288
    progress: 0 w= 1.260688 loss= 4.919240100095999
    ...
    progress: 1 w= 1.453417766656 loss= 2.688769240265834
    ...
    progress: 2 w= 1.5959051959019805 loss= 1.4696334962911515
    ...
    progress: 99 w= 1.9999999999999236 loss= 5.250973729513143e-26

    The printed loss is not the MSE. The four losses of epoch 0:

    >>> records[0].last_sample_loss
    4.919240100095999
    >>> records[0].last_sample_loss_before_update
    7.315943039999998
    >>> records[0].mean_loss_before_updates
    4.0525143466666655
    >>> records[0].mse
    2.5507170889386663
    """
    check_data(x_data, y_data)
    check_numbers(w=w)
    check_training(learning_rate, epochs)
    mse_at_start = mse(x_data, y_data, w)
    for epoch in range(epochs):
        steps = []
        for x_val, y_val in zip(x_data, y_data):
            loss_before = loss(x_val, y_val, w)
            grad = gradient(x_val, y_val, w)
            w = w - learning_rate * grad
            loss_after = loss(x_val, y_val, w)
            check_progress(epoch, loss_after, mse_at_start)
            steps.append(Step(x_val, y_val, grad, w, loss_before, loss_after))
        yield _epoch_record(epoch, steps, mse(x_data, y_data, w))


def train_full_batch(
    x_data: list[float],
    y_data: list[float],
    w: float = 1.0,
    learning_rate: float = 0.01,
    epochs: int = 100,
):
    """Gradient descent with one update an epoch, against the mean gradient.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.
    w : float
        Weight to start from.
    learning_rate : float
        Factor between the mean gradient and the step.
    epochs : int
        How many steps to take.

    Yields
    ------
    Epoch
        As from `train`; all steps of an epoch share their ``w``, because the
        gradients of all samples are taken at the same weight.

    Raises
    ------
    TypeError, ValueError
        If an argument is not usable.
    DivergenceError
        If a loss is more than a million times the MSE at the start plus 1.

    Examples
    --------
    >>> from lecture_code.linear_model import x_data, y_data
    >>> record = next(train_full_batch(x_data, y_data))
    >>> [step.grad for step in record.steps], round(record.w, 6)
    ([-2.0, -8.0, -18.0], 1.093333)

    With a learning rate of 3/28 one step lands on the minimum:

    >>> record = next(train_full_batch(x_data, y_data, learning_rate=3 / 28))
    >>> round(record.w, 12)
    2.0
    """
    check_data(x_data, y_data)
    check_numbers(w=w)
    check_training(learning_rate, epochs)
    mse_at_start = mse(x_data, y_data, w)
    for epoch in range(epochs):
        samples = list(zip(x_data, y_data))
        losses_before = [loss(x_val, y_val, w) for x_val, y_val in samples]
        grads = [gradient(x_val, y_val, w) for x_val, y_val in samples]
        w = w - learning_rate * _total(grads) / len(grads)
        steps = [
            Step(x_val, y_val, grad, w, loss_before, loss(x_val, y_val, w))
            for (x_val, y_val), grad, loss_before in zip(samples, grads, losses_before)
        ]
        mse_at_end = mse(x_data, y_data, w)
        check_progress(epoch, mse_at_end, mse_at_start)
        yield _epoch_record(epoch, steps, mse_at_end)


def _epoch_record(epoch: int, steps: list[Step], mse_at_end: float) -> Epoch:
    """Sum up an epoch: where the weight is, and the four losses one may report."""
    last = steps[-1]
    mean_loss = _total([step.loss_before for step in steps]) / len(steps)
    return Epoch(
        epoch, last.w, steps, last.loss_after, last.loss_before, mean_loss, mse_at_end
    )


def _total(numbers: list[float]) -> float:
    """Add numbers one by one; sum() rounds otherwise since Python 3.12."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def print_epoch(record: Epoch) -> None:
    """Print an epoch as the lecture's program does.

    Parameters
    ----------
    record : Epoch
        A record of `train` or `train_full_batch`.

    Raises
    ------
    TypeError
        If `record` is not an Epoch.
    """
    check_record(record, Epoch, "train")
    for step in record.steps:
        print("\tgrad: ", step.x_val, step.y_val, step.grad)
    print("progress:", record.epoch, "w=", record.w, "loss=", record.last_sample_loss)
