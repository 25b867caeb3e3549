"""What no page may hold, whatever the study: programmer's words, empty parts, contradictions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from tests.generated.labels import ARM_NAMES, MEASURE_NAMES
from tests.generated.page import Grid, ReportPage
from tests.generated.shown import to_float

Rule = Callable[[ReportPage], Iterator[str]]

_NAMES = "|".join(re.escape(name) for name in (*ARM_NAMES, *MEASURE_NAMES))
PROGRAMMERS_WORDS = re.compile(
    r"\b(?:nan|NaN|inf|dtype|Traceback|DataFrame|KeyError|ndarray)\b"
    r"|(?<!-)\bSeries\b|\b[A-Z]\w+Error\b|\bNone\b(?! (?:(?:of|had|was|were|is|has|in)\b|\(common))"
    r"|\bnp\.|<NA>|[{}]|\[T\.|\b[a-z]+_[a-z0-9_]+\b|\bFalse\b|\bTrue\b|\bundefined\b"
    rf"|(?<![\w-])(?:{_NAMES})(?![\w-])|\bP\d\d\d\b|generated-\d+"
)
DEVELOPERS_TALK = re.compile(
    r"singular|one of its levels|design is made|columns? (?:before|arm|baseline)|estimates of this"
    r"|among the estimates|no row with|parameters?\b(?! of)|pass the estimates|full rank|degenerate"
    r"|converge|Hessian|positive definite|complete cases? (?:do|does) not"
)
DOUBLED = re.compile(r"\b([^\W\d_]+) \1\b", re.IGNORECASE)
MAY_DOUBLE = {"that", "had"}
SIGNS = re.compile(
    r"\b(?:lower|higher|fell|rose|fall|rise|gain|loss|less|more|by|of|worse|better) (?:by |of )?"
    r"[\u2212-]\d[^%]|[\u2212-]\d[\d.]* [a-z]+ (?:lower|higher|less|more|worse|better)"
    r"|[+\u2212-][+\u2212-]\d|[\u2212-]0(?:\.0+)?(?![\d.%])"
)
NUMBER_OF_ONE = re.compile(
    r"(?<![\w.,\u2212+-])(?<!week )(?<!day )(?<!month )(?<!year )(?<!and )1 "
    r"(people|participants|visits|intervals|scores|arms|weeks|months|days|years|points|others"
    r"|degrees|events|endpoints|differences|trials|have|were|are)\b"
)
SAME_ENDS = re.compile(r"(?<![\d.\u2212])([\d.]*\d) to \1(?![\d%]|\.\d| (?:more|fewer))")
NO_P = re.compile(r"p (?:=|<) 0(?:\.0+)?(?!\.?\d)|p = 1\.\d*[1-9]")


def find_programmers_words(page: ReportPage) -> Iterator[str]:
    for text in page.words:
        text = re.sub(r"\(keys?: [^)]*\)", "", text)  # where to write what is not answered
        for found in PROGRAMMERS_WORDS.finditer(text):
            yield f"{found[0]!r} in: {shorten(text, found.start())}"


def find_developers_talk(page: ReportPage) -> Iterator[str]:
    for text in page.words:
        for found in DEVELOPERS_TALK.finditer(text):
            yield f"{found[0]!r} in: {shorten(text, found.start())}"


def find_doubled_words(page: ReportPage) -> Iterator[str]:
    for text in page.words:
        for found in DOUBLED.finditer(text):
            first, second = found[0].split(maxsplit=1)
            starts_anew = second[0].isupper() and not first[0].isupper()
            if first.lower() not in MAY_DOUBLE and not starts_anew:
                yield f"{found[0]!r} in: {shorten(text, found.start())}"


def find_wrong_signs(page: ReportPage) -> Iterator[str]:
    """Find a direction in words beside a sign that says it again or the opposite, and minus 0."""
    for text in page.words:
        for found in SIGNS.finditer(text):
            yield f"{found[0]!r} in: {shorten(text, found.start())}"


def find_wrong_grammar(page: ReportPage) -> Iterator[str]:
    for text in page.words:
        for pattern in (NUMBER_OF_ONE, SAME_ENDS, NO_P):
            for found in pattern.finditer(text):
                yield f"{found[0]!r} in: {shorten(text, found.start())}"


def find_empty_headings(page: ReportPage) -> Iterator[str]:
    for section in page.sections:
        said = [node for node in section.nodes if node.tag not in ("h3", "h4") and node.text]
        if not said:
            yield f"nothing under {section.heading!r}"
        for node, after in zip(section.nodes, (*section.nodes[1:], None), strict=False):
            if node.tag == "h3" and (after is None or after.tag == "h3"):
                yield f"nothing under {node.text!r}"
    for title, paragraphs in page.passages:
        if not any(paragraphs):
            yield f"an empty passage {title!r}"


def find_empty_figures(page: ReportPage) -> Iterator[str]:
    """Find figures whose table of numbers holds none (but counts of nobody)."""
    for drawing in page.drawings:
        if drawing.numbers is not None and not _holds_number(drawing.numbers):
            yield f"nothing is drawn: {shorten(drawing.caption or drawing.alternative)}"


def find_empty_tables(page: ReportPage) -> Iterator[str]:
    for table in page.tables:
        if not any(any(row) for row in table.rows):
            yield f"an empty table: {shorten(table.caption)}"


def find_repetitions(page: ReportPage) -> Iterator[str]:
    """Find what is said twice in one passage: of two sides, say, neither of them named.

    In plain words no sentence stands twice; elsewhere no paragraph does. What opens with a side
    may be said of the other too.
    """
    for title, paragraphs in page.passages:
        said = [text for text in paragraphs if not re.search("(?:left|right) side: ", text)]
        if title in ("In plain words", "For patients"):
            said = [s for text in said for s in re.split(r"(?<=[.?!]) (?=[A-Z])", text)]
        for text, count in Counter(said).items():
            if count > 1 and len(text) > 25:
                yield f"twice in {title!r}: {shorten(text)}"


def find_false_favours(page: ReportPage) -> Iterator[str]:
    """Find an arm named as favoured by an interval that holds no difference."""
    for table in page.tables:
        interval = next((name for name in table.headings if re.match(r"\d+% CI", name)), None)
        if interval is None or "Favours" not in table.headings:
            continue
        for row in table.records():
            ends = re.fullmatch(r"([\u2212+\d.,]+)%? to ([\u2212+\d.,]+)%?", row[interval])
            named = row["Favours"].lower()
            says_none = re.match(r"(?:neither|no|–|-|leans|nobody|undecided|not)\b", named)
            if ends is None or not named or says_none or named in ("–", "no one"):
                continue
            low, high = (to_float(end) for end in ends.groups())
            if low <= 0 <= high:
                yield f"{row['Favours']!r} by {row[interval]}: {shorten(table.caption)}"
    for text in page.words:
        for found in re.finditer(
            r"CI ([\d.]+) (\w+) to ([\d.]+) (\w+)[^)]*\), which favours", text
        ):
            if found[2] != found[4]:
                yield f"favours: {shorten(text)}"


RULES: dict[str, Rule] = {
    "programmer's word": find_programmers_words,
    "developer's talk": find_developers_talk,
    "doubled word": find_doubled_words,
    "wrong sign": find_wrong_signs,
    "wrong grammar": find_wrong_grammar,
    "empty heading": find_empty_headings,
    "empty figure": find_empty_figures,
    "empty table": find_empty_tables,
    "said twice": find_repetitions,
    "false favour": find_false_favours,
}


def check_words(page: ReportPage) -> dict[str, list[str]]:
    """Return what is wrong with a page, by rule; each finding once."""
    found = {name: list(dict.fromkeys(rule(page))) for name, rule in RULES.items()}
    return {name: findings for name, findings in found.items() if findings}


def shorten(text: str, place: int = 0) -> str:
    start = max(0, place - 70)
    return text[start : start + 170]


def _holds_number(table: Grid) -> bool:
    """Whether a table of a figure's numbers holds one, counts of nobody and visits aside."""
    named = {"Visit", "Arm", "Endpoint", "Compared with", "Side", "Distribution", "Stage"}
    return any(
        re.search(r"[1-9]", cell) or (re.search(r"\d", cell) and name not in ("n", "n compared"))
        for row in table.rows
        for name, cell in zip(table.headings, row, strict=False)
        if name not in named
    )
