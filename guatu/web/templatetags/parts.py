"""The tags that the parts of a page are made with."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guatu.rules.regimes.regime import Light
from guatu.web import lamps, parts

register = template.Library()

SPRITE = "guatu/icons.svg"
_CLASS_OF_WIDGET: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "g-area"),
    (forms.CheckboxInput, "g-check"),
    (forms.RadioSelect, "g-check"),
    (forms.Select, "g-select"),
)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """A drawing of the sprite beside a word that says the same; size "s" is the small one."""
    classes = "i i-s" if size == "s" else "i"
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>', classes, static(SPRITE), name
    )


@register.filter
def drawn(light: Light) -> parts.Light:
    """A light of a regime in the shapes of the house."""
    return lamps.lamp(light)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control of a form's field in the house's dress; its class follows from the widget."""
    widget = field.field.widget
    dress = next((name for kind, name in _CLASS_OF_WIDGET if isinstance(widget, kind)), "g-input")
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{dress} {own}".strip()})
