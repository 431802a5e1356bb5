"""Workbooks of fictional offices; each maker says what every row of matters is."""

from tests.reading.tables.books import complaints, inspections, layouts, oddities, plans, proposals

BOOKS = (
    *inspections.BOOKS,
    *plans.BOOKS,
    *complaints.BOOKS,
    *proposals.BOOKS,
    *oddities.BOOKS,
    *layouts.BOOKS,
)
