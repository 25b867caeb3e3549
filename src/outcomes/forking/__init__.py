"""Processes forked from a warm template, so that a notebook starts at once in a process of its own.

`template` starts the template and asks it for processes, `server` is what runs in it, `preload` is
what it has imported. `tasks` names what a forked process can do: run a notebook's `cells` in a
`shell` that records what they show, answer one of `calls`, or be the `kernel` of a notebook that a
person has opened (`provisioner`, `lab`). `engine` is what papermill is given: a `forked_notebook`,
or a `spawned_notebook` where nothing can be forked.
"""
