"""How things are named, once: arms, visits, scales, intervals, what was done and why not."""
