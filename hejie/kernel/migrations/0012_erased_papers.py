"""When a paper was erased by law, and which files wait to be deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0011_patience"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="erased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("erased_at__isnull", False), ("size__gt", 0)),
                fields=["erased_at"],
                name="paper_to_sweep",
            ),
        ),
    ]
