"""By mail: SMTP, in plain text."""

from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPRecipientsRefused, SMTPResponseException
from ssl import create_default_context
from typing import Final

from guatu.channels.errors import NotCarried
from guatu.channels.messages import SIGNATURE, Message
from guatu.channels.settings import MailChannel

_SECONDS: Final = 10.0


def carry(channel: MailChannel, message: Message, *, to: str) -> None:
    """Hand the mail to the county's server."""
    try:
        with _server(channel) as server:
            if channel.user:
                server.login(channel.user, channel.password)
            server.send_message(_written(channel, message, to))
    except SMTPRecipientsRefused as error:
        raise NotCarried("邮件服务器不收这个地址") from error
    except SMTPResponseException as error:
        raise NotCarried(f"邮件服务器回答 {error.smtp_code}") from error
    except (OSError, SMTPException) as error:
        raise NotCarried("邮件服务器没有应答") from error


def _server(channel: MailChannel) -> SMTP:
    if channel.security == "tls":
        return SMTP_SSL(channel.host, channel.port, timeout=_SECONDS, context=create_default_context())
    server = SMTP(channel.host, channel.port, timeout=_SECONDS)
    if channel.security == "starttls":
        server.starttls(context=create_default_context())
    return server


def _written(channel: MailChannel, message: Message, to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = f"{SIGNATURE} <{channel.sender}>"
    mail["To"] = to
    mail["Date"] = formatdate(localtime=True)
    mail["Message-ID"] = make_msgid(domain=channel.sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence answers it
    mail.set_content(message.long)
    return mail
