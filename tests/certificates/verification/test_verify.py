"""Public verification: the right verdict, the same answer to every wrong question, nobody's data."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.certificates import actions
from portal.certificates.freezing import organ_of
from portal.certificates.models import Certificate, RegisterEntry
from portal.certificates.queries import Answer, verify
from portal.certificates.verification import wording
from portal.rulebook.queries import unit_names
from tests import cases, copied

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(db):
    """The permit of a person: of all papers the one that must tell the least."""
    return copied.once("an issued certificate of TH", issue_permit)


def issue_permit():
    """Return the issued permit of an approved case."""
    pk = cases.approved("TH").certificates.get(event=None).pk
    actions.issue(certificate_id=pk)
    return Certificate.objects.get(pk=pk)


def ask(client, number, code, language=""):
    return client.get(f"{language}/verify/{number}/", {"code": code})


def test_what_is_not_found_is_shown_as_typed_to_be_compared_and_mended(client, certificate):
    answer = ask(client, certificate.number, "AAAA BBBB-cccc<dd", "/en")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert f'value="{certificate.number}"' in text and 'value="AAAA BBBB-cccc&lt;dd"' in text
    assert "<dd" not in text.partition("AAAA BBBB")[2][:40]


def test_by_number_alone_nobody_says_that_a_paper_is_unchanged(client, certificate):
    notice = certificate.application.certificates.filter(type="SL").get()
    assert actions.issue(certificate_id=notice.pk)
    notice.refresh_from_db()
    text = ask(client, notice.number, notice.code, "/en").content.decode()
    assert "We issued a paper with this number." in text and "it is unchanged" not in text


def test_a_certificate_in_force_is_valid(client, certificate):
    answer = ask(client, certificate.number, certificate.code)
    assert answer.status_code == 200
    assert answer.context["answer"].verdict == "VALID"
    text = answer.content.decode()
    assert certificate.number in text and certificate.sm3 in text and certificate.organ in text
    assert "no-store" in answer["Cache-Control"]
    assert 'content="noindex"' in text


@pytest.mark.parametrize("language", ["", "/en"])
def test_days_have_their_year_for_they_are_compared_with_the_paper(client, certificate, language):
    text = ask(client, certificate.number, certificate.code, language).content.decode()
    for day in (certificate.issued_on, certificate.valid_to):
        written = f"{day:%d %B %Y}".lstrip("0") if language else f"{day.year}年{day.month}月{day.day}日"
        assert written in text


def test_the_address_in_the_qr_code_is_the_address_of_the_answer(client, certificate, settings):
    path = certificate.verify_url.removeprefix(settings.SITE_URL)
    assert client.get(path).context["answer"].verdict == "VALID"


def test_it_is_valid_through_its_last_day(certificate):
    for day, verdict in (
        (certificate.valid_to, "VALID"),
        (certificate.valid_to + timedelta(days=1), "EXPIRED"),
    ):
        with time_machine.travel(f"{day}T23:59:00+08:00"):
            assert verify(certificate.number, certificate.code).verdict == verdict


@pytest.mark.parametrize(
    ("register", "verdict"),
    [
        ("used", "USED"),
        ("suspended", "SUSPENDED"),
        ("revoked", "REVOKED"),
        ("replaced", "REPLACED"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_the_register_speaks_before_the_calendar(client, certificate, register, verdict):
    Certificate.objects.filter(pk=certificate.pk).update(register=register)
    with time_machine.travel("2030-01-01T00:00:00Z"):
        answer = ask(client, certificate.number, certificate.code)
    assert answer.context["answer"].verdict == verdict
    assert answer.status_code == 200


def test_a_notice_is_called_a_paper_and_never_a_certificate(client, notice):
    text = ask(client, notice.number, notice.code, "/en").content.decode()
    assert "<h1>Genuine</h1>" in text and "result-info" in text
    assert "does not mean that anything was granted" in text
    assert "This certificate" not in text and "Valid" not in text and "result-good" not in text
    assert ask(client, notice.number, notice.code).context["answer"].verdict == "VALID"
    Certificate.objects.filter(pk=notice.pk).update(register="revoked")
    assert "This paper has been revoked" in ask(client, notice.number, notice.code, "/en").content.decode()


@pytest.mark.parametrize("verdict", [*wording.REGISTER, "NOT_FOUND"])
def test_every_verdict_is_one_big_answer(verdict):
    said = {wording.said(Answer(verdict, notice=notice)).sentence for notice in (False, True)}
    assert len(said) == (1 if verdict == "NOT_FOUND" else 2)


def normalised(answer, *texts):
    """Return a page without what was asked and without what changes with every answer."""
    text = answer.content.decode()
    for asked in texts:
        text = text.replace(asked, "")
    return re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(client, certificate):
    unknown, wrong = "ZQ31011520269999990", "0" * 16
    one = ask(client, unknown, certificate.code)
    other = ask(client, certificate.number, wrong)
    assert one.status_code == other.status_code == 404
    assert normalised(one, unknown, certificate.code) == normalised(other, certificate.number, wrong)


def test_an_unknown_number_costs_the_same_queries_as_a_wrong_code(
    client, certificate, django_assert_num_queries
):
    for number, code in (("ZQ31011520269999990", certificate.code), (certificate.number, "0" * 16)):
        with django_assert_num_queries(1):
            assert verify(number, code).verdict == "NOT_FOUND"


@pytest.mark.parametrize("status", ["requested", "numbered", "failed"])
def test_what_is_not_issued_is_not_found(certificate, status):
    Certificate.objects.filter(pk=certificate.pk).update(status=status)
    assert verify(certificate.number, certificate.code).verdict == "NOT_FOUND"


def test_blanks_hyphens_and_small_letters_do_not_matter(certificate):
    code = f"{certificate.code[:8].lower()}-{certificate.code[8:]} "
    number = f"{certificate.number[:2].lower()} {certificate.number[2:]}"
    assert verify(number, code).verdict == "VALID"


@pytest.mark.parametrize("number", ["%00", "x", "ZQ%00", "𝟙𝟚", "../../x", "%F0%9F%92%A9", "A" * 500])
@pytest.mark.parametrize("code", ["\0", "码", "x" * 5000, "'; --"])
def test_nonsense_is_not_found(client, number, code):
    assert client.get(f"/verify/{number}/", {"code": code}).status_code == 404


def test_no_personal_data_is_shown(client, certificate):
    own = cases.answers_of("TH")
    for language in ("", "/en"):
        text = ask(client, certificate.number, certificate.code, language).content.decode()
        for secret in ("name", "id_no", "mobile"):
            assert own["applicant"][secret] not in text
        assert own["origin"]["origin_address"] not in text
        assert certificate.application.number not in text


def test_a_number_alone_shows_only_the_form(client, certificate):
    answer = client.get(f"/verify/{certificate.number}/")
    assert "answer" not in answer.context
    assert certificate.organ not in answer.content.decode()


def test_the_thirty_first_question_within_a_minute_is_refused_and_after_it_not(client, certificate):
    with time_machine.travel("2026-11-24T10:00:00+08:00", tick=False) as clock:
        statuses = [ask(client, certificate.number, "0" * 16).status_code for _ in range(31)]
        assert statuses == [404] * 30 + [429]
        assert ask(client, certificate.number, certificate.code).status_code == 429
        elsewhere = client.get(
            f"/verify/{certificate.number}/", {"code": certificate.code}, REMOTE_ADDR="192.0.2.7"
        )
        assert elsewhere.status_code == 200
        clock.shift(61)
        assert ask(client, certificate.number, certificate.code).status_code == 200


def test_a_forged_address_does_not_escape_the_limit(client, certificate):
    for n in range(32):
        status = client.get(
            f"/verify/{certificate.number}/", {"code": "x"}, HTTP_X_FORWARDED_FOR=f"192.0.2.{n}"
        ).status_code
    assert status == 429


def test_behind_the_proxy_the_address_it_added_counts(client, certificate, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(32):
        forwarded = f"203.0.113.{n}, 192.0.2.1"
        status = client.get(
            f"/verify/{certificate.number}/", {"code": "x"}, HTTP_X_FORWARDED_FOR=forwarded
        ).status_code
    assert status == 429


def test_the_form_leads_to_the_answer(client, certificate):
    answer = client.get("/verify/", {"number": f" {certificate.number} ", "code": certificate.code.lower()})
    assert answer.status_code == 302
    assert answer["Location"] == f"/verify/{certificate.number}/?code={certificate.code}"
    for number in ("", "ZQ31011520260000011", "TH310115202611230000013"):
        page = client.get("/verify/", {"number": number, "code": "x"})
        assert page.status_code == 422
        assert page.context["form"].errors["number"]
    assert client.post("/verify/").status_code == 405
    with override("en"):
        assert client.get(reverse("verify:form")).status_code == 200


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("TH310115202611230000013", "This is a case number."),
        ("th 310115 20261123 000001 4", "This is a case number."),
        ("GB3101162026000123", "The number has 19 characters."),
        ("GB310116202600012301", "The number has 19 characters."),
        ("GB31011620260001231", "This is not a number of ours."),
    ],
)
def test_the_form_says_what_is_wrong_with_a_number(client, number, said):
    page = client.get("/en/verify/", {"number": number, "code": "x"})
    assert page.status_code == 422
    assert page.context["form"].errors["number"][0].startswith(said)


def test_whoever_asks_too_often_keeps_what_was_typed_and_finds_the_way_back(client, certificate):
    for _ in range(31):
        late = ask(client, certificate.number, f'{certificate.code[:8]}"<b>', "/en")
    text = late.content.decode()
    assert late.status_code == 429
    assert f'value="{certificate.number}"' in text
    assert f'value="{certificate.code[:8]}&quot;&lt;b&gt;"' in text
    assert 'action="/en/verify/"' in text and 'href="/en/verify/file/"' in text


TURNED = [("revoked", "REVOKED"), ("replaced", "REPLACED"), ("cancelled", "CANCELLED"), ("used", "USED"),
          ("suspended", "SUSPENDED")]  # fmt: skip


def turned(certificate, act: str) -> None:
    """Let the register say that something happened on 29 November 2026, and something else before."""
    first = RegisterEntry.objects.get(certificate=certificate)
    officers = {"by": cases.officer("approver"), "proposed_by": cases.officer("intake")}
    for seq, (name, day) in enumerate(((act, 27), ("resumed", 28), (act, 29)), first.seq + 1):
        RegisterEntry.objects.create(
            certificate=certificate, seq=seq, act=name, previous=first.digest, digest=f"{seq:064d}",
            at=datetime(2026, 11, day, 1, tzinfo=timezone.get_default_timezone()), **officers,
        )  # fmt: skip
    Certificate.objects.filter(pk=certificate.pk).update(register=act)


@pytest.mark.parametrize(("act", "verdict"), TURNED)
@pytest.mark.parametrize("language", ["", "/en"])
def test_what_is_not_in_force_says_since_when(client, certificate, act, verdict, language):
    turned(certificate, act)
    answer = ask(client, certificate.number, certificate.code, language)
    assert answer.context["answer"].verdict == verdict
    assert ("29 November 2026" if language else "2026年11月29日") in answer.context["said"].sentence
    if language:
        text = answer.content.decode()
        past = verdict != "SUSPENDED"  # which may be lifted before that day
        assert ("<dt>Was valid until</dt>" in text) is past and ("<dt>Valid until</dt>" in text) is not past


def test_an_answer_about_what_is_in_force_costs_one_query(client, certificate, django_assert_num_queries):
    client.get("/verify/")
    ask(client, certificate.number, certificate.code)
    with django_assert_num_queries(1):
        ask(client, certificate.number, certificate.code)


def test_it_says_that_the_holder_is_not_shown_and_how_to_check_all(client, certificate):
    text = ask(client, certificate.number, certificate.code, "/en").content.decode()
    assert "The holder is not shown." in text
    assert 'verify the PDF file. <a href="/en/verify/file/">' in text
    assert "The holder is not shown." not in ask(client, certificate.number, "0" * 16, "/en").content.decode()


def test_in_english_paper_and_organ_have_their_english_names_too(client, certificate):
    text = ask(client, certificate.number, certificate.code, "/en").content.decode()
    organ = unit_names("en")[organ_of(certificate.unit)]
    assert f'Move-in permit (<span lang="zh-CN">{certificate.title}</span>)' in text
    assert f'{organ} (<span lang="zh-CN">{certificate.organ}</span>)' in text
    assert organ not in ask(client, certificate.number, certificate.code).content.decode()


def test_an_organ_without_an_english_name_is_named_in_chinese(client, certificate):
    Certificate.objects.filter(pk=certificate.pk).update(organ="某局")
    text = ask(client, certificate.number, certificate.code, "/en").content.decode()
    assert '<dd lang="zh-CN">某局</dd>' in text
