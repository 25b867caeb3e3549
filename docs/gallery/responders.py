"""How many more responded with one arm than with the other, by each threshold."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
responders = analysis.compare_responders(study)
figure = figures.plot_responders(responders, study.labels)
figure.save_picture("responders.svg", "svg")
