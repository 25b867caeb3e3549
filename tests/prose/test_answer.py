"""The first screen is put together from passages, and names the gravest limits."""

from __future__ import annotations

from outcomes.displays.passage import Headed, Passage
from outcomes.prose import write_answer, write_rest

RESULT = Passage(
    "result",
    "",
    (
        "Pain was 3 points lower.",
        Headed("How sure?", "The interval includes no difference."),
        "One arm was closed.",
        "These data are simulated: this result is not evidence about any treatment.",
    ),
)


def test_what_tells_how_sure_stands_beside_the_answer_and_the_rest_below() -> None:
    answer = write_answer(RESULT, drawing="<svg></svg>")
    assert answer.words == "Pain was 3 points lower."
    assert list(answer.points) == ["How sure? The interval includes no difference."]
    assert "<svg></svg>" in answer.write_html()
    rest = write_rest(RESULT)
    assert rest is not None
    assert rest.text == "One arm was closed."


def test_a_passage_of_one_paragraph_leaves_nothing() -> None:
    alone = Passage("result", "", ("Nobody changed.",))
    assert write_rest(alone) is None
    assert write_answer(alone, sure="Certainty: low.").points == ("How sure? Certainty: low.",)


def test_the_gravest_limits_are_named_in_their_first_sentences() -> None:
    limits = Passage(
        "caution",
        "",
        (
            (
                Headed("Simulated data", "nobody was treated."),
                Headed("Missing scores", "4 of 30 have none. That is much."),
                Headed("Imprecise", "the interval is wide. Very."),
                Headed("No arm to compare with", "a change is no effect. Really."),
            ),
        ),
    )
    (said,) = write_answer(Passage("result", "", ("A.",)), limits=limits).points
    assert said == (
        "What limits it most? No arm to compare with: a change is no effect. Missing scores: 4 of "
        "30 have none."
    )


def test_few_participants_tell_how_many_have_a_score() -> None:
    limits = Passage(
        "caution",
        "",
        (
            (
                Headed("Missing scores", "4 of 30."),
                Headed("Few participants", "30 and 29, 26 and 25 with a score."),
            ),
        ),
    )
    (said,) = write_answer(Passage("result", "", ("A.",)), limits=limits).points
    assert said == "What limits it most? Few participants: 30 and 29, 26 and 25 with a score."


def test_harms_are_their_first_paragraph_and_all_is_escaped() -> None:
    harms = Passage("finding", "", ("3 of 30 <b>.", "More."))
    answer = write_answer(Passage("result", "", ("A < B.",)), harms=harms)
    assert answer.points == ("What about harms? 3 of 30 <b>.",)
    assert "A &lt; B." in answer.write_html()
    assert "&lt;b&gt;" in answer.write_html()
    assert repr(answer).startswith("Answer: A < B.")
