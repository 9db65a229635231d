"""What can be wrong, in words; without torch."""


class NotFinite(ArithmeticError):
    """The model computed probabilities that are not numbers."""


class Unsupported(Exception):
    """The model is not of the form that MusicGen and AudioGen were published in; the text says where it differs."""


class NotHere(Exception):
    """This machine cannot decode in that mode; the text says why."""
