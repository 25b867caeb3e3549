"""What the published trials found, by the time since treatment."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
evidence = analysis.gather_evidence_for(study)
figure = figures.plot_weeks(next(one for one in evidence if one.pools))
figure.save_picture("weeks.svg", "svg")
