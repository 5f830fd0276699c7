"""Two weights: one loss, two slopes, and a constant that nobody trains.

The model is ``y_hat = x**2 * w2 + x * w1 + b``. Gradient descent moves w1 and w2;
b stays where it was put. With b fixed the data cannot be met exactly: the least
mean squared error is ``b**2 / 57``.

Source: Sung Kim, *PyTorch Zero To All*, lecture 3, exercise on a quadratic model.
"""

from collections import namedtuple

from lecture_code._checks import (
    check_data,
    check_numbers,
    check_progress,
    check_record,
    check_training,
)

Step = namedtuple("Step", "x_val y_val grad1 grad2 w1 w2 loss_before loss_after")
Epoch = namedtuple("Epoch", "epoch w1 w2 steps last_sample_loss mse")


def forward(x: float, w1: float, w2: float, b: float) -> float:
    """Predict y for one x with the quadratic model.

    Parameters
    ----------
    x : float
        Input of one sample.
    w1, w2 : float
        Weights of x and of x squared.
    b : float
        The constant.

    Returns
    -------
    float
        The prediction ``x**2 * w2 + x * w1 + b``, in the unit of y.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> forward(4, w1=1.0, w2=1.0, b=10.0)
    30.0
    """
    check_numbers(x=x, w1=w1, w2=w2, b=b)
    return x * x * w2 + x * w1 + b


def loss(x: float, y: float, w1: float, w2: float, b: float) -> float:
    """Squared error of the prediction for one sample.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w1, w2, b : float
        Weights and constant of the model.

    Returns
    -------
    float
        ``(y_hat - y)**2``, in the square of the unit of y.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> loss(2.0, 4.0, w1=1.0, w2=1.0, b=1.0)
    9.0
    """
    check_numbers(y=y)
    y_pred = forward(x, w1, w2, b)
    return (y_pred - y) * (y_pred - y)


def mse(
    x_data: list[float], y_data: list[float], w1: float, w2: float, b: float
) -> float:
    """Mean squared error of the model over the data.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.
    w1, w2, b : float
        Weights and constant of the model.

    Returns
    -------
    float
        The mean of the n squared errors, in the square of the unit of y.

    Raises
    ------
    TypeError, ValueError
        If an argument is not usable.

    Examples
    --------
    >>> mse([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], w1=2.0, w2=0.0, b=0.0)
    0.0
    """
    check_data(x_data, y_data)
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        l_sum += loss(x_val, y_val, w1, w2, b)
    return l_sum / len(x_data)


def gradient_w1(x: float, y: float, w1: float, w2: float, b: float) -> float:
    """Partial derivative of one sample's loss with respect to w1.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w1, w2, b : float
        Where the slope is taken.

    Returns
    -------
    float
        ``2 * x * (x**2 * w2 + x * w1 + b - y)``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> gradient_w1(2.0, 4.0, w1=1.0, w2=1.0, b=1.0)
    12.0
    """
    check_numbers(x=x, y=y, w1=w1, w2=w2, b=b)
    return 2 * x * (x * x * w2 + x * w1 + b - y)


def gradient_w2(x: float, y: float, w1: float, w2: float, b: float) -> float:
    """Partial derivative of one sample's loss with respect to w2.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w1, w2, b : float
        Where the slope is taken.

    Returns
    -------
    float
        ``2 * x**2 * (x**2 * w2 + x * w1 + b - y)``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> gradient_w2(2.0, 4.0, w1=1.0, w2=1.0, b=1.0)
    24.0
    """
    check_numbers(x=x, y=y, w1=w1, w2=w2, b=b)
    return 2 * x * x * (x * x * w2 + x * w1 + b - y)


def best_weights(b: float) -> tuple[float, float]:
    """Weights with the least MSE on the lecture's data, b being fixed.

    The data are (1, 2), (2, 4), (3, 6). Whatever the weights, the three errors
    ``r = y_hat - y`` obey ``3 * r[0] - 3 * r[1] + r[2] = b``; their squares sum
    to the least when they are ``b / 19`` times (3, -3, 1).

    Parameters
    ----------
    b : float
        The constant of the model.

    Returns
    -------
    w1, w2 : float
        ``2 - 21 * b / 19`` and ``5 * b / 19``.

    Raises
    ------
    TypeError, ValueError
        If `b` is not a finite number.

    Examples
    --------
    >>> [round(w, 4) for w in best_weights(10.0)]
    [-9.0526, 2.6316]
    """
    check_numbers(b=b)
    return 2 - 21 * b / 19, 5 * b / 19


def least_mse(b: float) -> float:
    """Least MSE that any w1 and w2 reach on the lecture's data, b being fixed.

    Parameters
    ----------
    b : float
        The constant of the model.

    Returns
    -------
    float
        ``b**2 / 57``, in the square of the unit of y; see `best_weights`.

    Raises
    ------
    TypeError, ValueError
        If `b` is not a finite number.

    Examples
    --------
    >>> least_mse(10.0), least_mse(3.0)
    (1.7543859649122806, 0.15789473684210525)
    """
    check_numbers(b=b)
    return b * b / 57


def train(
    x_data: list[float],
    y_data: list[float],
    w1: float = 1.0,
    w2: float = 1.0,
    b: float = 10.0,
    learning_rate: float = 0.01,
    epochs: int = 100,
):
    """Gradient descent on w1 and w2, one update a sample; b is not trained.

    Both partial derivatives of a step are taken at the same point, then both
    weights move.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.
    w1, w2 : float
        Weights to start from.
    b : float
        The constant; stays as it is.
    learning_rate : float
        Factor between the gradient and the step.
    epochs : int
        How many times to go through the data.

    Yields
    ------
    Epoch
        ``epoch``, ``w1`` and ``w2`` at its end, ``steps`` (one a sample),
        ``last_sample_loss`` (the last sample's, after its update: what the
        lecture's program prints) and ``mse`` (over the data, at the end).

    Raises
    ------
    TypeError, ValueError
        If an argument is not usable.
    DivergenceError
        If a loss is more than a million times the MSE at the start plus 1.

    Examples
    --------
    >>> x_data, y_data = [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]
    >>> for record in train(x_data, y_data, b=10.0):
    ...     print_epoch(record)
        grad1:  1.0 2.0 20.0
        grad2:  1.0 2.0 20.0
    ...
    progress: 0 w1= 0.09632000000000007 w2= -0.8790399999999998 loss= 13.121781759999987
    ...
    progress: 99 w1= -6.93641650142263 w2= 1.8725996890776992 loss= 0.0019490191884949431
    >>> record.mse
    2.923125561193053
    >>> for record in train(x_data, y_data, b=3.0):
    ...     pass
    >>> print_epoch(record)
        grad1:  1.0 2.0 ...
    progress: 99 w1= -0.8292703583553376 w2= 0.605378183969827 loss= 0.0015529446988470663
    >>> record.mse
    0.22002618845863087
    """
    check_data(x_data, y_data)
    check_numbers(w1=w1, w2=w2, b=b)
    check_training(learning_rate, epochs)
    mse_at_start = mse(x_data, y_data, w1, w2, b)
    for epoch in range(epochs):
        steps = []
        for x_val, y_val in zip(x_data, y_data):
            loss_before = loss(x_val, y_val, w1, w2, b)
            grad1 = gradient_w1(x_val, y_val, w1, w2, b)
            grad2 = gradient_w2(x_val, y_val, w1, w2, b)
            w1 = w1 - learning_rate * grad1
            w2 = w2 - learning_rate * grad2
            loss_after = loss(x_val, y_val, w1, w2, b)
            check_progress(epoch, loss_after, mse_at_start)
            steps.append(
                Step(x_val, y_val, grad1, grad2, w1, w2, loss_before, loss_after)
            )
        mse_at_end = mse(x_data, y_data, w1, w2, b)
        yield Epoch(epoch, w1, w2, steps, loss_after, mse_at_end)


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
        print("\tgrad1: ", step.x_val, step.y_val, step.grad1)
        print("\tgrad2: ", step.x_val, step.y_val, step.grad2)
    w1, w2, l = record.w1, record.w2, record.last_sample_loss
    print("progress:", record.epoch, "w1=", w1, "w2=", w2, "loss=", l)
