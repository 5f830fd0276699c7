"""Linear model: predict, measure the error, try every weight.

Source: Sung Kim, *PyTorch Zero To All*, lecture 2, "Linear Model".
"""

from lecture_code._checks import check_data, check_list

x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]
w_list = [i * 0.1 for i in range(41)]  # as np.arange(0.0, 4.1, 0.1)


def forward(x, w):
    """Prediction ``y_hat`` for an input, in the unit of y.

    >>> forward(4, w=1.0)
    4.0
    """
    return x * w


def loss(x, y, w):
    """Squared error of the prediction for one sample, in the square of the unit of y.

    >>> loss(2.0, 4.0, w=1.0)
    4.0
    """
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


def mse(x_data, y_data, w):
    """Mean squared error (MSE) over the data.

    Lists that cannot be paired raise TypeError or ValueError.

    >>> [mse(x_data, y_data, w) for w in (0.0, 1.0, 2.0, 4.0)]
    [18.666666666666668, 4.666666666666667, 0.0, 18.666666666666668]
    """
    check_data(x_data, y_data)
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        l_sum += loss(x_val, y_val, w)
    return l_sum / len(x_data)


def sweep(x_data, y_data, w_list):
    """Try every weight of a list: print the lecture's log, return the list of MSEs.

    A line a sample shows x, y, the prediction and its loss. Lists that cannot be
    paired, or an empty one, raise TypeError or ValueError.

    >>> mse_list = sweep(x_data, y_data, w_list)
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
    ...
    >>> w_list[mse_list.index(min(mse_list))]
    2.0
    """
    check_data(x_data, y_data)
    check_list("w_list", w_list)
    mse_list = []
    for w in w_list:
        print("w=", w)
        for x_val, y_val in zip(x_data, y_data):
            print("\t", x_val, y_val, forward(x_val, w), loss(x_val, y_val, w))
        mse_list.append(mse(x_data, y_data, w))
        print("MSE=", mse_list[-1])
    return mse_list
