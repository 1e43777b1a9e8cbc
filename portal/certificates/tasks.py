from django_tasks import task

from portal.certificates import actions
from portal.certificates.actions import batches
from portal.work.background import enqueue


@task()
def issue_certificate(certificate_id: str) -> bool:
    """Issue one paper."""
    return actions.issue(certificate_id=certificate_id)


@task()
def issue_notice(certificate_id: str) -> bool:
    """Issue one notice: nothing waits for it, so it may come after the certificates."""
    return actions.issue(certificate_id=certificate_id)


@task()
def advance_batch(proposal_id: str) -> int:
    """Ask for the next certificates of a batch, and come again until there are none."""
    dealt = batches.advance(proposal_id)
    if dealt:
        enqueue(advance_batch, proposal_id)
    return dealt
