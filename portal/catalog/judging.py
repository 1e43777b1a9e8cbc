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


class Judging:
    """Gathers what speaks against a case, and comes to one judgement in the end.

    evidence: what is looked at in any case ("material:TH03", "fact:person"). `rule` and `register` add theirs.
    """

    def __init__(self, checked: Checked, *evidence: str) -> None:
        self.checked = checked
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

    def register(self, key: str, missing: Text, unreachable: Text) -> None:
        """Judge by the reply of a register: NO fails, none (also one that was never asked) is a note.

        key: of the `Source`. missing: what NO means. unreachable: what stands in its place.
        """
        state = state_of(self.checked.answers, key)
        self.fail(state == "NO", missing)
        self.note(state not in {"YES", "NO"}, unreachable)
        self._evidence.append(f"source:{key}")

    def result(self) -> Judgement:
        """Return the judgement.

        What fails holds no refusal back: it is a ground of it. So with a recommendation against, it is a note.
        """
        evidence, sentences = tuple(dict.fromkeys(self._evidence)), [*self._fails, *self._notes]
        if not sentences:
            return Judgement("PASS", "", evidence)
        if self._fails and self.checked.proposal != "against":
            return Judgement("FAIL", _lazy_joined(*sentences), evidence)
        if self._fails:
            sentences.append(SPEAKS_AGAINST)
        return Judgement("PASS_WITH_NOTE", _lazy_joined(*sentences), evidence)
