"""Write the reference pages of all instruments into ``docs``, or the folder named."""

import sys
from pathlib import Path

from outcomes.instruments.reference import write_pages

write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
