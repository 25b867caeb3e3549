"""The results of trials against their size, to see whether small ones differ."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
evidence = analysis.gather_evidence_for(study)
pools = [pool for one in evidence for pool in one.pools]
largest = max(pools, key=lambda pool: len(pool.effects))
figure = figures.plot_funnel(largest, "Small and large trials")
figure.save_picture("funnel.svg", "svg")
