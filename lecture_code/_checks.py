"""Checks shared by the lessons: bad input gets a sentence that says what to mend."""

GROWTH_LIMIT = 1e6
LARGEST = 1.7976931348623157e308  # of all floats; an int may be larger


class DivergenceError(ArithmeticError):
    """A training run whose loss grows instead of shrinking."""


def check_numbers(**numbers: float) -> None:
    """Refuse anything that is not a finite int or float.

    Parameters
    ----------
    **numbers : float
        The arguments to check, under their own names.

    Raises
    ------
    TypeError
        If one of them is not a plain number.
    ValueError
        If one of them is infinite or not a number (NaN).
    """
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"{name} is {value!r}: give a plain number such as 1.0.")
        if not abs(value) <= LARGEST:
            raise ValueError(f"{name} is {value}: give a finite number.")


def check_list(name: str, values: list[float]) -> None:
    """Refuse anything but a list or tuple of finite numbers, at least one.

    Parameters
    ----------
    name : str
        What to call it in the message.
    values : list of float
        The numbers to check.

    Raises
    ------
    TypeError
        If it is not a list or tuple, or holds something else than numbers.
    ValueError
        If it is empty or holds a number that is not finite.
    """
    if not isinstance(values, (list, tuple)):
        raise TypeError(
            f"{name} is a {type(values).__name__}: "
            "give a list such as [1.0, 2.0], whose order is fixed."
        )
    if len(values) == 0:
        raise ValueError(f"{name} is empty: give at least one number.")
    for i, value in enumerate(values):
        check_numbers(**{f"{name}[{i}]": value})


def check_record(record, kind, source: str) -> None:
    """Refuse a record of another kind.

    Parameters
    ----------
    record : object
        What was given.
    kind : type
        What it should be.
    source : str
        The function that makes such records.

    Raises
    ------
    TypeError
        If `record` is not of the kind.
    """
    if not isinstance(record, kind):
        raise TypeError(f"record is {record!r}: give a record of {source}.")


def check_data(x_data: list[float], y_data: list[float]) -> None:
    """Refuse data that cannot be paired into samples (x, y) of finite numbers.

    Parameters
    ----------
    x_data, y_data : list of float, shape (n,)
        Inputs and targets.

    Raises
    ------
    TypeError
        If one of them is not a list or tuple, or holds something else than
        numbers.
    ValueError
        If they are empty, differ in length, or hold a number that is not finite.
    """
    check_list("x_data", x_data)
    check_list("y_data", y_data)
    if len(x_data) != len(y_data):
        raise ValueError(
            f"x_data has {len(x_data)} numbers and y_data has {len(y_data)}: "
            "give one y for every x."
        )


def check_training(learning_rate: float, epochs: int) -> None:
    """Refuse a learning rate or a number of epochs that is not positive.

    Parameters
    ----------
    learning_rate : float
        Size of a step, relative to the gradient.
    epochs : int
        How many times to go through the data.

    Raises
    ------
    TypeError
        If `learning_rate` is not a number or `epochs` not an integer.
    ValueError
        If one of them is zero, negative, infinite or NaN.
    """
    check_numbers(learning_rate=learning_rate, epochs=epochs)
    if not isinstance(epochs, int):
        raise TypeError(f"epochs is {epochs}: give a whole number such as 100.")
    if learning_rate <= 0:
        raise ValueError(f"learning_rate is {learning_rate}: give a number above 0.")
    if epochs <= 0:
        raise ValueError(f"epochs is {epochs}: give a number above 0.")


def check_progress(epoch: int, loss_now: float, mse_at_start: float) -> None:
    """Stop a run in which a loss is about a million times the MSE at its start.

    Without this stop the numbers would grow until they overflow, and the rest of
    the log would read ``nan``.

    Parameters
    ----------
    epoch : int
        The epoch that is running.
    loss_now : float
        A loss of this epoch.
    mse_at_start : float
        The mean squared error before training.

    Raises
    ------
    DivergenceError
        If `loss_now` is more than a million times ``mse_at_start + 1``, or NaN.
    """
    # The 1 keeps a run that starts at a perfect fit from stopping for a rounding error.
    if not loss_now <= GROWTH_LIMIT * (mse_at_start + 1.0):
        raise DivergenceError(
            f"the run diverges: in epoch {epoch} a loss is {loss_now:g}, "
            f"the MSE before training was {mse_at_start:g}. "
            "The steps are too long; give a smaller learning_rate."
        )
