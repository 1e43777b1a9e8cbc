"""The search box of the queue: what is found, what is said of a mistake, how selects and box agree, what leaks."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.utils import timezone

from portal.applications.models import Application, Fact
from portal.catalog import registry
from portal.keyring.sealing import blind_index
from portal.review.labels import system_label
from portal.review.language import known
from portal.review.models import Follow, Label, Labelled
from tests.factories import officer, submitted_application
from tests.review.addresses import desk_url

pytestmark = pytest.mark.django_db
ID_NUMBER, CREDIT_CODE = "310101199001011237", "91310115MA1K00001A"
OUTSIDE = "310151000000"


@pytest.fixture
def found(client):
    """A function that searches as an officer: found(user, query, **parameters) -> set of cases listed."""

    def search(user, query="", **parameters):
        client.force_login(user)
        response = client.get(desk_url("queue", language="en"), {"q": query, "tab": "all", **parameters})
        assert response.status_code == 200
        search.page, search.context = response.content.decode(), response.context
        return {row["case"].pk for row in response.context["rows"]}

    return search


@pytest.fixture
def declared(monkeypatch):
    """The household service declares identities and facts by which officers search."""
    service = registry.get("TH")
    names = {
        "education": "Degree",
        "total_kg": "Total in kg",
        "valid_to": "Valid to",
        "plate": "Number plate",
    }
    for field, value in (("identities", ("person", "client_uscc")), ("fact_names", names)):
        monkeypatch.setitem(service.__dict__, field, value)


def fact(case, key, **fields):
    if secret := fields.pop("secret", ""):
        fields["index"] = blind_index(key, secret)
    Fact.objects.create(application=case, key=key, **fields)


def update(case, **fields):
    Application.objects.filter(pk=case.pk).update(**fields)


def test_a_person_is_found_by_id_number_and_full_name_within_ones_units_only(found, declared):
    case, other = submitted_application(n=1), submitted_application(n=2)
    fact(case, "person", secret=ID_NUMBER)
    Fact.objects.filter(application=case, key="applicant_name").delete()
    fact(case, "applicant_name", secret="欧阳示例")
    user = officer("intake")
    assert found(user, ID_NUMBER) == {case.pk}
    assert found(user, f"{ID_NUMBER[:6]} {ID_NUMBER[6:]}") == {case.pk}
    assert found(user, "欧阳示例") == {case.pk}
    assert found(user, "欧阳") == set()
    assert found(user, f"-{ID_NUMBER}") == {other.pk}
    stranger = officer("intake", OUTSIDE)
    for query in (ID_NUMBER, "欧阳示例", case.number, case.number[:8], f"-{other.number}"):
        assert found(stranger, query) == set()


def test_a_company_is_found_by_credit_code_and_the_beginning_of_its_name(found, declared):
    case, filing = submitted_application(n=1), submitted_application("PB", n=2)
    fact(case, "client_uscc", text=CREDIT_CODE)
    user = officer("intake")
    assert found(user, CREDIT_CODE.lower()) == {case.pk}
    assert found(user, filing.company.uscc) == {filing.pk}
    assert found(user, filing.subject[:5]) == {filing.pk}
    assert found(user, f"{filing.number} {case.number}") == {filing.pk, case.pk}
    assert found(officer("intake", OUTSIDE), CREDIT_CODE) == set()


def test_words_after_is(found):
    by = {}
    mine, reviewed = submitted_application(n=1), submitted_application(n=2, state="IN_REVIEW", by=by)
    user = officer("intake")
    update(mine, warnings=2, assignee=user)
    update(reviewed, state="SUSPENDED", turn="", assignee=None)
    Follow.objects.create(officer=user, application=reviewed)
    Follow.objects.create(officer=by["intake"], application=mine)
    expected = {
        "is:mine": {mine.pk},
        "is:open": {mine.pk, reviewed.pk},
        "is:waiting": {reviewed.pk},
        "is:stopped": {reviewed.pk},
        "is:concluded": set(),
        "is:unassigned": {reviewed.pk},
        "is:flagged": {mine.pk},
        "is:followed": {reviewed.pk},
        "-is:followed": {mine.pk},
        "@me": {mine.pk},
        "-@me": {reviewed.pk},
        "@me is:unassigned": {mine.pk, reviewed.pk},  # alternatives: both say who is assigned
        "@me is:stopped": set(),
        "is:stopped is:concluded": {reviewed.pk},
        "warnings:>0": {mine.pk},
        "warnings:0": {reviewed.pk},
        "warnings:>0 warnings:<2": set(),  # comparisons all hold
        "warnings:2..3": {mine.pk},
        "turn:intake": {mine.pk},
    }
    assert {query: found(user, query) for query in expected} == expected


def test_my_unit_is_the_very_unit_of_the_posting(found):
    case = submitted_application()
    assert found(officer("intake", case.unit), "is:unit") == {case.pk}
    assert found(officer("intake"), "is:unit") == set()
    assert found(officer("intake"), f"unit:{case.unit[:6]}") == {case.pk}


def test_states_services_and_places_by_code_or_name_in_either_language(found):
    case, filing = submitted_application(n=100), submitted_application("PB", "CORRECTION", n=2)
    user = officer("intake")
    district = known.places(user, "district")[case.district]
    unit = known.places(user, "unit")[case.unit]
    title = str(registry.get("PB").title)
    for query in ("state:RECEIVED", "state:Intake", "state:received", "service:th", f"district:{case.district}",
                  f'district:{district["name"]}', f'district:"{district["name_en"]}"', f'unit:"{unit["name"]}"',
                  f'-service:"{title}"', "-state:CORRECTION"):  # fmt: skip
        assert found(user, query) == {case.pk}, query
    assert found(user, "service:TH service:PB") == {case.pk, filing.pk}
    assert found(user, "service:PB state:RECEIVED") == set()


def test_days_are_working_days(found):
    with time_machine.travel("2026-11-24T02:00:00+00:00", tick=False):  # a Tuesday, 10:00
        case, user = submitted_application(), officer("intake")
        now = timezone.now()
        update(
            case, due_at=now + timedelta(days=2), submitted_at=now - timedelta(days=5)
        )  # Thursday; Thursday
        hits = {"due:2d", "due:<=2d", "due:<3d", "due:>1d", "due:1d..2d", "due:2026-11-26", "due:>=2026-11-26",
                "due:2026-11-25..2026-11-26", "submitted:3d", "submitted:<4d", "submitted:>2d", "submitted:>=3d",
                "submitted:2d..3d", "submitted:<2026-11-20", "is:near"}  # fmt: skip
        misses = {"due:<2d", "due:>2d", "due:>2026-11-26", "due:<2026-11-26", "submitted:<3d", "submitted:>3d",
                  "submitted:0d..2d", "concluded:<9d", "is:today", "is:later", "is:overdue"}  # fmt: skip
        assert {query for query in hits | misses if found(user, query)} == hits
        update(case, concluded_at=now - timedelta(days=1))
        assert found(user, "concluded:1d") == {case.pk}


def test_labels_and_colleagues(found):
    case, other = submitted_application(n=1), submitted_application(n=2)
    label = Label.objects.create(unit=case.unit, name="容缺 受理")
    Labelled.objects.create(application=case, label=label)
    Label.objects.create(unit=OUTSIDE, name="别处")
    wang = officer("intake", case.unit, email="wang.li@people.test", last_name="王", first_name="力")
    officer("intake", OUTSIDE, email="zhao@people.test")
    update(case, assignee=wang)
    for query in ('label:"容缺 受理"', "label:“容缺 受理”", "@wang", "@王力", "@wang.li@people.test"):
        assert found(wang, query) == {case.pk}, query
    assert found(wang, "-@wang") == ({other.pk} if other.unit == case.unit else set())
    for query, told in (("label:别处", "There is no label “别处”"), ("@zhao", "No officer of your units")):
        assert found(wang, query) == set()
        assert told in found.page


@pytest.mark.parametrize("unit", ["310000000000", "310000000001", "{district}000000", "{unit}"])
def test_labels_of_the_portal_are_found_everywhere_by_either_name_and_by_their_link(found, unit):
    case, _other = submitted_application(n=1), submitted_application(n=2)
    user = officer("intake", unit.format(district=case.district, unit=case.unit))
    Labelled.objects.create(application=case, label=system_label("first"))
    for query in ("label:首次", 'label:"First case"', 'label:"first case"'):
        assert found(user, query) == {case.pk}, query
    assert found(user, "-label:首次 service:TH") | {case.pk} == found(user, "service:TH")
    found(user)
    cells = [cell for row in found.context["rows"] for _column, cell in row["cells"] if cell.labels]
    ((_label, link),) = cells[0].labels
    assert found(user, parse_qs(link.lstrip("?"))["q"][0]) == {case.pk}


def test_facts_that_a_service_declares(found, declared):
    case, user = submitted_application(), officer("intake")
    Fact.objects.filter(application=case).delete()
    fact(case, "education", text="DOCTOR")
    fact(case, "total_kg", number="120.5")
    fact(case, "valid_to", date="2027-03-01")
    fact(case, "plate", secret="沪A12345")
    fact(case, "hidden", text="x")
    hits = {"fact:education=DOCTOR", "fact:total_kg>100", "fact:total_kg=120.5", "fact:total_kg=100..130",
            "fact:valid_to<2027-04-01", "fact:valid_to=2027-03-01", "fact:plate=沪A12345",
            "fact:education=X fact:education=DOCTOR", "fact:total_kg>1 fact:total_kg<200"}  # fmt: skip
    misses = {
        "fact:education=MASTER",
        "fact:total_kg<100",
        "fact:total_kg>1 fact:total_kg<100",
        "fact:plate=沪A",
    }
    assert {query for query in hits | misses if found(user, query)} == hits
    assert found(user, "fact:hidden=x") == set() and "No service has a fact “hidden”." in found.page
    assert found(user, "fact:total_k>1") == set() and "Did you mean “total_kg”?" in found.page
    assert found(user, "fact:education>DOCTOR") == set() and "as a number or a date" in found.page


@pytest.mark.parametrize(
    ("query", "told", "marked"),
    [
        ("is:overdu @me", "Did you mean “overdue”?", "is:overdu"),
        ("@me servce:PB", "Did you mean “service”?", "servce:PB"),
        ("service:PX", "There is no service “PX”.", "service:PX"),
        ("state:IN_REVEW", "Did you mean “IN_REVIEW”?", "state:IN_REVEW"),
        ("district:Atlantis", "There is no district “Atlantis”.", "district:Atlantis"),
        ("unit:999", "There is no unit “999”.", "unit:999"),
        ('label:"x', "A quotation mark is not closed.", "&quot;x"),
        ("due:<soon", "“&lt;soon” is no day.", "due:&lt;soon"),
    ],
)
def test_a_mistake_is_said_and_marked_and_shows_nothing(found, query, told, marked):
    submitted_application()
    assert found(officer("intake"), query) == set()
    assert told in found.page
    assert f"<mark>{marked}</mark>" in found.page
    assert found.context["search"].text == query
    assert 'aria-describedby="query-problem"' in found.page


def sent(client, **data):
    """Send the form of the search box and return the parameters of the address it leads to."""
    response = client.post(desk_url("search", language="en"), data)
    assert response.status_code == 302
    client.page = client.get(response.url)
    return {name: values[0] for name, values in parse_qs(urlsplit(response.url).query).items()}


def test_a_select_writes_the_terms_of_the_box_and_the_box_sets_the_selects(client):
    client.force_login(officer("intake"))
    assert sent(client, tab="open", service="PB", due="near", q="") == {
        "tab": "open",
        "q": "service:PB is:near",
    }
    form = client.page.context
    was = form["search"].was
    selected = {select.name: select.value for select in form["first_selects"]}
    assert selected == {"service": "PB", "state": "", "due": "near", "assignee": ""}
    unchanged = {"tab": "open", "was": was, "service": "PB", "due": "near"}
    # Taken out of the box: the select that still says so does not bring it back.
    assert sent(client, **unchanged, q="service:PB")["q"] == "service:PB"
    # Changed in the select: it takes the place of the term.
    assert sent(client, **(unchanged | {"service": ""}), q="service:PB is:near")["q"] == "is:near"
    assert sent(client, **(unchanged | {"due": "overdue"}), q="@me is:near")["q"] == "@me is:overdue"
    assert sent(client, **unchanged, assignee="nobody", label="on hold", warnings="1", q="")["q"] == (
        'is:unassigned label:"on hold" is:flagged'
    )


def test_names_and_numbers_of_persons_stand_in_no_address_and_open_for_nobody_else(client, declared):
    case = submitted_application()
    fact(case, "person", secret=ID_NUMBER)
    client.force_login(officer("intake"))
    given = sent(client, q=f"{ID_NUMBER} is:open")
    assert set(given) == {"s"} and client.page.context["search"].text == f"{ID_NUMBER} is:open"
    assert [row["case"].pk for row in client.page.context["rows"]] == [case.pk]
    page = client.page.content.decode()
    addresses = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert addresses and not [address for address in addresses if ID_NUMBER in address]
    assert ID_NUMBER not in client.session.get("desk.list", "")
    assert set(sent(client, q=case.number)) == {"q"}
    client.force_login(officer("intake"))
    for token in (given["s"], "AAAA", "é"):
        response = client.get(desk_url("queue", language="en"), {"s": token})
        assert ID_NUMBER not in response.content.decode()
        assert "This search cannot be read any more." in response.content.decode()
        assert list(response.context["rows"]) == []


def test_a_search_reaches_beyond_the_tab_where_the_tab_would_hold_it_back(found):
    case, user = submitted_application("PB", "DENIED"), officer("intake")
    assert case.state == "CONCLUDED"
    for query in (case.number, "is:concluded", "state:CONCLUDED", "concluded:<2d"):
        assert found(user, query, tab="mine") == {case.pk}, query
        assert "Searched in all cases, concluded ones too." in found.page
    assert found(user, "service:PB", tab="mine") == set()
