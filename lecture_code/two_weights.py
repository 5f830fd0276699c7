"""Two weights: one loss, two slopes, and a constant that nobody trains.

The model is ``y_hat = x**2 * w2 + x * w1 + b``; b stays where it was put.

Source: Sung Kim, *PyTorch Zero To All*, lecture 3, exercise on a quadratic model.
"""

from lecture_code._checks import check_data, check_loss, check_training


def forward(x, w1, w2, b):
    """Prediction ``y_hat`` for an input, in the unit of y.

    >>> forward(4, w1=1.0, w2=1.0, b=10.0)
    30.0
    """
    return x * x * w2 + x * w1 + b


def loss(x, y, w1, w2, b):
    """Squared error of the prediction for one sample, in the square of the unit of y.

    >>> loss(2.0, 4.0, w1=1.0, w2=1.0, b=1.0)
    9.0
    """
    y_pred = forward(x, w1, w2, b)
    return (y_pred - y) * (y_pred - y)


def mse(x_data, y_data, w1, w2, b):
    """Mean squared error (MSE) over the data.

    Lists that cannot be paired raise TypeError or ValueError.

    >>> mse([1.0, 2.0, 3.0], [2.0, 4.0, 6.0], w1=2.0, w2=0.0, b=0.0)
    0.0
    """
    check_data(x_data, y_data)
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        l_sum += loss(x_val, y_val, w1, w2, b)
    return l_sum / len(x_data)


def gradient_w1(x, y, w1, w2, b):
    """Partial derivative of one sample's loss with respect to w1.

    >>> gradient_w1(2.0, 4.0, w1=1.0, w2=1.0, b=1.0)
    12.0
    """
    return 2 * x * (x * x * w2 + x * w1 + b - y)


def gradient_w2(x, y, w1, w2, b):
    """Partial derivative of one sample's loss with respect to w2.

    >>> gradient_w2(2.0, 4.0, w1=1.0, w2=1.0, b=1.0)
    24.0
    """
    return 2 * x * x * (x * x * w2 + x * w1 + b - y)


def best_weights(b):
    """Weights w1, w2 with the least MSE on (1, 2), (2, 4), (3, 6), b being fixed.

    Chapter 3 derives them: both mean slopes are 0 there.

    >>> [round(w, 4) for w in best_weights(10.0)]
    [-9.0526, 2.6316]
    """
    return 2 - 21 * b / 19, 5 * b / 19


def least_mse(b):
    """Least MSE on the same samples, b being fixed, in the square of the unit of y.

    >>> least_mse(10.0), least_mse(3.0)
    (1.7543859649122806, 0.15789473684210525)
    """
    return b * b / 57


def train(x_data, y_data, w1=1.0, w2=1.0, b=10.0, learning_rate=0.01, epochs=100):
    """Train w1 and w2 by one update a sample: print the lecture's log, return the pairs.

    The list has (w1, w2) at the end of each epoch. The printed loss is the
    last sample's, after its update; it is not the MSE. Data or settings that cannot be
    used raise TypeError or ValueError, a run whose loss explodes DivergenceError.

    >>> x_data, y_data = [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]
    >>> w_list = train(x_data, y_data, b=10.0)
        grad1:  1.0 2.0 20.0
        grad2:  1.0 2.0 20.0
    ...
    progress: 0 w1= 0.09632000000000007 w2= -0.8790399999999998 loss= 13.121781759999987
    ...
    progress: 99 w1= -6.93641650142263 w2= 1.8725996890776992 loss= 0.0019490191884949431
    >>> mse(x_data, y_data, *w_list[-1], b=10.0)
    2.923125561193053
    >>> w_list = train(x_data, y_data, b=3.0)
        grad1:  1.0 2.0 6.0
    ...
    progress: 99 w1= -0.8292703583553376 w2= 0.605378183969827 loss= 0.0015529446988470663
    >>> mse(x_data, y_data, *w_list[-1], b=3.0)
    0.22002618845863087
    """
    check_data(x_data, y_data)
    check_training(learning_rate, epochs)
    mse_at_start = mse(x_data, y_data, w1, w2, b)
    w_list = []
    for epoch in range(epochs):
        for x_val, y_val in zip(x_data, y_data):
            grad1 = gradient_w1(x_val, y_val, w1, w2, b)
            grad2 = gradient_w2(x_val, y_val, w1, w2, b)
            w1 = w1 - learning_rate * grad1
            w2 = w2 - learning_rate * grad2
            l = loss(x_val, y_val, w1, w2, b)
            check_loss(l, epoch, mse_at_start)
            print("\tgrad1: ", x_val, y_val, grad1)
            print("\tgrad2: ", x_val, y_val, grad2)
        print("progress:", epoch, "w1=", w1, "w2=", w2, "loss=", l)
        w_list.append((w1, w2))
    return w_list
