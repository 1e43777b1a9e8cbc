from django_tasks import task

from portal.certificates import actions


@task()
def issue_certificate(certificate_id: str) -> bool:
    """Issue one certificate."""
    return actions.issue(certificate_id=certificate_id)
