"""A project of one's own: its folder, its notebooks, working copies of them, and JupyterLab."""
