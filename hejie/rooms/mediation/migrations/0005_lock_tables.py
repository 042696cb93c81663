"""What a room keeps of a matter is seen by whom the matter is."""

from django.db import migrations

TABLES = ("courtcase", "mediationsession", "receivedpackage", "waitingseals")
UNLOCK = "DROP POLICY in_sight ON {0}; ALTER TABLE {0} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0004_waiting_seals"),
        ("kernel", "0007_second_lock"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT kernel_lock('mediation_{name}')", UNLOCK.format(f"mediation_{name}")
        )
        for name in TABLES
    ]
