"""Every address of the portal. `/x` is Chinese, `/en/x` the same page in English."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.certificates.verification.views import scan
from portal.health import healthz, media, readyz

# One door: Wagtail's own login views would let staff in by password alone, so they are never reached.
to_login = RedirectView.as_view(pattern_name="account_login", query_string=True)
one_door = [
    path("admin/login/", to_login),
    path("admin/password_reset/", to_login),
    path("_util/login/", to_login),
]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *one_door,
    path("admin/", include(wagtailadmin_urls)),
    path("site-documents/", include(wagtaildocs_urls)),
    path("media/<path:name>", media, name="media"),
    path("V/<str:packed>", scan, name="scan"),  # in capitals: it stands in QR codes
]

pages = [
    *one_door,
    path("accounts/", include("portal.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("apply/", include("portal.wizard.urls")),
    path("files/", include("portal.documents.urls")),
    path("my/companies/", include("portal.companies.urls")),
    path("my/", include("portal.certificates.urls")),
    path("my/", include("portal.ratings.urls")),
    path("my/", include("portal.reports.urls")),
    path("my/", include("portal.my.urls")),
    path("verify/", include("portal.certificates.verify_urls")),
    path("desk/ratings/", include("portal.ratings.desk_urls")),
    path("desk/consultations/", include("portal.consultations.urls")),
    path("desk/certificates/", include("portal.certificates.desk.urls")),
    path("desk/reports/", include("portal.reports.desk_urls")),
    path("sign/", include("portal.signing.urls")),
    path("desk/statistics/", include("portal.statistics.urls")),
    path("desk/", include("portal.exchange.urls")),
    path("desk/", include("portal.review.urls")),
    path("ui/", include("portal.ui.urls")),
    path("", include(wagtail_urls)),
]
urlpatterns += i18n_patterns(*pages, prefix_default_language=False)
