"""Days and slots are told apart within their district, like everything of a matter."""

import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reception", "0002_lock_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="receptionday", name="one_day_a_reference"),
        migrations.RemoveConstraint(model_name="takenslot", name="slot_booked_once"),
        migrations.AddConstraint(
            model_name="receptionday",
            constraint=models.UniqueConstraint(
                fields=("district", "reference"), name="one_day_a_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="takenslot",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                deferrable=models.Deferrable.IMMEDIATE,
                expressions=[
                    (models.F("district"), "="),
                    (models.F("day"), "="),
                    (models.F("number"), "="),
                ],
                name="slot_booked_once",
            ),
        ),
    ]
