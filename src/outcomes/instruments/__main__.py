"""Write the reference page of all instruments to standard output."""

import sys

from outcomes.instruments.reference import render_reference

sys.stdout.write(render_reference())
