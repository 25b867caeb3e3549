"""How many of a hundred improved by at least the minimal important change."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/achilles-dextrose-exercise")
changes = analysis.summarise_change(study)
figure = figures.plot_shares(changes, study.labels)
figure.save_picture("shares.svg", "svg")
