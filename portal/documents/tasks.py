from django_tasks import task

from portal.documents.actions import inspecting


@task()
def inspect_upload(upload_id: str) -> bool:
    """Inspect one upload that has arrived whole."""
    return inspecting.inspect(upload_id=upload_id)
