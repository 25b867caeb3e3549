"""Who was assessed, allocated, treated, followed and analysed: the diagram of CONSORT 2025."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
differences = analysis.compare_with_control(study)
stages = analysis.count_stages(study, differences)
figure = figures.plot_stages(stages, study.labels)
figure.save_picture("stages.svg", "svg")
