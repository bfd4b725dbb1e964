from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_people")]

    operations = [migrations.AddField("organisation", "needs_approver", models.BooleanField(default=False))]
