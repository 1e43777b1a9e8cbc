"""The ticks of an act: a box for each open checkpoint, and a way to say that it does not apply or has failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.applications.models import Application
from portal.checkpoints import actions
from portal.checkpoints.actions import Tick
from portal.checkpoints.catalogue import Checkpoint
from portal.checkpoints.models import Result

Outcome = Result.Outcome
MOST = 500


class TicksForm(forms.Form):
    """Fields `cp_<id>` (the box), `cp_<id>_other` (not applicable, failed) and `cp_<id>_note`.

    Nothing is required here: what is missing for an act, its gate says. `ticks`: what was stated, once it is valid.
    """

    def __init__(
        self, *args: Any, wanted: Sequence[Checkpoint], said: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wanted, self.said, self.ticks = wanted, said or {}, list[Tick]()
        others = [
            ("", _("in order")),
            (Outcome.NOT_APPLICABLE.value, _("does not apply, because …")),
            (Outcome.FAIL.value, _("not passed, because …")),
        ]
        for one in wanted:
            name = f"cp_{one.code}"
            self.fields[name] = forms.BooleanField(required=False, label=one.name)
            self.fields[f"{name}_other"] = forms.ChoiceField(
                choices=others, required=False, label=_("Result")
            )
            self.fields[f"{name}_note"] = forms.CharField(
                required=False, max_length=MOST, label=_("Note"), widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields by checkpoint, as the template draws them; unfolded where something stands in them."""
        rows = []
        for one in self.wanted:
            name = f"cp_{one.code}"
            box, other, note = self[name], self[f"{name}_other"], self[f"{name}_note"]
            problems = [*other.errors, *note.errors]
            unfolded = bool(problems or other.value() or note.value())
            said = self.said.get(one.code, "")
            rows.append(
                {"checkpoint": one, "box": box, "other": other, "note": note, "open": unfolded, "said": said}
            )
        return rows

    def clean(self) -> dict[str, Any]:
        """Read what is stated of each checkpoint; ask why it does not apply or has failed."""
        data = super().clean() or self.cleaned_data
        for one in self.wanted:
            name = f"cp_{one.code}"
            ticked, other = data.get(name), data.get(f"{name}_other", "")
            note = str(data.get(f"{name}_note", "")).strip()
            if other and ticked:
                self.add_error(f"{name}_other", _("%(code)s: please choose one result.") % {"code": one.code})
            elif other and not note:
                self.add_error(f"{name}_note", _("%(code)s: please say why.") % {"code": one.code})
            elif other or ticked:
                result = other or (Outcome.PASS_WITH_NOTE if note else Outcome.PASS)
                self.ticks.append(Tick(one.code, str(result), note))
        return data

    def sentences(self) -> list[str]:
        """Return what is wrong, one sentence each, for the form of the act."""
        return [str(sentence) for errors in self.errors.values() for sentence in errors]

    def record(self, application: Application, by: User, version: int) -> list[Result]:
        """Record what was stated; nothing happens when nothing was. Raises as `actions.tick`."""
        if not self.ticks:
            return []
        return actions.tick(application=application, by=by, ticks=self.ticks, version=version)
