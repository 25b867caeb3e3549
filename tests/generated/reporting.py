"""The optional keys that say how a study was set up and run: none, some or all of them."""

from __future__ import annotations

from typing import Any

from tests.generated.spec import Spec


def treatment_of(spec: Spec) -> dict[str, Any]:
    """Return what an arm was given."""
    some = {"substance": "as labelled", "dose": "5 ml", "sessions": 3}
    more = {
        "rationale": "It is thought to start healing.",
        "volume": "10 ml",
        "procedure": "One puncture, no anaesthetic.",
        "sites": "the joint and its ligaments",
        "guidance": "ultrasound",
        "interval": "every 4 weeks",
        "given_by": "one physician",
        "location": "an outpatient clinic",
        "tailoring": "fewer sessions for those without pain",
        "co_treatment": "paracetamol as needed",
        "as_given": "9 in 10 had every session",
        "price": {"amount": 120, "currency": "EUR", "per": "session", "source": "the clinic"},
    }
    return {"": {}, "some": some, "all": some | more}[spec.reporting]


def reporting_of(spec: Spec) -> dict[str, Any]:
    """Return the keys, those of a random sequence only where participants were randomised."""
    if not spec.reporting:
        return {}
    some: dict[str, Any] = {
        "registration": {"registry": "ISRCTN", "number": "ISRCTN12345678", "date": "2012-03"},
        "funding": {"by": "a university", "role": "no part in it"},
        "ethics": {"committee": "a committee", "number": "12/34", "consent": "in writing"},
        "blinding": {},
    }
    if spec.reporting == "some":
        return some
    every = some | {
        "framework": "superiority",
        "protocol": {"citation": "Doe J. A protocol. 2012.", "url": "https://example.org/plan"},
        "analysis_plan": {"citation": "Doe J. An analysis plan. 2013."},
        "data_access": "on request",
        "interests": "nothing to declare",
        "background": "Complaints are common.",
        "objectives": {"benefits": "to compare pain", "harms": "to count bruises"},
        "patient_involvement": "two patients read the protocol",
        "changes": [{"what": "A visit was added.", "why": "Too few came."}],
        "setting": {"care": "a hospital", "locations": "two towns"},
        "eligibility": {
            "inclusion": ["18 or older", "pain for three months"],
            "exclusion": ["surgery before"],
            "sites": "clinics with a physician",
            "therapists": "physicians of five years",
        },
        "harms_assessment": "asked at each visit",
        "sample_size": "30 in each arm find 10 points",
        "interim": "not planned",
        "dates": {
            "recruitment_start": "2012-03",
            "recruitment_end": "2013",
            "follow_up_end": "2014-01-31",
        },
        "ended": "as planned",
        "other_care": {arm.name: "paracetamol" for arm in spec.arms},
        "blinding": {"assessors": "they did not see the charts"},
    }
    if spec.allocation == "randomised":
        every |= {
            "sequence": {
                "generated_by": "a statistician",
                "method": "a computer",
                "type": "blocked",
                "blocks": "four at a time",
                "strata": "site",
                "ratio": ":".join("1" for _ in spec.arms),
            },
            "concealment": "sealed envelopes",
            "enrolment": {
                "enrolled_by": "a nurse",
                "assigned_by": "a clerk",
                "access": "nobody else",
            },
        }
    return every
