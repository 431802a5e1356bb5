"""The picture of an address that a phone reads."""

from django.utils.safestring import SafeString


def pictured(address: str) -> SafeString:
    """An address as a QR code, drawn as SVG without styles; it stands in the page and is stored nowhere."""
    import segno  # here: only who enrols a device needs it

    code = segno.make(address, error="m", micro=False)
    words = "绑定动态口令的二维码"
    drawn = code.svg_inline(border=2, omitsize=True, svgclass=None, lineclass=None, title=words)
    return SafeString(drawn.replace("<svg ", f'<svg role="img" aria-label="{words}" ', 1))
