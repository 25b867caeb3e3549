"""The differences of many endpoints, as small multiples."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
differences = analysis.compare_with_control(study)
(figure,) = figures.plot_differences(differences, study.labels)
figure.save_picture("differences.svg", "svg")
