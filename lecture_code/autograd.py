"""Autograd: PyTorch draws the graph and goes through it backward.

Numbers are float32, PyTorch's default.

Source: Sung Kim, *PyTorch Zero To All*, lecture 4, "Back-propagation and Autograd".
"""

import torch

from lecture_code._checks import check_data, check_loss, check_training


def forward(x, w):
    """Prediction ``y_hat`` for an input, a tensor of the shape of w.

    >>> forward(4, torch.tensor([1.0]))
    tensor([4.])
    """
    return x * w


def loss(x, y, w):
    """Squared error of the prediction for one sample, a tensor of the shape of w.

    >>> loss(2.0, 4.0, torch.tensor([1.0]))
    tensor([4.])
    """
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


def train(x_data, y_data, w=1.0, learning_rate=0.01, epochs=10):
    """Train by one update a sample: print the lecture's log, return the weights.

    The list has the weight, a plain number, at the end of each epoch. The printed loss
    is the last sample's, before its update; it is not the MSE. Data or settings that
    cannot be used raise TypeError or ValueError, a run whose loss explodes
    DivergenceError.

    >>> w_list = train([1.0, 2.0, 3.0], [2.0, 4.0, 6.0])
        grad:  1.0 2.0 tensor(-2.)
        grad:  2.0 4.0 tensor(-7.8400)
        grad:  3.0 6.0 tensor(-16.2288)
    progress: 0 tensor(7.3159)
    ...
    progress: 9 tensor(0.0319)
    >>> forward(4, torch.tensor(w_list[-1]))
    tensor(7.8049)
    """
    check_data(x_data, y_data)
    check_training(learning_rate, epochs)
    w = torch.tensor([float(w)], requires_grad=True)
    losses = [loss(x_val, y_val, w).item() for x_val, y_val in zip(x_data, y_data)]
    mse_at_start = sum(losses) / len(losses)
    w_list = []
    for epoch in range(epochs):
        for x_val, y_val in zip(x_data, y_data):
            l = loss(x_val, y_val, w)
            check_loss(l.item(), epoch, mse_at_start)
            l.backward()
            print("\tgrad: ", x_val, y_val, w.grad[0])
            with torch.no_grad():
                w -= learning_rate * w.grad
            w.grad = None
        print("progress:", epoch, l.detach()[0])
        w_list.append(w.item())
    return w_list
