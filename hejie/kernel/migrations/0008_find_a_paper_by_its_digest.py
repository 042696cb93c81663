"""Find the paper with given bytes, whichever matter it belongs to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0007_second_lock")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["digest"], name="paper_by_digest"),
        ),
    ]
