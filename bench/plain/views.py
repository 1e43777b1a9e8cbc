"""The page of the plain form, as the Django tutorial would write it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bench.plain.models import Entry

#: Set by the bench before the first request.
chosen: dict[str, type[forms.Form]] = {}


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Show the form with what was kept; keep a valid one and redirect."""
    entry, _made = Entry.objects.get_or_create(owner=request.user)
    form: Any = chosen["form"](request.POST or None, initial=entry.data)
    if request.method == "POST" and form.is_valid():
        entry.data = form.cleaned_data
        entry.save()
        return redirect("plain")
    return render(request, "plain/page.html", {"form": form}, using="plain")
