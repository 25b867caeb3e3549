"""Residuals of the primary analysis against the normal distribution, and their spread by arm."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
residuals = analysis.summarise_residuals(study)
figure = figures.plot_residuals(residuals, study.labels)
figure.save_picture("residuals.svg", "svg")
