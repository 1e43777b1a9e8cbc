"""Check your answers, and submit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.applications import deadlines
from portal.applications.policies import AlreadyHeld, NotAuthorised
from portal.applications.states import State
from portal.catalog.declaration import Step
from portal.signing.forms import CodeForm
from portal.signing.policies import SignaturesMissing
from portal.wizard import (
    actions,
    checking,
    draft,
    forms,
    materials,
    registers,
    representing,
    signing,
    tables,
)
from portal.wizard.correcting import has_changed
from portal.wizard.journey import CHECK, MATERIALS
from portal.wizard.views.drafts import DraftView

#: So many rows of a step are shown; the list of the step holds the others.
ROWS_SHOWN = 20
ALREADY_HELD = gettext_lazy(
    "Somebody named in this application is already part of another open case. "
    "Please withdraw that one first, or leave the person out."
)


class CheckView(DraftView):
    """All answers and papers on one page, with ways to change them, and the one button that submits."""

    #: of a code that was refused, to be shown again
    form: CodeForm | None = None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the answers; whoever cannot submit yet is led to what is missing."""
        return self.not_ready() or self.page(None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Judge everything anew and submit it. What is wrong is listed with links (status 422)."""
        if there := self.not_ready():
            return there
        registers.ask_due(
            self.journey, request.user, again=False
        )  # what stands there was asked about, nothing else
        if there := self.elsewhere(CHECK):
            return there
        outcome = checking.judge(self.journey)
        if outcome.refused:
            self.journey.keep(request.user, lambda document: checking.refuse(document, outcome.refused))
            return self.page(outcome.problems, status=422)
        if rejected := checking.rejections(self.journey, self.journey.findings(outcome.answers)):
            return self.page(rejected, status=422)
        return self.submit(outcome.answers)

    def not_ready(self) -> HttpResponse | None:
        """Return a redirect to the step, material or halt that stands in the way; None when none does."""
        if there := self.elsewhere(CHECK):
            return there
        if self.journey.halt():
            return HttpResponseRedirect(self.journey.url(name="wizard:halt"))
        self.rows = materials.rows_of(self.journey) if MATERIALS in self.journey.slugs() else []
        return self.to_materials() if materials.missing_of(self.rows) else None

    def to_materials(self) -> HttpResponse:
        """Open the materials again and lead there, because one is missing."""
        self.journey.keep(self.request.user, lambda document: draft.keep_refused(document, MATERIALS, {}))
        messages.warning(self.request, _("Your answers call for another paper. Please upload it here."))
        return HttpResponseRedirect(self.journey.url(MATERIALS))

    def submit(self, answers: dict[str, Any]) -> HttpResponse:
        """Hand the case in, once, however often this is asked for; then show the receipt."""
        try:
            case = actions.hand_in(journey=self.journey, answers=answers, by=self.request.user)
        except actions.PapersMissing:
            return self.to_materials()
        except NotAuthorised as refused:
            return self.page([representing.refusal(refused, self.journey.application)], status=422)
        except AlreadyHeld:
            return self.page([(reverse("my:home"), str(ALREADY_HELD))], status=422)
        except SignaturesMissing as refusal:
            return self.page(signing.missing(refusal.missing), status=422)
        except actions.AnswersChanged:
            messages.warning(
                self.request,
                _("The answers were changed elsewhere at this moment. Please look at them once more."),
            )
            return HttpResponseRedirect(self.journey.url(CHECK))
        return redirect("wizard:done", service=case.service, draft=case.pk)

    def page(self, errors: list[tuple[str, str]] | None, status: int = 200) -> HttpResponse:
        """Draw the page. errors: what stands in the way of submitting; None: what the rules say already."""
        journey = self.journey
        found = journey.findings(journey.answers)
        slugs = journey.slugs()
        sections = self.sections()
        now = timezone.now()
        promise = deadlines.on_entering(State.RECEIVED, journey.application, journey.norms, now)
        context = {
            "journey": journey,
            "sections": [section for section in sections if section["open"]],
            "others": [section for section in sections if not section["open"]],
            "rows": [{"row": row, "files": plain(materials.files_of(journey, row))} for row in self.rows],
            "materials_url": journey.url(MATERIALS) if MATERIALS in slugs else "",
            "remarks": checking.remarks(journey, found),
            "promised_on": promise.get("promised_on"),
            "promised_at": promise.get("due_at") if journey.service.limits.same_day else None,
            "provisional": promise.get("due_provisional"),
            "items": self.items(),
            "left_out": tables.left_out(journey),
            "errors": checking.rejections(journey, found) if errors is None else errors,
            **signing.context_of(journey, self.request, self.form),
            **journey.step_list(CHECK),
        }
        return render(self.request, "wizard/check.html", context, status=status)

    def sections(self) -> list[dict[str, Any]]:
        """Return the answers by step as the page shows them: which are open now, and where "change" leads."""
        journey = self.journey
        sections = checking.sections(journey.service, journey.answers, journey.norms_of, most=ROWS_SHOWN)
        for section in sections:
            slug, step = section["slug"], section["step"]
            section["open"] = slug in journey.slugs()
            # Of a step with locked fields the list of what was asked for leads to the fields that are open.
            free = section["open"] and not forms.locked_fields(journey, step)
            section["url"] = f"{journey.url(slug)}?next={CHECK}" if free else ""
            hidden = {name for name, field in step.form.base_fields.items() if field.widget.is_hidden}
            section["rows"] = [[item for item in row if item[0] not in hidden] for row in section["rows"]]
            if step.repeat:
                section["rows"] = numbered(slug, section["rows"])
            section["pages"] = [
                (*without_blanks(rows), self.url_of_row(section, place), self.name_of_row(step, place))
                for place, rows in enumerate(section["rows"])
            ]
        return sections

    def name_of_row(self, step: Step, place: int) -> str:
        """Return the heading of a row: its number, and what the row is called in its list; "" without rows."""
        if step.repeat is None:
            return ""
        rows = self.journey.answers.get(step.slug, {}).get("rows", [])
        named = step.repeat.name(rows[place]) if step.repeat.name and place < len(rows) else ""
        number = f"{step.repeat.row} {place + 1}"
        return _("%(number)s: %(name)s") % {"number": number, "name": named} if named else number

    def url_of_row(self, section: dict[str, Any], place: int) -> str:
        """Return where "change" leads for a row of a section: its own page when rows have pages."""
        step = section["step"]
        if not (section["url"] and step.repeat and step.repeat.single):
            return str(section["url"])
        return f"{self.journey.url(step.slug, name='wizard:row', row=place)}?next={CHECK}"

    def items(self) -> list[dict[str, Any]]:
        """Return what the correction asks for, each with whether it has been changed."""
        journey = self.journey
        if journey.asked is None:
            return []
        renewed = {row.material.code for row in self.rows if row.there}
        titles = {material.code: material.title for material in journey.service.materials}
        found = []
        for item in journey.asked.items:
            if item.material:
                changed = item.material in renewed
                title = titles.get(item.material, item.material)
                url = f"{journey.url(MATERIALS)}#material-{item.material}"
            else:
                step = journey.service.step(item.step)
                changed = has_changed(journey.service, item, journey.before, journey.answers)
                field = step.form.base_fields.get(item.field)
                title = field.label if field else step.title
                url = (
                    f"{journey.url(item.step)}?next={CHECK}{forms.anchor(step, item.field) if field else ''}"
                )
            found.append({"title": title, "reason": item.reason, "url": url, "changed": changed})
        return found


def numbered(slug: str, rows: list[list[tuple[str, str, str]]]) -> list[list[tuple[str, str, str]]]:
    """Return the rows of a repeated step with the names of their inputs, so that "change" leads to them."""
    return [
        [(f"{slug}-{place}-{name}", label, text) for name, label, text in row]
        for place, row in enumerate(rows)
    ]


def plain(files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return files to be shown only: without the way to remove them."""
    return [{key: value for key, value in file.items() if key != "remove_url"} for file in files]


def without_blanks(rows: list[tuple[str, str, str]]) -> tuple[list[tuple[str, str, str]], list[str]]:
    """Return the answers that were given, and the labels of the optional ones that were left blank."""
    blank = _("Not given")
    given = [row for row in rows if row[2] != blank]
    return given, [label for _name, label, text in rows if text == blank]
