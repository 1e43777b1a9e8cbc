from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "portal.certificates"

    def ready(self) -> None:
        from portal.certificates.actions import sweep  # noqa: PLC0415 -- models are ready only now
        from portal.certificates.models import Certificate  # noqa: PLC0415
        from portal.certificates.upkeep import expire_permits  # noqa: PLC0415
        from portal.keyring import rotation  # noqa: PLC0415
        from portal.work.sweeping import register  # noqa: PLC0415

        register("certificates", sweep)
        register("expired permits", expire_permits)
        rotation.register("certificates", lambda: iter([(Certificate, "content")]))
