"""A handful of invented cases in different states, made by the same actions that people use."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone, translation

from portal.accounts.models import User
from portal.applications import actions
from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Material, Service
from portal.catalog.papers import Paper
from portal.documents import actions as documents
from portal.documents.queries import snapshot, to_upload
from portal.management.demo_acts import Act, accept, approve, ask, ask_consultation, consult, propose
from portal.management.demo_companies import company_of
from portal.management.demo_endings import ENDINGS
from portal.papers.drawing import draw
from portal.rulebook.queries import norms
from portal.signing import actions as signing
from portal.wizard import checking, registers
from portal.wizard import draft as drafts
from portal.wizard.journey import Journey, open_journey
from portal.workdays.queries import today


class SampleInvalid(Exception):
    """A service's sample is not a complete and valid application; the message says what is wrong."""


def draft(service: Service, n: int, owner: User, language: str = "zh-hans") -> Application:
    """Start a draft, type what invented person n types, and hand in every paper that is asked for."""
    raw = service.sample(n, norms(today()))
    application = actions.start(
        by=owner, service=service.code, language=language, company=company_of(service, raw, owner)
    )
    application = actions.save_draft(
        application=application, by=owner, change=lambda document: document.update(raw=raw)
    )
    journey = ask_registers(open_journey(application, owner), owner)
    for material in to_upload(service, checking.judge(journey).answers):
        if material.required:
            documents.receive(
                application=application, material=material.code, file=paper_of(material), by=owner
            )
    return journey.application


def ask_registers(journey: Journey, owner: User) -> Journey:
    """Save the steps that are valid, and ask the registers as the wizard does on the way."""
    if journey.service.sources:
        valid = checking.judge(journey).answers

        def save(document: drafts.Document) -> None:
            for slug, values in valid.items():
                drafts.keep_valid(document, slug, drafts.typed(document, slug), values)

        journey.keep(owner, save)
        registers.ask_due(journey, owner)
    return journey


def paper_of(material: Material) -> SimpleUploadedFile:
    """Return a small PDF that says which paper it stands for."""
    with translation.override("zh-hans"):
        title = str(material.title)
    content = draw(
        Paper(title=title, paragraphs=("演示材料，没有法律效力。",)), created=timezone.now(), watermark="演示"
    )
    return SimpleUploadedFile(f"{material.code}.pdf", content, "application/pdf")


def hand_in(application: Application, owner: User) -> Application:
    """Sign and submit a draft as the wizard does. Raises SampleInvalid when a step or a rule refuses it."""
    journey = open_journey(application, owner)
    outcome = checking.judge(journey)
    findings = journey.findings(outcome.answers)
    problems = outcome.problems + checking.rejections(journey, findings)
    if problems:
        raise SampleInvalid(f"{journey.service.code}: {problems}")
    signing.record_all(application=application, answers=outcome.answers)
    return actions.submit(
        application=application,
        by=owner,
        answers=outcome.answers,
        shown=checking.shown_in_each_language(journey.service, outcome.answers, journey.norms_of),
        materials=snapshot(application, outcome.answers),
        flags=checking.flags(journey, outcome.answers),
    )


#: What has happened to the demo cases of each service, one line a case: whose it is, and the acts.
#: In TH applicant 4 comes from Sichuan (the national lane), applicant 7 from Anhui with spouse and child.
STORIES: tuple[tuple[int, tuple[Act, ...]], ...] = (
    (0, ()),
    (1, (ask,)),
    (2, (accept,)),
    (3, (accept, propose)),
    (4, (accept, propose, approve)),
    (7, (accept, propose, approve)),
    (17, (accept,)),
    (18, (accept, ask_consultation)),
    (19, (accept, consult)),
)
#: The invented applicant who has not handed in yet.
UNDECIDED = 5
#: Whose cases they are, by the audience of a service, and whose those are that end in every other way.
APPLICANTS = {"person": "talent", "company": "company"}
OTHERS = {"person": "outcomes"}


def build_cases() -> int:
    """Make the demo cases that are missing; return how many: a draft and nine cases a service, each ending once."""
    people = {
        user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@demo.test")
    }
    made = 0
    for service in registry.all_services():
        if Application.objects.filter(
            service=service.code, owner=people[APPLICANTS[service.audience]]
        ).exists():
            continue
        for owner, n, story in stories_of(service):
            tell(service, n, story, people[owner], people)
            made += 1
        draft(service, UNDECIDED, people[APPLICANTS[service.audience]])
    return made


def stories_of(service: Service) -> list[tuple[str, int, tuple[Act, ...]]]:
    """Return what happens in the demo's cases of a service: who applies, as which invented applicant, and the acts.

    What ends otherwise belongs to somebody else where it can: an account may ask the registers so often a day, and
    whoever tries the demo wants to apply as well.
    """
    first = next(one for one in registry.all_services() if one.nature == service.nature) is service
    endings = ENDINGS.get(service.nature, ()) if first else ()
    usual, others = APPLICANTS[service.audience], OTHERS.get(service.audience, APPLICANTS[service.audience])
    return [(usual, n, story) for n, story in STORIES] + [(others, n, story) for n, story in endings]


def tell(
    service: Service, n: int, story: tuple[Act, ...], owner: User, staff: dict[str, User]
) -> Application:
    """Make one case and let its story happen."""
    case = hand_in(draft(service, n, owner), owner)
    for act in story:
        with transaction.atomic():
            case = act(Application.objects.get(pk=case.pk), staff)  # the portal may have moved it on
    return case
