"""Pages for the browser tests: a form with autosave, whose server can be told to fail."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template import RequestContext, Template
from django.urls import path

from portal.ui import fields
from portal.ui.forms import StepForm
from tests.ui.urls import urlpatterns as frame

PAGE = """{% extends "ui/base.html" %}{% block title %}Form{% endblock %}{% block main %}<h1>Form</h1>
<p data-autosave-status role="status"></p>
<form method="post" novalidate data-autosave="/autosave/">{% csrf_token %}{{ form }}
<p role="alert" data-submit-status hidden></p>
<button class="button">Save and continue</button></form>{% endblock %}"""

saved: list[dict[str, str]] = []
submitted: list[dict[str, str]] = []
answers_with: list[int] = []


class Form(StepForm):
    name = fields.PlainTextField(label="Name")
    number = fields.ResidentIdField(label="Number", required=False, birth="born", sex="sex")
    born = fields.CalendarDateField(label="Born", required=False)
    sex = fields.RadioField(label="Sex", required=False, choices=[("1", "Man"), ("2", "Woman")])
    school = fields.PlainTextField(label="School", required=False)
    married = fields.YesNoField(label="Married")
    spouse = fields.PlainTextField(label="Spouse")
    fieldsets = (("You", ("name", "married")), ("Your spouse", ("spouse",)))
    shown_when = {"spouse": ("married", ("yes",)), "school": (("sex", ("2",)), ("born", ("age:6-17",)))}


def form_page(request):
    form = Form(request.POST or None)
    if request.method == "POST":
        submitted.append(request.POST.dict())
        return redirect("/en/ui/")
    return HttpResponse(Template(PAGE).render(RequestContext(request, {"form": form})))


def autosave(request):
    status = answers_with.pop(0) if answers_with else 200
    if status != 200:
        return JsonResponse({"error": "This application has been submitted."}, status=status)
    saved.append(request.POST.dict() | {"header": request.headers["X-Requested-With"]})
    return JsonResponse({"saved_at": "14:02"})


urlpatterns = [
    *frame,
    path("en/form/", form_page),
    path("autosave/", autosave),
]
