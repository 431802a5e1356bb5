"""What was given up is sent once more, when somebody who keeps the system says so."""

from datetime import datetime

from guatu.channels.models import Delivery


def retry(channel: str, *, at: datetime) -> int:
    """Let what a channel gave up wait again, as far as it is still to be seen. How many."""
    failed = Delivery.objects.filter(channel=channel, state=Delivery.State.FAILED, notice__waits=True)
    return failed.update(state=Delivery.State.WAITING, ended_at=None, tries=0, due_at=at)
