"""How figures are drawn: Matplotlib's axes in two widths, one palette, and clean SVG for pages."""
