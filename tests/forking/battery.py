"""Cells that show something in every way there is, for whatever runs notebooks."""

from __future__ import annotations

CELLS = {
    "display": "from IPython.display import display, HTML, SVG, Markdown, clear_output\n"
    "display(HTML('<b>first</b>'), Markdown('*second*'), 3)",
    "update_display": "shown = display('old', display_id='here')\nshown.update('new')",
    "update_display_later": "shown.update('newest')",
    "clear_output": "print('gone')\nclear_output()\nprint('kept')",
    "clear_output_wait": "print('gone')\nclear_output(wait=True)\nprint('kept')",
    "both_streams": "import sys\nfor n in range(3):\n"
    "    print('out', n)\n    print('err', n, file=sys.stderr)",
    "streams_around_display": "print('before')\ndisplay('between')\nprint('after')",
    "descriptor": "import os\n_ = os.write(1, b'past Python\\n')",
    "shell": "!echo from the shell",
    "shell_assigned": "lines = !echo one; echo two\nlines",
    "bash": "%%bash\necho from bash\nexit 0",
    "result": "{'b': [1, 2], 'a': {3, 4}}",
    "last_of_two": "1\n2",
    "quiet": "7;",
    "html": "HTML('<table><tr><td>1</td></tr></table>')",
    "svg": 'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\')',
    "figure": "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\n"
    "axes.plot([1, 3, 2])\nfigure.savefig",
    "two_figures": "for n in (1, 2):\n    plt.figure()\n    plt.bar(['a', 'b'], [n, 2 * n])",
    "frame": "import pandas as pd\npd.DataFrame({'arm': ['dextrose', 'saline'], 'mean': [1.5, 2]})",
    "plotted_frame": "pd.Series([3, 1, 2]).plot(title='drawn by pandas')",
    "warning": "import warnings\nwarnings.warn('this is odd', UserWarning, stacklevel=1)",
    "await": "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "gathered": "async def twice(x):\n    await asyncio.sleep(0)\n    return 2 * x\n\n"
    "await asyncio.gather(twice(1), twice(2))",
    "nothing": "# only a comment",
    "error": "def inner():\n    raise ValueError('no such arm: placebo')\n\ninner()",
    "error_in_library": "pd.DataFrame({'a': [1]})['b']",
    "syntax": "1 +",
    "indentation": "if True:\nprint()",
    "name": "undefined_name",
    "shown_badly": "class Bad:\n    def __repr__(self):\n"
    "        raise RuntimeError('no repr')\n\nBad()",
    "assertion": "assert 1 > 2, 'one is not more than two'",
    "exit": "sys.exit(3)",
    "magic_line": "%precision 3\n3.14159265",
    "magic_capture": "%%capture caught\nprint('hidden')",
    "captured": "caught.stdout",
    "magic_unknown": "%no_such_magic",
    "help": "print.__doc__.splitlines()[0]",
    "last_result": "6 * 7",
    "underscore": "_ + 1",
    "pool": "import multiprocessing\n\ndef square(x):\n    return x * x\n\n"
    "with warnings.catch_warnings():\n    warnings.simplefilter('ignore')\n"
    "    with multiprocessing.get_context('fork').Pool(2) as pool:\n"
    "        print(pool.map(square, [1, 2, 3]))",
    "child_prints": "import subprocess\n_ = subprocess.run(['echo', 'from a child'])",
    "thread": "import threading\nthread = threading.Thread(target=print, args=('from a thread',))\n"
    "thread.start()\nthread.join()",
    "logging": "import logging\nlogging.warning('logged')",
    "random": "import random\nimport numpy as np\nprint(random.random(), np.random.random())",
    "hash": "hash('pain'), {'a', 'b', 'c'}",
    "main": "__name__, square.__module__",
    "unicode": "print('é ≤ 1 \\u2009 µ')",
    "carriage": "print('1 of 2\\r2 of 2')",
    "wide": "pd.DataFrame([[n for n in range(40)]])",
    "long": "list(range(300))",
    "closed": "plt.close('all')",
    "count": "In[1][:4], len(In)",
}
"""Source of each cell by what it shows; run in this order in one notebook."""
RAISES = {
    "error",
    "error_in_library",
    "syntax",
    "indentation",
    "name",
    "assertion",
    "shown_badly",
    "exit",
    "magic_unknown",
}
"""Those that end with an error, and are tagged so; the last only says so on stderr."""
ASKS = "input('how much? ')"
