import django.db.models.deletion
from django.db import migrations, models

MOVE = """
INSERT INTO kernel_boundary (division_id, geometry)
SELECT code, boundary FROM kernel_division WHERE boundary IS NOT NULL;
"""
MOVE_BACK = """
UPDATE kernel_division SET boundary = b.geometry
FROM kernel_boundary b WHERE b.division_id = code;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0013_cosignatures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Boundary",
            fields=[
                (
                    "division",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="boundary",
                        serialize=False,
                        to="kernel.division",
                    ),
                ),
                ("geometry", models.JSONField()),
            ],
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        migrations.RemoveField(model_name="division", name="boundary"),
    ]
