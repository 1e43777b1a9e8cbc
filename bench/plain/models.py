"""Where the plain page keeps what was typed."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Entry(models.Model):
    """What one person typed into the plain form."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "plain"
