from django_tasks import task

from portal.notifications import actions


@task()
def deliver(notice_id: str) -> bool:
    """Send one notice."""
    return actions.send(notice_id=notice_id)
