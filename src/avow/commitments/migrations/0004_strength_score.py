import django.db.models.deletion
from django.db import migrations, models

import avow.kernel.fields
from avow.kernel.versions import append_only


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_turns_makers_exceptions")]

    operations = [
        migrations.CreateModel(
            name="StrengthScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("overall", models.PositiveIntegerField()),
                ("scores", avow.kernel.fields.ListField(blank=True, default="")),
                ("spoken", models.BooleanField()),
                ("pack", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="commitments.commitment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("commitment", "number"), name="strength_score_once")],
            },
        ),
        append_only("commitments_strengthscore"),
    ]
