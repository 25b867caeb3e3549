"""Published gains in motion, over the change that matters and the error of one reading."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
figure = figures.plot_motion_gains(analysis.gather_motion_gains(study))
figure.save_picture("motion_gains.svg", "svg")
