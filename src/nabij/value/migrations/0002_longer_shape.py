from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("value", "0001_value_model"),
    ]

    operations = [
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
                ],
                default="pert",
                max_length=12,
            ),
        ),
    ]
