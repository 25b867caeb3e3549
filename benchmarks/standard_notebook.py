"""A notebook of the standard stack: made-up scores, a fitted model, a figure and a table."""

from __future__ import annotations

from pathlib import Path

import nbformat

CELLS = (
    "seed: int = 1",
    "import matplotlib.pyplot as plt\nimport numpy as np\nimport pandas as pd\n"
    "import statsmodels.formula.api as smf\nfrom scipy import stats",
    "rng = np.random.default_rng(seed)\n"
    "scores = pd.DataFrame({'arm': np.repeat([0, 1], 50), 'baseline': rng.normal(50, 10, 100)})\n"
    "scores['score'] = scores.baseline - 5 * scores.arm + rng.normal(0, 5, 100)",
    "fit = smf.ols('score ~ arm + baseline', scores).fit()\nfit.summary().tables[1]",
    "stats.ttest_ind(*(group.score for _, group in scores.groupby('arm')))",
    "figure, axes = plt.subplots()\naxes.hist(scores.score)\naxes.set_xlabel('score')\nplt.show()",
    "scores.describe()",
)


def write_standard_notebook(path: Path) -> Path:
    """Write the notebook; its parameter is ``seed``."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    cells[0].metadata["tags"] = ["parameters"]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(notebook, path)
    return path
