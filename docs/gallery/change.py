"""The change since baseline at each visit of a study without a comparison."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/foot-ankle-dextrose")
changes = analysis.summarise_change(study)
figure = figures.plot_change(changes, study.labels)
figure.save_picture("change.svg", "svg")
