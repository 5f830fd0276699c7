"""Autograd: PyTorch draws the graph and walks it back.

The loop of gradient descent with the hand-derived gradient gone: the loss is computed
from a tensor that asks for its gradient, and ``backward()`` fills ``w.grad``. Numbers
are float32, PyTorch's default.

Source: Sung Kim, *PyTorch Zero To All*, lecture 4, "Back-propagation and Autograd".
"""

from collections import namedtuple

import torch

from lecture_code._checks import (
    check_data,
    check_numbers,
    check_progress,
    check_record,
    check_training,
)

Step = namedtuple("Step", "x_val y_val grad loss")
Epoch = namedtuple("Epoch", "epoch w steps last_sample_loss_before_update")


def forward(x: float, w: torch.Tensor) -> torch.Tensor:
    """Predict y for one x with the linear model.

    Parameters
    ----------
    x : float
        Input of one sample.
    w : torch.Tensor, shape (1,)
        Weight of the model.

    Returns
    -------
    torch.Tensor, shape (1,)
        The prediction ``y_hat = x * w``, in the unit of y.

    Raises
    ------
    TypeError, ValueError
        If `x` is not a finite number or `w` not a tensor of finite floats.

    Examples
    --------
    >>> forward(4, torch.tensor([1.0]))
    tensor([4.])
    """
    check_numbers(x=x)
    if not isinstance(w, torch.Tensor) or not w.is_floating_point():
        raise TypeError(f"w is {w!r}: give a tensor such as torch.tensor([1.0]).")
    if not torch.isfinite(w).all():
        raise ValueError(f"w is {w}: give a tensor of finite numbers.")
    return x * w


def loss(x: float, y: float, w: torch.Tensor) -> torch.Tensor:
    """Squared error of the prediction for one sample.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w : torch.Tensor, shape (1,)
        Weight of the model.

    Returns
    -------
    torch.Tensor, shape (1,)
        ``(y_hat - y)**2``, in the square of the unit of y.

    Raises
    ------
    TypeError, ValueError
        If an argument is not usable.

    Examples
    --------
    >>> loss(2.0, 4.0, torch.tensor([1.0]))
    tensor([4.])
    """
    check_numbers(y=y)
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


def train(
    x_data: list[float],
    y_data: list[float],
    w: float = 1.0,
    learning_rate: float = 0.01,
    epochs: int = 10,
):
    """Gradient descent with one update a sample; PyTorch computes the gradient.

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
        ``epoch``, ``w`` at its end, ``steps`` (one a sample: ``x_val, y_val, grad,
        loss``) and ``last_sample_loss_before_update``, which is what this program
        prints. Weight, gradients and losses are tensors that carry no graph.

    Raises
    ------
    TypeError, ValueError
        If an argument is not usable.
    DivergenceError
        If a loss is more than a million times the MSE at the start plus 1.

    Examples
    --------
    >>> for record in train([1.0, 2.0, 3.0], [2.0, 4.0, 6.0]):
    ...     print_epoch(record)
        grad:  1.0 2.0 tensor(-2.)
        grad:  2.0 4.0 tensor(-7.8400)
        grad:  3.0 6.0 tensor(-16.2288)
    progress: 0 tensor(7.3159)
    ...
    progress: 9 tensor(0.0319)
    >>> forward(4, record.w)
    tensor([7.8049])
    """
    check_data(x_data, y_data)
    check_numbers(w=w)
    check_training(learning_rate, epochs)
    w = torch.tensor([float(w)], requires_grad=True)
    samples = list(zip(x_data, y_data))
    mse_at_start = sum(loss(x_val, y_val, w).item() for x_val, y_val in samples)
    mse_at_start /= len(samples)
    for epoch in range(epochs):
        steps = []
        for x_val, y_val in samples:
            l = loss(x_val, y_val, w)
            check_progress(epoch, l.item(), mse_at_start)
            l.backward()
            steps.append(Step(x_val, y_val, w.grad[0], l.detach()[0]))
            with torch.no_grad():
                w -= learning_rate * w.grad
            w.grad = None
        yield Epoch(epoch, w.detach().clone(), steps, steps[-1].loss)


def print_epoch(record: Epoch) -> None:
    """Print an epoch as the lecture's program does.

    Parameters
    ----------
    record : Epoch
        A record of `train`.

    Raises
    ------
    TypeError
        If `record` is not an Epoch.
    """
    check_record(record, Epoch, "train")
    for step in record.steps:
        print("\tgrad: ", step.x_val, step.y_val, step.grad)
    print("progress:", record.epoch, record.last_sample_loss_before_update)
