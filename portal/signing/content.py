"""What is signed, and its digest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import override

from portal.catalog.declaration import Answers, Norms, Service, Signer
from portal.keyring.sealing import blind_index
from portal.standards.digests import canonical_json, sha256

OWN = "applicant"


def signers_in(
    service: Service, answers: Answers, norms: Norms, language: str = settings.LANGUAGE_CODE
) -> list[Signer]:
    """Return who signs, with every text in that language."""
    with override(language):
        return [
            replace(
                signer,
                role=str(signer.role),
                statements=tuple(str(text) for text in signer.statements),
                shown=tuple((str(label), value) for label, value in signer.shown),
            )
            for signer in service.signers(answers, norms)
        ]


def digest_of(signer: Signer) -> str:
    """Return the SHA-256 of what a signer signs: the statements in Chinese and the content."""
    with override(settings.LANGUAGE_CODE):
        return digest_of_parts([str(text) for text in signer.statements], signer.content)


def digest_of_parts(statements: list[str], content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of statements and content."""
    return sha256(canonical_json({"statements": statements, "content": dict(content)}))


def person_of(signer: Signer) -> str:
    """Return a blind index of whom a link is given to: name and number."""
    return blind_index("signer", f"{signer.name}\n{signer.mobile}")


def evidence_of(service: Service, answers: Answers, norms: Norms, key: str) -> dict[str, Any]:
    """Return what is kept of a signature to prove it later: name, mobile, content; role and texts by language.

    The mobile is the number that the code went to: whoever reads the signature must see whose telephone it was.
    """
    evidence: dict[str, Any] = {"role": {}, "statements": {}, "shown": {}}
    for language, _name in settings.LANGUAGES:
        signer = next(one for one in signers_in(service, answers, norms, language) if one.key == key)
        evidence |= {"name": signer.name, "mobile": signer.mobile, "content": dict(signer.content)}
        evidence["role"][language] = signer.role
        evidence["statements"][language] = list(signer.statements)
        evidence["shown"][language] = [list(pair) for pair in signer.shown]
    return evidence


def digest_of_evidence(evidence: Mapping[str, Any]) -> str:
    """Return the digest that a signature with this evidence must have."""
    return digest_of_parts(evidence["statements"][settings.LANGUAGE_CODE], evidence["content"])
