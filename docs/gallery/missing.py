"""How many scores are missing, by arm and visit."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
flow = analysis.count_flow(study)
figure = figures.plot_missing(flow, study.labels)
figure.save_picture("missing.svg", "svg")
