from django_tasks import task

from portal.exchange import actions


@task()
def send_packet(packet_id: str) -> bool:
    """Send one packet."""
    return actions.send(packet_id=packet_id)
