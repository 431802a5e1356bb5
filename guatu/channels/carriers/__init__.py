"""How a message is handed over: to a mail server, to an SMS gateway, to the robot of a chat group."""

from datetime import datetime

from guatu.channels.carriers import mail, robots, sms
from guatu.channels.messages import Message
from guatu.channels.settings import Channel, MailChannel, RobotChannel, SmsChannel


def carry(channel: Channel, message: Message, *, to: str, at: datetime) -> None:
    """Hand a message over; NotCarried where nobody took it. `to` is an address, a number, or nothing."""
    if isinstance(channel, MailChannel):
        mail.carry(channel, message, to=to)
    elif isinstance(channel, SmsChannel):
        sms.carry(channel, message, to=to)
    elif isinstance(channel, RobotChannel):
        robots.carry(channel, message, at=at)
