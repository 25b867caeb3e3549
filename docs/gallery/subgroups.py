"""The primary difference within subgroups of participants."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
compared = analysis.compare_subgroups(study, columns=["sex"])
figure = figures.plot_subgroups(compared, study.labels)
figure.save_picture("subgroups.svg", "svg")
