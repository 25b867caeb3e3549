"""How many were seen at each visit, of those allocated to each arm."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
flow = analysis.count_flow(study)
figure = figures.plot_flow(flow, study.labels)
figure.save_picture("flow.svg", "svg")
