"""Free text of a query: numbers, people, companies."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from portal.applications.models import Fact
from portal.companies.models import Company
from portal.keyring.sealing import blind_index
from portal.review import queries
from portal.review.language.known import identities
from portal.review.language.terms import CREDIT_CODE, ID_NUMBER, NUMBER
from portal.standards.case_numbers import CERTIFICATE, canonical

#: A person or company has fewer cases than that; more are not looked through.
MOST_CASES = 500
#: The fact of the applicant's full name, blind.
NAME = "applicant_name"

#: From a canonical number of a paper to the cases it was issued for.
Cases = Callable[[str], Iterable[UUID]]
_papers: dict[str, Cases] = {}


def register(name: str, cases: Cases) -> None:
    """Let a room above find cases by the numbers of its papers, under a name of its own."""
    _papers[name] = cases


def condition(text: str) -> Q:
    """Return the condition for free text: number of a case or its beginning, of a paper, ID number, credit code, name.

    Cases of a person or company are looked up first (one query, by index), so that the list itself is found by its
    own indexes whatever else is asked for.
    """
    code = canonical(text)
    if ID_NUMBER.fullmatch(code):
        found = Q(pk__in=_cases(identities(), code))
        return found | _of_company(code) if CREDIT_CODE.fullmatch(code) else found
    if CREDIT_CODE.fullmatch(code):
        return Q(pk__in=_cases(identities(), code)) | _of_company(code)
    if NUMBER.fullmatch(code):
        found = _with_paper(code) if CERTIFICATE.fullmatch(code) else []
        return Q(pk__in=found) if found else queries.with_number(code)
    return Q(subject__startswith=text.strip()) | Q(pk__in=_cases([NAME], text))


def _with_paper(code: str) -> list[UUID]:
    return [pk for cases in _papers.values() for pk in cases(code)]


def _of_company(code: str) -> Q:
    return Q(company__in=list(Company.objects.filter(uscc=code).values_list("pk", flat=True)))


def _cases(keys: list[str], text: str) -> list[object]:
    """Return the newest cases with a fact of these keys, in clear or blind; what of them is seen, `visible_to` says."""
    blind = Q(key__in=keys, index__in=[blind_index(key, text) for key in keys])
    facts = Fact.objects.filter(blind | Q(key__in=keys, text=text)).exclude(text="", index="")
    return list(facts.order_by("-pk").values_list("application", flat=True)[:MOST_CASES])


def is_one_case(query_texts: list[str]) -> bool:
    """Return whether free text asks for one case by its whole number."""
    code = canonical(query_texts[0]) if len(query_texts) == 1 else ""
    return len(code) == queries.WHOLE_NUMBER and NUMBER.fullmatch(code) is not None
