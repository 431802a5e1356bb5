"""For which of one's duties more time may still be asked."""

from guatu.ledgers.queries.item_page import ItemPage, UnitRow


def dated(page: ItemPage) -> list[UnitRow]:
    """The own rows that have a day to be moved; a long-term item has none."""
    return [] if page.item.is_long_term else [row for row in page.own_rows if row.deadline]


def extendable(page: ItemPage) -> list[UnitRow]:
    """Those whose day has not passed and for which no request waits."""
    return [row for row in dated(page) if row.deadline and row.deadline >= page.on and row.extension is None]
