"""How many improved by at least how much: the cumulative distribution of the patients' changes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from outcomes.displays.figure import Figure
from outcomes.figures import style
from outcomes.figures.forest_rows import write_share
from outcomes.figures.lettering import text_width, wrap_text
from outcomes.figures.placing import choose_ticks, spread_labels, tick_digits
from outcomes.figures.rows import arms_drawn, frame_numbers, place_of_arm, select_rows
from outcomes.figures.sheet import Scale, Sheet
from outcomes.figures.timeline import draw_key
from outcomes.instruments.definition import Endpoint, Threshold
from outcomes.rounding import format_count, format_share, format_signed
from outcomes.study.study import Labels
from outcomes.vocabulary.intervals import describe_intervals, say_share
from outcomes.vocabulary.names import name_arm, name_side
from outcomes.vocabulary.scales import (
    choose_threshold,
    describe_threshold,
    digits_of,
    name_size,
    with_unit,
)
from outcomes.vocabulary.sentences import capitalise
from outcomes.vocabulary.visits import name_visit

_PLOT_HEIGHT = 280.0
_LABEL_WIDTH = 158.0
_KEY = 26.0
_UNDER_PLOT = 62.0
_LINE = style.TEXT_SIZE * style.LINE_HEIGHT
_SMALL_LINE = style.SMALL_TEXT_SIZE * style.LINE_HEIGHT
_TEXT_SPACE = style.WIDTH - 2 * style.MARGIN
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
_DASHES = (4.0, 3.0)
_DODGE = 7.0


@dataclass(frozen=True)
class _Panel:
    """The rows of an endpoint at a visit (and side), and where its responders begin."""

    rows: pd.DataFrame
    labels: Labels

    @property
    def endpoint(self) -> Endpoint:
        return self.labels.endpoints[self.rows["endpoint"].iloc[0]]

    @property
    def name(self) -> str:
        first = self.rows.iloc[0]
        side = f", {name_side(first['side'])}" if first["side"] else ""
        visit = name_visit(first["visit"], first["week"], self.labels)
        return f"{self.endpoint.label}, improvement from baseline to {visit}{side}"

    @property
    def important(self) -> Threshold | None:
        return choose_threshold(self.endpoint, "change")

    @property
    def arms(self) -> list[str]:
        return arms_drawn(self.rows, self.labels)

    def curve(self, arm: str) -> pd.DataFrame:
        """Return an arm's sizes and shares, sizes increasing; empty if not estimated."""
        rows = self.rows[(self.rows["arm"] == arm) & self.rows["estimate"].notna()]
        return rows.sort_values("threshold")

    def responders(self, arm: str) -> pd.Series | None:
        """Return the row at the minimal important change."""
        important = self.important
        rows = self.curve(arm)
        if important is None or rows.empty:
            return None
        near = rows[(rows["threshold"] - important.value).abs() < 1e-9]
        return None if near.empty else near.iloc[0]


def plot_cumulative(estimates: pd.DataFrame, labels: Labels) -> Figure | None:
    """Plot the share of participants who improved by at least each size of change, by arm.

    Improvement grows to the right, so a curve further right or higher up is better. The band is the
    interval at each size; at the minimal important change, where there is one on the scale, the
    share of responders stands with its interval.

    Parameters
    ----------
    estimates : pandas.DataFrame
        An estimates frame with rows of ``cumulative share``
        (`outcomes.analysis.cumulative.accumulate_changes`).
    labels : Labels
        The study's arms, visits and endpoints.

    Returns
    -------
    Figure or None
        ``data``: ``endpoint, side, arm, visit, week, improvement, n, share, ci_low, ci_high, level,
        distribution, df, unit``; shares are 0 to 1, improvement is in the endpoint's unit. None if
        no share was estimated.

    Raises
    ------
    ValueError
        If the estimates hold a size of an arm twice.
    """
    rows = select_rows(estimates, labels, "cumulative share", by=("threshold",))
    if rows.empty:
        return None
    panels = [
        _Panel(group, labels)
        for _, group in rows.groupby(["endpoint", "side", "visit"], sort=False)
    ]
    alternative = " ".join(_say_panel(panel) for panel in panels)
    title = "Cumulative distribution of improvement"
    if len(panels) == 1:
        title = f"{panels[0].name}: cumulative distribution"
    svg = _draw(panels).render(title, alternative)
    definitions = [labels.endpoints[name] for name in rows["endpoint"]]
    data = frame_numbers(rows, labels, "share", lead={"improvement": rows["threshold"]})
    data["unit"] = [definition.unit for definition in definitions]
    digits = tuple(digits_of(definition) for definition in definitions)
    return Figure(
        title, svg, _caption(rows, panels), alternative, data, digits, labels.is_simulated
    )


def _draw(panels: list[_Panel]) -> Sheet:
    titles = [wrap_text(panel.name, style.TEXT_SIZE, _TEXT_SPACE, bold=True) for panel in panels]
    names = [_label_lines(panel) for panel in panels]
    plots = [
        max(_PLOT_HEIGHT, sum(_height(lines) for lines in labels.values())) for labels in names
    ]
    heads = [len(title) * _LINE + 2 * _SMALL_LINE + 14 for title in titles]
    height = style.MARGIN + sum(heads) + sum(plots) + _UNDER_PLOT * len(panels)
    sheet = Sheet(style.WIDTH, height)
    top = style.MARGIN
    for panel, title, labels, head, plot in zip(panels, titles, names, heads, plots, strict=True):
        y = sheet.text(style.MARGIN, top, title, bold=True)
        about = "participants who improved by at least the size on the axis, %"
        sheet.text(style.MARGIN, y, about, size=style.SMALL_TEXT_SIZE, muted=True)
        _draw_panel(sheet, panel, labels, top + head, plot)
        top += head + plot + _UNDER_PLOT
    return sheet


def _draw_panel(
    sheet: Sheet, panel: _Panel, names: dict[str, tuple[str, ...]], top: float, height: float
) -> None:
    left, right = style.MARGIN + 40, style.WIDTH - style.MARGIN - _LABEL_WIDTH - _KEY - 14
    up = Scale(0.0, 1.0, top + height, top)
    sizes = [float(size) for size in panel.rows["threshold"].dropna()]
    ticks = choose_ticks(min([*sizes, 0.0]), max([*sizes, 0.0]))
    along = Scale(ticks[0], ticks[-1], left, right)
    for share in _SHARES:
        y = up(share)
        if share:
            sheet.line([left, right], [y, y], opacity=style.GRID_OPACITY, width=0.8)
        text = format_share(share)
        size = style.SMALL_TEXT_SIZE
        sheet.text(left - 7, y - _SMALL_LINE / 2, text, anchor="end", size=size)
    _draw_axis(sheet, panel.endpoint, along, ticks, top + height)
    for arm in panel.arms:
        _draw_band(sheet, panel.curve(arm), along, up, place_of_arm(arm, panel.labels))
    _draw_important(sheet, panel, along, up)
    for arm in panel.arms:
        _draw_curve(sheet, panel.curve(arm), along, up, place_of_arm(arm, panel.labels))
    _draw_responders(sheet, panel, along, up)
    _draw_names(sheet, panel, names, up, right + 14)


def _draw_axis(
    sheet: Sheet, endpoint: Endpoint, along: Scale, ticks: list[float], y: float
) -> None:
    sheet.line([along.start, along.end], [y, y])
    size = style.SMALL_TEXT_SIZE
    digits = tick_digits(ticks)
    for tick in ticks:
        x = along(tick)
        sheet.line([x, x], [y, y + 4])
        text = format_signed(tick, digits)
        sheet.text(x, y + 6, text, anchor="middle", size=size)
    unit = f", {endpoint.unit}" if endpoint.unit else ""
    sheet.text(along.start, y + 24, "\u2190 worse", size=size, muted=True)
    words = f"improved by at least{unit} \u2192"
    sheet.text(along.end, y + 24, words, anchor="end", size=size, muted=True)


def _steps(rows: pd.DataFrame, column: str, along: Scale, last: float) -> list[tuple[float, float]]:
    """Corners of a curve: level up to each size, then down to the share of the next."""
    values = [*rows[column], last]
    corners = [(along.low, values[0])]
    for size, value, following in zip(rows["threshold"], values, values[1:], strict=False):
        corners += [(size, value), (size, following)]
    return [*corners, (along.high, last)]


def _draw_band(sheet: Sheet, rows: pd.DataFrame, along: Scale, up: Scale, place: int) -> None:
    if rows.empty or rows["ci_low"].isna().any():
        return
    # Beyond the largest improvement nobody is left, whose interval is that of the last step.
    last = rows.iloc[-1]
    ends = rows[rows["threshold"] <= last["threshold"]]
    upper = [*_steps(ends, "ci_high", along, last["ci_high"])][:-1]
    lower = [*_steps(ends, "ci_low", along, last["ci_low"])][:-1]
    corners = [*upper, *lower[::-1]]
    xs, ys = [along(x) for x, _ in corners], [up(y) for _, y in corners]
    colour = style.style_of_arm(place).colour
    sheet.shape(xs, ys, colour=colour, opacity=style.GRID_OPACITY)


def _draw_curve(sheet: Sheet, rows: pd.DataFrame, along: Scale, up: Scale, place: int) -> None:
    if rows.empty:
        return
    drawn = style.style_of_arm(place)
    corners = _steps(rows, "estimate", along, 0.0)
    xs, ys = [along(x) for x, _ in corners], [up(y) for _, y in corners]
    sheet.line(xs, ys, colour=drawn.colour, width=1.8, dashes=drawn.dashes)


def _draw_important(sheet: Sheet, panel: _Panel, along: Scale, up: Scale) -> None:
    """Draw where responders begin, named above the plot."""
    important = panel.important
    if important is None or not along.low <= important.value <= along.high:
        return
    x = along(important.value)
    sheet.line([x, x], [up(1.0) - 4, up(0.0)], opacity=style.REFERENCE_OPACITY, dashes=_DASHES)
    text = describe_threshold(important)
    small = style.SMALL_TEXT_SIZE
    half = text_width(text, small) / 2
    middle = min(max(x, style.MARGIN + half), style.WIDTH - style.MARGIN - half)
    y = up(1.0) - 6 - _SMALL_LINE
    sheet.text(middle, y, text, anchor="middle", size=small, muted=True)


def _draw_responders(sheet: Sheet, panel: _Panel, along: Scale, up: Scale) -> None:
    """Mark each arm's share of responders with its interval, the arms side by side."""
    there = [(arm, row) for arm in panel.arms if (row := panel.responders(arm)) is not None]
    for number, (arm, row) in enumerate(there):
        drawn = style.style_of_arm(place_of_arm(arm, panel.labels))
        x = along(row["threshold"]) + (number - (len(there) - 1) / 2) * _DODGE
        low, high = up(row["ci_low"]), up(row["ci_high"])
        if low == low and high == high:
            sheet.line([x, x], [low, high], colour=drawn.colour, width=1.4)
            for end in (low, high):
                sheet.line([x - 2.5, x + 2.5], [end, end], colour=drawn.colour)
        sheet.mark(x, up(row["estimate"]), drawn.marker, drawn.colour)


def _label_lines(panel: _Panel) -> dict[str, tuple[str, ...]]:
    """Name each arm, with its responders and their interval where there is a threshold."""
    names = {}
    for arm in panel.arms:
        label = name_arm(panel.labels, arm)
        if panel.curve(arm).empty:
            label += ", not estimated"
        lines = wrap_text(label, style.TEXT_SIZE, _LABEL_WIDTH)
        row = panel.responders(arm)
        names[arm] = lines if row is None else (*lines, _write(row))
    return names


def _height(lines: tuple[str, ...]) -> float:
    return len(lines) * _LINE + 6


def _draw_names(
    sheet: Sheet, panel: _Panel, names: dict[str, tuple[str, ...]], up: Scale, x: float
) -> None:
    wanted = []
    for arm in names:
        rows, row = panel.curve(arm), panel.responders(arm)
        share = 0.0 if rows.empty else float(rows["estimate"].median())
        wanted.append(up(share if row is None else row["estimate"]))
    heights = [_height(lines) for lines in names.values()]
    middles = spread_labels(wanted, heights, up.end, up.start)
    for (arm, lines), middle in zip(names.items(), middles, strict=True):
        top = middle - (len(lines) * _LINE) / 2
        draw_key(sheet, x, top + _LINE / 2, place_of_arm(arm, panel.labels))
        sheet.text(x + _KEY, top, lines)


def _write(row: pd.Series) -> str:
    return write_share(row["estimate"], row["ci_low"], row["ci_high"])


def _caption(rows: pd.DataFrame, panels: list[_Panel]) -> str:
    sentences = [
        "Share of participants who improved by at least each size of change, by arm, among those "
        f"with a score both then and at baseline. Bands: {describe_intervals(rows)}, for each size "
        "on its own. A curve further to the right is better."
    ]
    if any(panel.responders(arm) is not None for panel in panels for arm in panel.arms):
        sentences.append(
            "Dashed: the minimal important change within a patient; marks and bars there, and the "
            "percentages beside the names: responders, with their intervals."
        )
    missing = [
        name_arm(panel.labels, arm)
        for panel in panels
        for arm in panel.arms
        if panel.curve(arm).empty
    ]
    if missing:
        sentences.append(f"Not estimated: {', '.join(dict.fromkeys(missing))}.")
    return " ".join(sentences)


def _say_panel(panel: _Panel) -> str:
    parts = []
    for arm in panel.arms:
        rows, label = panel.curve(arm), name_arm(panel.labels, arm)
        if rows.empty:
            parts.append(f"{label} not estimated")
            continue
        digits, unit = digits_of(panel.endpoint), panel.endpoint.unit
        half = rows[rows["estimate"] >= 0.5]["threshold"].max()
        low = rows[rows["estimate"] >= 1]["threshold"].max()
        high = rows[rows["estimate"] > 0]["threshold"].max()
        low, half, high = (
            with_unit(format_signed(size, digits), unit) for size in (low, half, high)
        )
        said = (
            f"{label} (n = {format_count(rows['n_arm'].iloc[0])}): half improved by at least {half}"
        )
        said += f", all by at least {low}, nobody by more than {high}"
        row = panel.responders(arm)
        if row is not None and panel.important is not None:
            size = name_size(panel.important)
            said += f"; {say_share(row)} by the minimal important change of {size}"
        parts.append(said)
    return f"{capitalise(panel.name)}. {'. '.join(parts)}."
