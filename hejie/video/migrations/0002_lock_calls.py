"""A call is seen by whom its matter is."""

from django.db import migrations

TABLES = ("call", "chunk", "line", "seat")
UNLOCK = "DROP POLICY in_sight ON {0}; ALTER TABLE {0} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [("video", "0001_calls"), ("kernel", "0007_second_lock")]

    operations = [
        migrations.RunSQL(f"SELECT kernel_lock('video_{name}')", UNLOCK.format(f"video_{name}"))
        for name in TABLES
    ]
