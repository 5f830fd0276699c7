"""Gradient descent: let the slope of the loss say where to go.

Source: Sung Kim, *PyTorch Zero To All*, lecture 3, "Gradient Descent".
"""

from lecture_code._checks import check_data, check_loss, check_training
from lecture_code.linear_model import loss, mse


def gradient(x, y, w):
    """Slope ``d loss / d w`` of one sample's loss, derived by hand.

    >>> gradient(2.0, 4.0, w=1.0)
    -8.0
    """
    return 2 * x * (x * w - y)


def finite_difference(f, at, h=1e-5):
    """Slope of a function of one number, measured by a nudge `h` to both sides.

    >>> round(finite_difference(lambda w: loss(2.0, 4.0, w), at=1.0), 6)
    -8.0
    """
    return (f(at + h) - f(at - h)) / (2 * h)


def mean_gradient(x_data, y_data, w):
    """Slope of the MSE: the mean of the samples' gradients.

    Lists that cannot be paired raise TypeError or ValueError.

    >>> mean_gradient([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], w=1.0)
    -9.333333333333334
    """
    check_data(x_data, y_data)
    grad_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        grad_sum += gradient(x_val, y_val, w)
    return grad_sum / len(x_data)


def train(x_data, y_data, w=1.0, learning_rate=0.01, epochs=100):
    """Train by one update a sample: print the lecture's log, return the weights.

    The list has the weight at the end of each epoch. The printed loss is the last
    sample's, after its update; it is not the MSE. Data or settings that cannot be used
    raise TypeError or ValueError, a run whose loss explodes DivergenceError.

    >>> w_list = train([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
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
    """
    check_data(x_data, y_data)
    check_training(learning_rate, epochs)
    mse_at_start = mse(x_data, y_data, w)
    w_list = []
    for epoch in range(epochs):
        for x_val, y_val in zip(x_data, y_data):
            grad = gradient(x_val, y_val, w)
            w = w - learning_rate * grad
            l = loss(x_val, y_val, w)
            check_loss(l, epoch, mse_at_start)
            print("\tgrad: ", x_val, y_val, grad)
        print("progress:", epoch, "w=", w, "loss=", l)
        w_list.append(w)
    return w_list


def train_full_batch(x_data, y_data, w=1.0, learning_rate=0.01, epochs=100):
    """Train by one update an epoch, against the mean gradient; return the weights.

    The list has the weight at the end of each epoch. Raises as `train` does.

    >>> train_full_batch([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], epochs=2)
    [1.0933333333333333, 1.1779555555555554]
    """
    check_data(x_data, y_data)
    check_training(learning_rate, epochs)
    mse_at_start = mse(x_data, y_data, w)
    w_list = []
    for epoch in range(epochs):
        w = w - learning_rate * mean_gradient(x_data, y_data, w)
        check_loss(mse(x_data, y_data, w), epoch, mse_at_start, "the MSE")
        w_list.append(w)
    return w_list
