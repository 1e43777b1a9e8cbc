"""Who signs an application, and what (domain A5, A6 step 8, R-TH-15)."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from portal.catalog.declaration import Answers, Norms, Signer, Text
from portal.standards import divisions

from . import rules
from .fields import in_language

TRUE = _("What the application states is true and complete.")
PRECEDENCE = _(
    "No dwelling of my own or my spouse's in Shanghai, no close relative and no employer's household can receive me."
)
MOVE = _("I agree that my household registration moves to the public household named here.")
TRUE_OF_ME = _("What the application states about me is true and complete.")
GUARDIAN = _("As guardian I agree that the registration of the child named here moves along.")


def destination(answers: Answers, norms: Norms) -> str:
    """Return the public household in words, "" while it is not chosen."""
    code = rules.given(answers, "household", "public_household") or ""
    entry = norms.entries("public_households").get(code)
    return in_language(entry) if entry else code


def shared(answers: Answers) -> dict[str, Any]:
    """Return what everybody who signs agrees to: who applies, from where to where."""
    own = answers.get("applicant") or {}
    return {
        "applicant": [own.get("name"), own.get("id_no")],
        "origin": [
            rules.given(answers, "origin", "origin_code"),
            rules.given(answers, "origin", "origin_address"),
        ],
        "household": rules.given(answers, "household", "public_household"),
    }


def people(rows: list[Any]) -> list[dict[str, Any]]:
    """Return accompanying persons by what a guardian or spouse signs about them."""
    return [
        {key: row.get(key) for key in ("relation", "f_name", "f_id_no", "f_birth", "child_opinion")}
        for row in rows
    ]


def born(row: Any) -> str:
    """Return the date of birth of an accompanying person in the active language."""
    day = row.get("f_birth")
    return date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""


def facts_shown(answers: Answers, norms: Norms, rows: list[Any]) -> tuple[tuple[Text, str], ...]:
    """Return what a co-signer reads before signing."""
    own, origin = answers.get("applicant") or {}, answers.get("origin") or {}
    pairs: list[tuple[Text, str]] = [
        (_("Applicant"), str(own.get("name") or "")),
        (_("Present registration"), divisions.name(str(origin.get("origin_code") or ""))),
        (_("Public household"), destination(answers, norms)),
    ]
    pairs += [(_("Moves along"), f"{row.get('f_name')} · {born(row)}") for row in rows]
    return tuple(pairs)


def signers(answers: Answers, norms: Norms) -> list[Signer]:
    """Return who has to sign: the applicant, a spouse who moves along, the second guardians of minors.

    A guardian who is the spouse that moves along signs once, for everything. The keys of guardians count them: they
    stand in addresses and in the audit, where nothing of an ID number may.
    """
    own = answers.get("applicant") or {}
    family, adult = rules.accompanying(answers), norms.value("TH.adult_age")
    signed = {slug: values for slug, values in answers.items() if slug != "sources"}
    found = [
        Signer("applicant", _("Applicant"), str(own.get("name") or ""), str(own.get("mobile") or ""),
               (TRUE, PRECEDENCE), signed)
    ]  # fmt: skip
    spouse = rules.spouse_in(family)
    wards: dict[str, list[Any]] = {}
    for row in family:
        if rules.needs_guardian(row, norms.on, adult):
            wards.setdefault(_guardian_id(row, spouse), []).append(row)
    if spouse:
        own_wards = wards.pop(str(spouse.get("f_id_no")), [])
        found.append(_spouse(answers, norms, spouse, own_wards))
    return found + [
        _guardian(answers, norms, f"guardian:{place}", id_no, rows)
        for place, (id_no, rows) in enumerate(wards.items(), 1)
    ]


def _guardian_id(child: Any, spouse: Any) -> str:
    if child.get("f_guardian_consent") == rules.BY_SPOUSE and spouse:
        return str(spouse.get("f_id_no"))
    return str(child.get("f_other_guardian_id") or "")


def _spouse(answers: Answers, norms: Norms, spouse: Any, wards: list[Any]) -> Signer:
    content = {**shared(answers), "spouse": dict(spouse), "wards": people(wards)}
    words = (MOVE, TRUE_OF_ME, *([GUARDIAN] if wards else []))
    shown = facts_shown(answers, norms, [spouse, *wards])
    return Signer(
        "spouse", _("Spouse"), str(spouse["f_name"]), str(spouse.get("f_mobile") or ""), words, content, shown
    )


def _guardian(answers: Answers, norms: Norms, key: str, id_no: str, wards: list[Any]) -> Signer:
    first = wards[0]
    return Signer(
        key=key,
        role=_("Second guardian"),
        name=str(first.get("f_other_guardian_name") or ""),
        mobile=str(first.get("f_other_guardian_mobile") or ""),
        statements=(GUARDIAN,),
        content={**shared(answers), "guardian": id_no, "wards": people(wards)},
        shown=facts_shown(answers, norms, wards),
    )
