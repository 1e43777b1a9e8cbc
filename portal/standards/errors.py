"""The one exception of this room."""


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation and return it unchanged; the caller translates `str(error)`.

    Named as Django's own so that message extraction finds the sentences, though this room imports no Django.
    """
    return message


class Invalid(ValueError):
    """What was typed breaks a standard.

    `code` is stable and for programs (E_CHECK, NAME_SPACE, ...); `str(error)` is a plain English sentence
    and at the same time the msgid of its translation; `suggestion` is a form that would be accepted, if one
    is known.
    """

    def __init__(self, code: str, message: str, suggestion: str | None = None) -> None:
        """Keep the code, the sentence and the suggestion."""
        super().__init__(message)
        self.code = code
        self.suggestion = suggestion
