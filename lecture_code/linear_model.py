"""Linear model: predict, measure the error, try every weight.

The model is ``y_hat = x * w``. How wrong it is on one sample is the squared
error; how wrong it is on the data is the mean squared error (MSE). A sweep tries
one weight after another and notes what it finds.

Source: Sung Kim, *PyTorch Zero To All*, lecture 2, "Linear Model".
"""

import math
from collections import namedtuple

from lecture_code._checks import (
    check_data,
    check_list,
    check_numbers,
    check_record,
)

x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]

Sample = namedtuple("Sample", "x_val y_val y_pred loss")
SweepRecord = namedtuple("SweepRecord", "w samples mse")


def forward(x: float, w: float) -> float:
    """Predict y for one x with the linear model.

    Parameters
    ----------
    x : float
        Input of one sample.
    w : float
        Weight of the model.

    Returns
    -------
    float
        The prediction ``y_hat = x * w``, in the unit of y.

    Raises
    ------
    TypeError, ValueError
        If `x` or `w` is not a finite number.

    Examples
    --------
    >>> forward(4, 1.0)
    4.0
    """
    check_numbers(x=x, w=w)
    return x * w


def loss(x: float, y: float, w: float) -> float:
    """Squared error of the prediction for one sample.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w : float
        Weight of the model.

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
    >>> loss(2.0, 4.0, w=1.0)
    4.0
    """
    check_numbers(y=y)
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


def mse(x_data: list[float], y_data: list[float], w: float) -> float:
    """Mean squared error of the model over the data.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.
    w : float
        Weight of the model.

    Returns
    -------
    float
        The mean of the n squared errors, in the square of the unit of y.

    Raises
    ------
    TypeError, ValueError
        If the data are empty, differ in length or hold anything but finite numbers.

    Examples
    --------
    >>> [mse(x_data, y_data, w) for w in (0.0, 1.0, 2.0, 4.0)]
    [18.666666666666668, 4.666666666666667, 0.0, 18.666666666666668]
    """
    check_data(x_data, y_data)
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        l_sum += loss(x_val, y_val, w)
    return l_sum / len(x_data)


def weights(start: float = 0.0, stop: float = 4.1, step: float = 0.1) -> list[float]:
    """Evenly spaced weights; by default those of ``np.arange(0.0, 4.1, 0.1)``.

    Parameters
    ----------
    start, stop : float
        First weight, and the end that is not reached.
    step : float
        Distance between two weights.

    Returns
    -------
    list of float
        ``start, start + step, ...`` below `stop`.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number, `step` is not above 0, or `stop` not
        above `start`.

    Examples
    --------
    >>> w_list = weights()
    >>> len(w_list), w_list[0], w_list[20], w_list[-1]
    (41, 0.0, 2.0, 4.0)
    """
    check_numbers(start=start, stop=stop, step=step)
    if step <= 0:
        raise ValueError(f"step is {step}: give a number above 0.")
    if stop <= start:
        raise ValueError(f"stop is {stop}: give a number above start, {start}.")
    return [start + i * step for i in range(math.ceil((stop - start) / step))]


def sweep(x_data: list[float], y_data: list[float], w_list: list[float]):
    """Try every weight of a list.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.
    w_list : list of float
        The weights to try.

    Yields
    ------
    SweepRecord
        One for each weight: ``w``, ``samples`` (n of ``x_val, y_val, y_pred,
        loss``) and ``mse``.

    Raises
    ------
    TypeError, ValueError
        If the data or a weight is not usable.

    Examples
    --------
    >>> for record in sweep(x_data, y_data, weights(0.0, 0.2, 0.1)):
    ...     print_record(record)
    w= 0.0
         1.0 2.0 0.0 4.0
         2.0 4.0 0.0 16.0
         3.0 6.0 0.0 36.0
    MSE= 18.666666666666668
    w= 0.1
         1.0 2.0 0.1 3.61
         2.0 4.0 0.2 14.44
         3.0 6.0 0.30000000000000004 32.49
    MSE= 16.846666666666668
    >>> mse_list = [record.mse for record in sweep(x_data, y_data, weights())]
    >>> mse_list.index(min(mse_list))
    20
    """
    check_data(x_data, y_data)
    check_list("w_list", w_list)
    for w in w_list:
        samples = [
            Sample(x_val, y_val, forward(x_val, w), loss(x_val, y_val, w))
            for x_val, y_val in zip(x_data, y_data)
        ]
        yield SweepRecord(w, samples, mse(x_data, y_data, w))


def print_record(record: SweepRecord) -> None:
    """Print one weight of a sweep: a line a sample, then the MSE.

    Parameters
    ----------
    record : SweepRecord
        A record of `sweep`.

    Raises
    ------
    TypeError
        If `record` is not a SweepRecord.
    """
    check_record(record, SweepRecord, "sweep")
    print("w=", record.w)
    for sample in record.samples:
        print("\t", sample.x_val, sample.y_val, sample.y_pred, sample.loss)
    print("MSE=", record.mse)
