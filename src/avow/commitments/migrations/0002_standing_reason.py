from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [migrations.AddField("commitment", "standing_reason", models.TextField(blank=True))]
