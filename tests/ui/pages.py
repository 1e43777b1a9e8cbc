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

UPLOAD = """{% extends "ui/base.html" %}{% block title %}Files{% endblock %}{% block main %}<h1>Files</h1>
{% if name %}{% include "ui/error_summary.html" with errors=errors %}{% endif %}
<section class="material" id="material-A" tabindex="-1"><h2>Paper</h2>
<form method="post" enctype="multipart/form-data" class="upload" data-upload>{% csrf_token %}
<label for="id_file">Choose a file</label><input type="file" name="file" id="id_file">
<p data-upload-status role="status"></p><button class="button">Upload</button></form></section>{% endblock %}"""

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


def upload_page(request):
    name = request.FILES["file"].name if request.method == "POST" else ""
    context = {"name": name, "errors": [("#id_file", f"{name} is not a picture.")]}
    return HttpResponse(Template(UPLOAD).render(RequestContext(request, context)))


urlpatterns = [
    *frame,
    path("en/files/", upload_page),
    path("en/form/", form_page),
    path("autosave/", autosave),
]
