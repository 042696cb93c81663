"""A file on its way in is encrypted from now on; what is there is marked as plain until then."""

from django.db import migrations

TO_MARKED = "UPDATE imports_source SET content = '\\x00'::bytea || content"
TO_FORMER = "UPDATE imports_source SET content = substr(content, 2)"


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_imports")]

    operations = [migrations.RunSQL(TO_MARKED, TO_FORMER)]
