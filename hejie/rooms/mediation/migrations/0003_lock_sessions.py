"""Sessions are seen by whom their matter is."""

from django.db import migrations

UNLOCK = """
DROP POLICY in_sight ON mediation_mediationsession;
ALTER TABLE mediation_mediationsession DISABLE ROW LEVEL SECURITY
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0002_defer_clashes_in_a_replay"),
        ("kernel", "0007_second_lock"),
    ]

    operations = [
        migrations.RunSQL("SELECT kernel_lock('mediation_mediationsession')", UNLOCK),
    ]
