from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0019_open_matters_by_place")]

    operations = [
        migrations.DeleteModel(name="CalendarDay"),
        migrations.DeleteModel(name="CalendarYear"),
    ]
