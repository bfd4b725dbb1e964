from django.db import migrations

from avow.kernel.versions import append_only_again


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [append_only_again("kernel_journalentry")]
