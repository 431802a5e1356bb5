"""How a page answers a refusal: at the field where it has one, else over the form; nothing typed is lost."""

from django.forms import Form

from guatu.http.refusals import status_of
from guatu.kernel.errors import Refusal

__all__ = ["into", "status_of"]


def into(form: Form, refusal: Refusal) -> None:
    """Put the sentence at the field that the refusal names, or over the form."""
    field = refusal.details().get("field")
    form.add_error(str(field) if field in form.fields else None, str(refusal))
