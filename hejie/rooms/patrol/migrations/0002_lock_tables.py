"""What a room keeps of a matter is seen by whom the matter is."""

from django.db import migrations

TABLES = ("eventplace", "shiftpoint")
UNLOCK = "DROP POLICY in_sight ON {0}; ALTER TABLE {0} DISABLE ROW LEVEL SECURITY"


class Migration(migrations.Migration):
    dependencies = [
        ("patrol", "0001_grid_duties_and_points"),
        ("kernel", "0007_second_lock"),
    ]

    operations = [
        migrations.RunSQL(f"SELECT kernel_lock('patrol_{name}')", UNLOCK.format(f"patrol_{name}"))
        for name in TABLES
    ]
