from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "portal.certificates"

    def ready(self) -> None:
        from portal.certificates.actions import sweep
        from portal.certificates.models import Certificate
        from portal.certificates.upkeep import expire_permits
        from portal.keyring import rotation
        from portal.work.sweeping import register

        register("certificates", sweep)
        register("expired permits", expire_permits)
        rotation.register("certificates", lambda: iter([(Certificate, "content")]))
