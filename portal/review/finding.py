"""What free text finds: the beginning of a company's name, a person or company by its facts."""

from django.db.models import Q

from portal.applications.models import Fact
from portal.catalog import registry
from portal.keyring.sealing import blind_index
from portal.standards.typed import code

#: A person or company has fewer cases than that; more are not looked through.
MOST_CASES = 500
#: The facts of names, in clear or blind; numbers and codes are those that services declare as `identities`.
NAMES = ("applicant_name", "company_name")


def beginning_with(text: str) -> Q:
    """Return the condition for cases whose subject begins so: a company's name stands there in clear."""
    return Q(subject__startswith=text.strip())


def found_by_facts(text: str) -> Q:
    """Return the condition for cases of the person or company with that name, ID number or credit code.

    They are looked up first, newest first, by the indexes of facts: one query. What of them is seen, the list says.
    """
    declared = {key for service in registry.all_services() for key in service.identities}
    keys = sorted({*NAMES, *declared, "applicant_id", "company_uscc"})
    blind = Q(key__in=keys, index__in=[blind_index(key, text) for key in keys])
    facts = Fact.objects.filter(blind | Q(key__in=keys, text__in=[text.strip(), code(text)]))
    found = facts.exclude(text="", index="").order_by("-pk").values_list("application", flat=True)
    return Q(pk__in=list(found[:MOST_CASES]))
