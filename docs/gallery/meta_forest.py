"""A forest of trials with their pools: the evidence gathered here, or effects of your own."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
evidence = analysis.gather_evidence_for(study)
main = next(one.main for one in evidence if one.pools)
figure = figures.plot_meta_forest(main, "Symptoms of the knee, about a year")
figure.save_picture("meta_forest.svg", "svg")
