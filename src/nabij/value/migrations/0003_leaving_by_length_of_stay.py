from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("value", "0002_longer_shape"),
    ]

    operations = [
        migrations.AddField(
            model_name="estimate",
            name="by_stay",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="estimate",
            name="shape",
            field=models.CharField(
                choices=[
                    ("pert", "most likely near the best guess"),
                    ("triangular", "straight up and straight down"),
                    ("three_point", "one of the three: 1, 4 and 1 in 6"),
                    ("fixed", "certain"),
                    ("beta", "counted: a share"),
                    ("gamma", "counted: a number per period"),
                    ("normal", "counted: an average"),
                    ("by_stay", "counted: by length of stay"),
                ],
                default="pert",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="estimate",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_stay__isnull", False), ("shape", "by_stay"))
                | (~models.Q(("shape", "by_stay")) & models.Q(("by_stay__isnull", True))),
                name="estimate_by_stay_has_points",
            ),
        ),
    ]
