"""Where seals, roots and code keys lie: as the settings say, or the demo's own under var/."""

from pathlib import Path

from django.conf import settings

from portal.seals import demo


def seal() -> tuple[str, str]:
    """Return where the seal is (path of a PKCS#12 file, or "pkcs11:…") and its password or PIN."""
    if settings.SEAL:
        return settings.SEAL, settings.SEAL_PASSWORD
    return str(_demo() / "seal.p12"), demo.PASSWORD.decode()


def roots() -> Path:
    """Return the folder with roots, intermediates and the certificates of seals, of today and former ones."""
    return Path(settings.SEAL_ROOTS) if settings.SEAL_ROOTS else _demo() / "roots"


def crls() -> Path | None:
    """Return the folder with lists of revoked certificates, None for none."""
    return Path(settings.SEAL_CRLS) if settings.SEAL_CRLS else None


def code_keys() -> list[Path]:
    """Return the files of the code keys, newest first."""
    return [Path(path) for path in settings.CODE_KEYS] or demo.code_keys(_demo())


def is_demo() -> bool:
    """Return whether the seal is the demo's own."""
    return not settings.SEAL


def _demo() -> Path:
    return demo.ensure(Path(settings.VAR) / "seals")
