"""Adverse events by name (made up here): how the arms differ in the share with each."""

from dataclasses import replace

import pandas as pd

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
arms = study.participants.groupby("arm")["participant"]
counts = {"flare of pain": (11, 4), "bruising": (5, 3), "stiffness": (2, 2), "headache": (1, 4)}
events = [
    {"participant": person, "event": event}
    for event, numbers in counts.items()
    for arm, number in zip(("dextrose", "saline"), numbers, strict=True)
    for person in arms.get_group(arm).head(number)
]
estimates = analysis.summarise_harms(replace(study, events=pd.DataFrame(events)))
against_saline = estimates[estimates["comparator"].isin(["", "saline"])]
figures.plot_harms(against_saline, study.labels).save_picture("harms.svg", "svg")
