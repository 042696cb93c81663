"""What a room keeps of a matter is seen by whom the matter is."""

from django.db import migrations

TABLES = ("receptionday", "takenslot")
UNLOCK = "DROP POLICY in_sight ON {0}; ALTER TABLE {0} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [
        ("reception", "0001_days_and_slots"),
        ("kernel", "0007_second_lock"),
    ]

    operations = [
        migrations.RunSQL(
            f"SELECT kernel_lock('reception_{name}')", UNLOCK.format(f"reception_{name}")
        )
        for name in TABLES
    ]
