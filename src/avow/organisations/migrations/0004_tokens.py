import django.db.models.deletion
from django.db import migrations, models

import avow.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0003_needs_approver"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("scopes", avow.kernel.fields.ListField(blank=True, default="")),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="organisations.party"
                    ),
                ),
            ],
        ),
    ]
