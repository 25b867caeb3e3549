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
