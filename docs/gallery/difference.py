"""The difference between the arms at each visit, beside what is published as important."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
differences = analysis.compare_with_control(study)
figure = figures.plot_difference(differences, study.labels, "womac.composite")
figure.save_picture("difference.svg", "svg")
