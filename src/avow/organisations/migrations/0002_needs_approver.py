from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.AddField("organisation", "needs_approver", models.BooleanField(default=False))]
