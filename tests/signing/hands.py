"""Hands that sign: for tests that want signatures to be there, not to look at how they come."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse

from portal.applications.models import Application
from portal.catalog import registry
from portal.catalog.declaration import Answers, Norms, Service, Signer
from portal.signing import actions
from portal.signing.queries import answers_of

SPOUSE, OWN_MOBILE = "13900139000", "13800138000"


def sign_all(application: Application) -> None:
    """Let everybody sign who has to, as the draft is kept now. Nothing happens for services without signers."""
    fresh = Application.objects.get(pk=application.pk)
    actions.record_all(application=fresh, answers=answers_of(fresh), channel="test")


def signers(answers: Answers, norms: Norms) -> list[Signer]:
    """Return two signers made of the answers of PB: the company's clerk, and the seller."""
    company, seller = answers.get("company") or {}, answers.get("seller") or {}
    return [
        Signer(
            key="spouse",
            role="Spouse",
            name="白雪梅",
            mobile=str(seller.get("test_mobile") or SPOUSE),
            statements=("I agree to move as well.", "What is said about me is true."),
            content={"seller": dict(seller)},
            shown=(("Contract amount", str(seller.get("contract_qty", ""))),),
        ),
        Signer(
            key="applicant",
            role="Applicant",
            name="顾长宁",
            mobile=OWN_MOBILE,
            statements=("All that I say is true.",),
            content={"company": dict(company), "seller": dict(seller)},
        ),
    ]


def with_signers(found: Any = signers) -> Service:
    """Return PB with signers."""
    return replace(registry.get("PB"), signers=found)


def texts(path: Path) -> list[dict[str, str]]:
    """Return the text messages sent so far, oldest first."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def last_code(path: Path, to: str) -> str:
    """Return the code of the newest message to a number."""
    codes = [re.search(r"\b\d{6}\b", sent["text"]) for sent in texts(path) if sent["to"] == to]
    found = [code.group() for code in codes if code]
    assert found, f"no code for {to}"
    return found[-1]


def other_than(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code) + 1) % 1_000_000:06}"


def sign_url(application: Application, key: str, act: str) -> str:
    """Return the address of a button on the check page."""
    kwargs = {"service": application.service, "draft": application.pk, "key": key, "act": act}
    return reverse("wizard:sign", kwargs=kwargs)


def link_on(page: str) -> str:
    """Return the secret part of the link on a check page, "" when none is shown."""
    found = re.search(r"/sign/([0-9a-f]{64})/", page)
    return found.group(1) if found else ""


def digest_on(page: str) -> str:
    """Return the digest in the form of a page."""
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert found, "no digest on the page"
    return found.group(1)


def open_link(token: str, path: Path, to: str = SPOUSE) -> Client:
    """Return the browser of a co-signer in which the right code was typed."""
    client = Client()
    assert client.post(reverse("signing:code", args=[token])).status_code == 302
    opened = client.post(reverse("signing:open", args=[token]), {"code": last_code(path, to)})
    assert opened.status_code == 302, opened.content.decode()[-2000:]
    return client
