"""How a service puts together what an automatic checkpoint found: what fails, what is noted, what was looked at."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.catalog.checking import Checked, Judgement
from portal.catalog.context import Text
from portal.catalog.sources import state_of
from portal.ui.listing import listed

#: A register that was down at submission is asked again later (`review.open_follow_ups`).
LATER = _("A later check is open.")
SPEAKS_AGAINST = _("The refusal that is recommended may rest on it.")


def _filled(text: Text, words: Mapping[str, Any]) -> str:
    return str(text) % words


def _joined(*sentences: Text) -> str:
    between = " " if (get_language() or "").startswith("en") else ""
    return between.join(str(sentence) for sentence in sentences)


def _listed(*texts: Text) -> str:
    return listed(str(text) for text in texts)


_lazy_filled, _lazy_joined, _lazy_listed = lazy(_filled, str), lazy(_joined, str), lazy(_listed, str)


def said(text: Text, **words: Any) -> Text:
    """Return a sentence with its words filled in, which still waits for its language."""
    return _lazy_filled(text, words)


def together(texts: Iterable[Text]) -> Text:
    """Return several texts one after the other, which still wait for their language."""
    return _lazy_listed(*texts)


def not_here(reason: Text, *evidence: str) -> Judgement:
    """Return that the condition of a checkpoint does not hold in this case. reason: why, a sentence for officers."""
    return Judgement("NOT_APPLICABLE", reason, evidence)


class Gathering:
    """Gathers what speaks against a case, and comes to one judgement in the end.

    evidence: what is looked at in any case ("material:TH03", "fact:person").
    """

    def __init__(self, *evidence: str) -> None:
        self._evidence = list(evidence)
        self._fails: list[Text] = []
        self._notes: list[Text] = []

    def fail(self, when: object, text: Text, *evidence: str) -> None:
        """Remember that the criterion is not met, when it is so."""
        if when:
            self._fails.append(text)
        self._evidence += evidence

    def note(self, when: object, text: Text, *evidence: str) -> None:
        """Remember what an officer should read, when it is so; it holds nothing back."""
        if when:
            self._notes.append(text)
        self._evidence += evidence

    def result(self) -> Judgement:
        """Return the judgement: what fails first, then what is noted."""
        evidence, sentences = tuple(dict.fromkeys(self._evidence)), [*self._fails, *self._notes]
        if not sentences:
            return Judgement("PASS", "", evidence)
        return Judgement("FAIL" if self._fails else "PASS_WITH_NOTE", _lazy_joined(*sentences), evidence)


class Judging(Gathering):
    """Gathers what a service finds about a case as its checkpoints see it."""

    def __init__(self, checked: Checked, *evidence: str) -> None:
        super().__init__(*evidence)
        self.checked = checked

    def register(self, key: str, missing: Text, unreachable: Text) -> None:
        """Judge by the reply of a register: NO fails, none (also one that was never asked) is a note.

        key: of the `Source`. missing: what NO means. unreachable: what stands in its place.
        """
        state = state_of(self.checked.answers, key)
        self.fail(state == "NO", missing)
        self.note(state not in {"YES", "NO"}, unreachable, f"source:{key}")
        self.note(state == "UNAVAILABLE", LATER)

    def result(self) -> Judgement:
        """Return the judgement.

        What fails holds no refusal back: it is a ground of it. So with a recommendation against, it is a note.
        """
        if self._fails and self.checked.proposal == "against":
            self._notes = [*self._fails, *self._notes, SPEAKS_AGAINST]
            self._fails = []
        return super().result()
