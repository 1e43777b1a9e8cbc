"""The pages of the site: home, services, guides, news, their navigation and the texts of the frame.

In: what editors write under `/admin/`, and the services that `portal.catalog` registers.
Out: the public pages, and header and footer for every other room's pages (`{% load cms %}`).
Not here: applications, citizens' files, certificates; no personal data at all. No service is named here.
"""
