import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

import avow.kernel.fields
from avow.kernel.versions import append_only, append_only_again


def name_who_named(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Makers told so far were named by whoever the commitment comes from."""
    origin = apps.get_model("commitments", "Commitment").objects.filter(pk=OuterRef("commitment_id")).values("origin")[:1]
    apps.get_model("commitments", "Maker").objects.update(named_by=Subquery(origin))


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0002_standing_reason"),
        ("organisations", "0003_needs_approver"),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="circular",
            field=avow.kernel.fields.ListField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="commitment",
            name="exemplar",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="commitment",
            name="led",
            field=avow.kernel.fields.ListField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="commitment",
            name="standing_said_by",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="commitmentversion",
            name="approved_by",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="draft",
            name="base_version",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="draft",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="revision",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="maker",
            name="named_by",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="maker",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.CreateModel(
            name="LateEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("window", models.CharField(max_length=60)),
                ("reason", models.TextField()),
                ("until", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.party"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="commitment",
            name="late_entry",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="commitments.lateentry",
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("move", models.CharField(max_length=20)),
                ("reason", models.TextField()),
                ("unlocked", avow.kernel.fields.ListField(blank=True, default="")),
                ("answered_at", models.DateTimeField()),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="commitments.commitment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("commitment", "number"), name="answer_once")],
            },
        ),
        migrations.CreateModel(
            name="FormerMaker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("role", models.CharField(max_length=20)),
                ("named_by", models.CharField(blank=True, max_length=20)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=20)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="former_makers", to="commitments.commitment"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.party"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("commitment", "number"), name="former_maker_once")],
            },
        ),
        migrations.CreateModel(
            name="LeaderException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("theme", models.CharField(max_length=60)),
                ("reason", models.TextField()),
                ("alternative", models.TextField()),
                ("since", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "party",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.party"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("party", "theme"), name="leader_exception_once")],
            },
        ),
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("turn", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("detail", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("said_by", models.CharField(blank=True, max_length=20)),
                (
                    "commitment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="commitments.commitment"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="commitments.commitment"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("commitment", "number"), name="turn_once")],
            },
        ),
        append_only(
            "commitments_answer",
            "commitments_formermaker",
            "commitments_lateentry",
            "commitments_leaderexception",
            "commitments_turn",
        ),
        append_only_again(
            "commitments_commitmentversion",
            "commitments_versionaction",
            "commitments_target",
            "commitments_targetvalue",
            "commitments_ledgerentry",
            "commitments_stagedeclaration",
        ),
        migrations.RunPython(name_who_named, migrations.RunPython.noop),
    ]
