"""Where each person lands after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.accounts.queries import is_officer, is_staff_member


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead officers to the desk, editors to the site's administration, everybody else to their cases."""
    if is_officer(request.user):
        return redirect("review:queue")
    if is_staff_member(request.user):
        return redirect("wagtailadmin_home")
    return redirect("my:home")
