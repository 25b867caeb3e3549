"""How far missing scores may be from what is expected before the comparison says something else."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
shifted = analysis.find_tipping_point(study)
figure = figures.plot_tipping(shifted, study.labels)
figure.save_picture("tipping.svg", "svg")
