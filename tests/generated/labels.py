"""What arms and measures are called: plainly, awkwardly, and nearly alike."""

from __future__ import annotations

PLAIN = ("Dextrose injections", "Saline injections", "Home exercise", "Usual care", "PRP")
AWKWARD = (
    "Hypertonic dextrose, 25 %, with lidocaine, monthly for half a year, under ultrasound",
    "no dextrose",
    "Lidocaine (without dextrose)",
    "Sham: needle, nothing injected",
    "A",
)
ALIKE = (
    "Dextrose",
    "Dextrose 25 %",
    "Dextrose 25 % with lidocaine",
    "Dextrose & exercise",
    "Dextrose-like saline",
)
MEASURE_LABELS = (
    "Pain",
    "Pain at rest",
    "Grip strength, mean of three tries, dominant hand",
    "Would have it again",
    "Steps a day",
    "Mood",
    "EQ-5D index",
    "Global rating of change (patient's own)",
)
ARM_NAMES = ("dx9", "sal9", "Arm-9", "home_9x", "x9")
MEASURE_NAMES = ("pq1", "mq2", "sq3", "tq4")
"""Names of arms and measures that no text for readers may hold: all of these have labels."""
PLAIN_NAMES = ("grip", "walking", "fatigue", "stairs")
"""Names of measures without a label."""
