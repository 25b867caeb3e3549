"""Processes forked from a warm template, so that a notebook starts at once in a process of its own.

`template` starts the template and asks it for processes, `server` is what runs in it, `preload` is
what it has imported. A forked process can do one of three things: run a notebook's `cells` in a
`shell` that records what they show, answer one of `calls`, or be the `kernel` of a notebook that a
person has opened (`provisioner`). `engine` is what papermill is given: a `forked_notebook`, or a
`spawned_notebook` where nothing can be forked. `environment` and `limits` hold for both;
`exit_reasons` says why a process ended before its notebook did.
"""
