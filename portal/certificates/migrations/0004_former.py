"""Papers that were issued before there were seals say so."""

from django.db import migrations

UNSEALED = "-"


def say(apps, schema_editor):
    apps.get_model("certificates", "Certificate").objects.filter(status="issued", seal="").update(seal=UNSEALED)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_register")]
    operations = [migrations.RunPython(say, migrations.RunPython.noop)]
