"""The primary difference by other ways of analysing the same scores."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
ways = analysis.compare_ways(study)
figure = figures.plot_ways(ways, study.labels)
figure.save_picture("ways.svg", "svg")
