"""The published trials of one outcome, with their pooled difference."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
evidence = analysis.gather_evidence_for(study)
figure = figures.plot_domain(next(one for one in evidence if one.pools))
figure.save_picture("domain.svg", "svg")
