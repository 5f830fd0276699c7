"""Checks of data and settings: bad input gets a sentence that says what to mend."""

LARGEST = 1.7976931348623157e308  # of all floats


class DivergenceError(ArithmeticError):
    """A training run whose loss grows instead of shrinking."""


def check_list(name, values):
    """Refuse what is no list of at least one number."""
    if not isinstance(values, (list, tuple)):
        kind = type(values).__name__
        raise TypeError(f"{name} is a {kind}: give a list such as [1.0, 2.0].")
    if not values:
        raise ValueError(f"{name} is empty: give at least one number.")


def check_data(x_data, y_data):
    """Refuse data that cannot be paired into samples (x, y)."""
    check_list("x_data", x_data)
    check_list("y_data", y_data)
    if len(x_data) != len(y_data):
        raise ValueError(
            f"x_data has {len(x_data)} numbers and y_data has {len(y_data)}: "
            "give one y for every x."
        )


def check_training(learning_rate, epochs):
    """Refuse a learning rate or a number of epochs that is no positive number."""
    if not isinstance(learning_rate, (int, float)) or not 0 < learning_rate <= LARGEST:
        raise ValueError(
            f"learning_rate is {learning_rate!r}: give a number above 0, such as 0.01."
        )
    if not isinstance(epochs, int) or epochs < 1:
        raise ValueError(
            f"epochs is {epochs!r}: give a whole number above 0, such as 100."
        )


def check_loss(l, epoch, mse_at_start, name="a sample's loss"):
    """Stop a run in which a loss is not finite, or far above the MSE at its start."""
    # The 1 lets a run that starts at a perfect fit round its numbers.
    if not l <= min(1e6 * (mse_at_start + 1.0), LARGEST):
        raise DivergenceError(
            f"the run diverges: in epoch {epoch} {name} is {l:g}, and the MSE before "
            f"training was {mse_at_start:g}. Give a smaller learning_rate, or smaller, "
            "finite numbers as data."
        )
