from django_tasks import task

from portal.review.actions.exporting import make_export


@task()
def make(export_id: str) -> bool:
    """Make one export of the queue."""
    return make_export(export_id=export_id)
