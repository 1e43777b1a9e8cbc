"""The declaration of a service: one `Service` object that reads as a table of contents."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from portal.catalog.afterwards import ALWAYS, ENDED, EXPIRED, USED_UP, Allowance, Due, Held, Report, Reported
from portal.catalog.checking import Check, Checked, Judgement
from portal.catalog.context import Aid, Answers, History, NoPast, Norms, Past, Text, always
from portal.catalog.papers import CaseRecord, Paper

if TYPE_CHECKING:
    from django.forms import Form

__all__ = [
    "ALWAYS", "ENDED", "EXPIRED", "USED_UP", "Aid", "Allowance", "Answers", "Certificate", "Check", "Checked",
    "Due", "Eligibility", "Exchange", "Fact", "Finding", "Halt", "Held", "History", "Judgement", "Limits",
    "Material", "NoPast", "Norms", "Past", "Release", "Repeat", "Report", "Reported", "Reserve", "Service",
    "Signer", "Source", "Step", "Text", "Verdict", "always",
]  # fmt: skip


@dataclass(frozen=True)
class Repeat:
    """A step that is answered several times, once per row (substances, persons).

    single: each row has a page of its own, reached from a list; for rows of many fields. name: what a row is
    called in that list, from its values; required when single. table: rows may also be handed in as a CSV file,
    a column a field; needs single. unique: fields of which no two rows may share a value, each by itself; a row of
    a table takes the place of the row that has the same.
    """

    row: Text
    minimum: int = 1
    maximum: int = 50
    single: bool = False
    name: "Callable[[Mapping[str, Any]], str] | None" = None
    table: bool = False
    unique: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One page of the wizard. `form` is a `portal.ui.forms.StepForm` (of one row when repeated).

    fresh: fields that "file again like this one" leaves empty, because they are new each time (a contract, a
    commitment). A step without any is taken over as it was and need not be opened again.
    """

    slug: str
    title: Text
    form: "type[Form]"
    why: Text = ""
    when: Callable[[Answers], bool] = always
    repeat: Repeat | None = None
    fresh: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """A paper the applicant hands in. `when` says whether it is asked for at all.

    source: key of the `Source` whose YES makes the upload needless (S5 art. 7: what can be shared is not asked).
    commitment: the statement that may stand instead of the paper (告知承诺) while that source is UNAVAILABLE,
    signed in place; empty: none may.
    grace: key of the rulebook, in working days: the paper may be handed in that much after acceptance (容缺受理).
    later: the states (codes of `applications.states`) in which it is handed in, when that is not the draft.
    reuse: key of the rulebook, in days: a file handed in no longer ago serves again when the holder files again.
    personal: it is about who files for the company, so it serves again for that person alone.
    kinds: what may be uploaded: "pdf", "image" (JPEG, PNG, HEIC, WebP), "ofd", "csv".
    least_px: pixels that the long side of a picture must have at least, so that what it shows can be read (A7).
    identity: an identity paper; its bytes are deleted at the end of `Service.retention`.
    """

    code: str
    title: Text
    hint: Text = ""
    when: Callable[[Answers], bool] = always
    required: bool = True
    condition: Text = ""  # said in words on the service page
    source: str = ""
    commitment: Text = ""
    grace: str = ""
    later: tuple[str, ...] = ()
    reuse: str = ""
    personal: bool = False
    kinds: tuple[str, ...] = ("pdf", "image", "ofd")
    least_px: int = 1000
    identity: bool = False


@dataclass(frozen=True)
class Source:
    """A register outside the portal that is asked about a draft. Which adapter answers is chosen by settings.

    ask: the question from the answers so far, None while it cannot be asked yet.
    fills: the fields ("step.field") that a YES fills in from the data of the reply, where they stand under the
    field's name, as somebody would type them; they are marked then and cannot be changed. The reply is kept in
    `answers["sources"][key]` (see `catalog.sources`).
    """

    key: str
    title: Text
    ask: Callable[[Answers], dict[str, str] | None]
    fills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signer:
    """Somebody whose signature the submission needs. The one with key "applicant" signs in the wizard.

    key: "applicant", "spouse", "guardian:2". role: what the person is to the case. mobile: where the one-time
    code goes. statements: what is signed, a sentence each. content: the part of the answers that is signed; when
    it changes, the signature is void. shown: (label, value) pairs the person reads before signing.
    """

    key: str
    role: Text
    name: str
    mobile: str
    statements: tuple[Text, ...]
    content: Mapping[str, Any]
    shown: tuple[tuple[Text, str], ...] = ()


@dataclass(frozen=True)
class Reserve:
    """Places of a list of the rulebook that a case takes, for example two of a public household."""

    list_key: str
    code: str
    amount: int


@dataclass(frozen=True)
class Verdict:
    """What the eligibility check comes to. halt: where to go instead, None when the service is the right one.

    reasons: a sentence each. materials: to be prepared for certain. maybe: only if their `condition` applies,
    which the few questions do not tell.
    """

    halt: "Halt | None"
    reasons: tuple[Text, ...]
    materials: tuple[Material, ...] = ()
    maybe: tuple[Material, ...] = ()


@dataclass(frozen=True)
class Eligibility:
    """A few questions that anybody may answer without signing in, before the form. Nothing of it is kept.

    form: a `portal.ui.forms.StepForm` of choices only: the answers stand in the address of the page, so no
    personal data may be asked for. judge: from the answers as JSON carries them. why: said above the questions.
    """

    form: "type[Form]"
    judge: "Callable[[Mapping[str, Any], Norms], Verdict]"
    why: Text = ""


@dataclass(frozen=True)
class Release:
    """What the place of origin answers: its certificate, or why it does not release the person.

    persons: the ID numbers of those it is about, the holder's among them.
    """

    number: str
    issued_on: date | None = None
    valid_to: date | None = None
    organ: str = ""
    refused: str = ""
    persons: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Exchange:
    """How a case is handed to an authority outside and comes back.

    lane: "DELTA" goes by the exchange, anything else by hand. origin: the name of the authority asked.
    request: the body of the packet sent, from the case, its number there and the norms; `extra` of the case holds
    "serial", "accepted_by" and "accepted_at". read: the reply of a packet received, {"head": …, "body": …}; raises
    ValueError for one that is not a reply. persons: the ID numbers that a release must be about, all of them.
    valid_days: key of the rulebook, how many days a release holds that names no last day; empty: without end.
    """

    lane: Callable[[Answers], str]
    origin: Callable[[Answers], str]
    request: Callable[[CaseRecord, str, Norms], dict[str, Any]]
    read: Callable[[Mapping[str, Any]], Release]
    persons: Callable[[Answers], frozenset[str]]
    valid_days: str = ""


@dataclass(frozen=True)
class Halt:
    """Why the case cannot go on here, told at once and kindly. `where` says where to go instead."""

    kind: Literal["REFER", "NOT_COMPETENT", "NOT_REQUIRED", "FORBIDDEN"]
    title: Text
    text: Text
    where: Text
    step: str
    rule: str = ""


@dataclass(frozen=True)
class Finding:
    """The outcome of a rule across fields: `reject` goes back to the form, `flag` to the officer.

    internal: a flag that the applicant is not told of, because it is about others or nothing he or she can mend.
    """

    rule: str
    effect: Literal["reject", "flag"]
    message: Text
    step: str
    field: str = ""
    internal: bool = False


@dataclass(frozen=True)
class Fact:
    """One searchable or countable fact of a case. Give `secret` for what may only be found by its blind index.

    exclusive: no two open cases of the portal may hold the same (key, secret); needs `secret`.
    """

    key: str
    text: str = ""
    number: Decimal | None = None
    date: dt.date | None = None
    secret: str = ""
    exclusive: bool = False


@dataclass(frozen=True)
class Limits:
    """Which time limits count. Names are keys of the rulebook, in working days.

    same_day: received before `cutoff` counts today (16:30 and 17:30 rule), else next working day.
    """

    intake: str = ""
    decision: str = ""
    statutory: str = ""
    same_day: bool = False


@dataclass(frozen=True)
class Certificate:
    """The certificate that an approval produces.

    type: the two letters of its number. valid_to: last day, from answers, day of issue and norms; None: no end.
    content: writes what is the case's own, in the language of the record, which is the active one; must be pure,
    because it is drawn again after a crash. texts: key of the list of the rulebook that holds its title, subtitle,
    opening and notes, under the code `type` (see `paper_texts`). title: what lists and guides call it.
    """

    type: str
    title: Text
    valid_to: Callable[[Answers, date, Norms], date | None]
    content: Callable[[CaseRecord, Norms], Paper]
    texts: str


def no_signers(answers: Answers, norms: Norms) -> list[Signer]:
    """Return the signers of a service that nobody signs."""
    return []


@dataclass(frozen=True, kw_only=True)
class Service:
    """A government service item. See docs/adding-a-service.md for how to write one.

    route: the 12-digit code of the unit that handles the case. subject: who it is about, in clear;
    the platform masks it in lists. halt: asked after each step. check: asked before submission.
    sample: what invented applicant number n types, `{step: {field: text}}` with `{"rows": […]}` for repeated
    steps; a complete and valid application, used by the demo, the benches and the contract tests.
    crosscheck: as `check`, asked together with it, for rules that look at other cases.
    sources, signers, reserves, eligibility, exchange: see their classes. closing: the paper issued when the case
    comes to its end (registered), told apart from the certificate that an approval produces.
    progress: what the applicant reads in a state (its code), with %(unit)s, %(promised_on)s, %(due_on)s, %(items)s
    and the words of `progress_words`; states left out have the platform's own sentence.
    officers: 3 when acceptor, reviewer and approver must all differ, 2 when the approver must differ from both.
    disputed_in: slug of the step in which the applicant says what a register has wrong; "" when nothing asks.
    after: what follows the certificate: it is simply delivered, the place of origin acts first, or officers pay a
    visit within `inspection` (key of the rulebook, in days).
    company: the field ("step.field") of the credit code, in services that companies apply for; individuals: persons
    may apply for themselves as well. profile: fields ("step.field") that the company's account keeps under the
    field's name and fills in anew. The source with key "account" names the fields that are the account's own: the
    credit code and the handler (see portal/companies). again: "file again like this one" is offered.
    bars: what the law forbids, by code: the only grounds on which a filing is refused.
    allowances, reports, dues, exhausted: what the certificate allows, what its holder reports, what of it is owed
    (all that is outstanding), and whether it is used up (from what is held and what is left by item). A service
    with allowances has reports as well.
    items: what the facts `kg:<code>` of its cases count, by code, named in the active language.
    aids: help for the reviewing officer.
    checkpoints: the functions that judge automatic checkpoints of this service, by id ("CP13"); those that every
    service has are the platform's own. fact_names: facts that officers may filter and search by, key to name.
    identities: keys of the facts that say who takes part (persons by secret, companies by text or secret): earlier
    cases of the same, and officers who may have to stand back, are found by them.
    retention: key of the rulebook, in days: so long after the end of a case its identity papers are deleted; "" keeps
    them for good.
    """

    code: str
    title: Text
    summary: Text
    audience: Literal["person", "company"]
    nature: Literal["confirmation", "filing", "licence"]
    steps: tuple[Step, ...]
    materials: tuple[Material, ...]
    route: Callable[[Answers, Norms], str]
    subject: Callable[[Answers], str]
    halt: Callable[[Answers, Norms], Halt | None]
    check: Callable[[Answers, Norms], list[Finding]]
    facts: Callable[[Answers, Norms], list[Fact]]
    certificate: Certificate
    limits: Limits
    sample: Callable[[int, Norms], dict[str, dict[str, Any]]]
    schema_version: int = 1
    officers: Literal[2, 3] = 3
    after: Literal["deliver", "origin", "inspect"] = "deliver"
    crosscheck: Callable[[Answers, Norms, Past], list[Finding]] = lambda answers, norms, past: []
    sources: tuple[Source, ...] = ()
    disputed_in: str = ""
    retention: str = ""
    signers: Callable[[Answers, Norms], list[Signer]] = no_signers
    reserves: Callable[[Answers], list[Reserve]] = lambda answers: []
    eligibility: Eligibility | None = None
    exchange: Exchange | None = None
    closing: Certificate | None = None
    progress: Mapping[str, Text] = field(default_factory=dict, hash=False)
    progress_words: Callable[[Answers, Norms], dict[str, str]] = lambda answers, norms: {}
    company: str = ""
    individuals: bool = False
    profile: tuple[str, ...] = ()
    again: bool = False
    bars: Mapping[str, Text] = field(default_factory=dict, hash=False)
    inspection: str = ""
    allowances: Callable[[Answers, Norms], list[Allowance]] = lambda answers, norms: []
    reports: tuple[Report, ...] = ()
    dues: Callable[[Held, Norms], list[Due]] = lambda held, norms: []
    exhausted: Callable[[Held, Mapping[str, Decimal], Norms], bool] = lambda held, left, norms: False
    items: Callable[[Norms], Mapping[str, str]] = lambda norms: {}
    aids: Callable[[Answers, Norms, History], list[Aid]] = lambda answers, norms, history: []
    checkpoints: Mapping[str, Check] = field(default_factory=dict, hash=False)
    fact_names: Mapping[str, Text] = field(default_factory=dict, hash=False)
    identities: tuple[str, ...] = ()

    def findings(self, answers: Answers, norms: Norms, past: Past) -> list[Finding]:
        """Return the findings of `check` and `crosscheck`, in this order."""
        return [*self.check(answers, norms), *self.crosscheck(answers, norms, past)]

    @property
    def is_signed(self) -> bool:
        """Whether anybody signs at all."""
        return self.signers is not no_signers

    @property
    def is_followed(self) -> bool:
        """Whether anything is counted or reported after the certificate."""
        return bool(self.reports)

    def step(self, slug: str) -> Step:
        """Return the step of that slug; raise KeyError when there is none."""
        for step in self.steps:
            if step.slug == slug:
                return step
        raise KeyError(slug)

    def steps_for(self, answers: Answers) -> list[Step]:
        """Return the steps that the answers given so far call for, in order."""
        return [step for step in self.steps if step.when(answers)]

    def materials_for(self, answers: Answers) -> list[Material]:
        """Return the materials that the answers call for, in order."""
        return [material for material in self.materials if material.when(answers)]
