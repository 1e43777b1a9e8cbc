"""What is issued is sealed; on PostgreSQL the database itself refuses to change lines of the register."""

from django.db import migrations, models

CREATE = """
CREATE TRIGGER register_append_only BEFORE UPDATE OR DELETE ON certificates_registerentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER register_no_truncate BEFORE TRUNCATE ON certificates_registerentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
"""
DROP = """
DROP TRIGGER register_no_truncate ON certificates_registerentry;
DROP TRIGGER register_append_only ON certificates_registerentry;
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP, params=None)


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_former"), ("audit", "0002_append_only")]
    operations = [
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'issued'), _negated=True), models.Q(models.Q(('sha256', ''), _negated=True), models.Q(('seal', ''), _negated=True), ('issued_at__isnull', False)), _connector='OR'), name='issued_was_sealed_and_read_back'),
        ),
        migrations.RunPython(create, drop),
    ]
