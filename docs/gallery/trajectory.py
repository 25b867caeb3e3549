"""Effects over time: the published trials of one measure, one line a trial."""

from outcomes import analysis, figures, load_study

study = load_study("data/raw/knee-dextrose-saline")
evidence = analysis.gather_evidence_for(study)
effects = next(one for one in evidence if one.pools).visits
effects = effects[effects["comparator_kind"] == "placebo"].assign(series=lambda rows: rows["trial"])
figure = figures.plot_trajectory(
    effects, "Pain after injections against placebo", favoured="dextrose"
)
figure.save_picture("trajectory.svg", "svg")
