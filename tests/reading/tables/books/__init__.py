"""Thirty workbooks of fictional offices; each maker says what every row of matters is."""

from tests.reading.tables.books import complaints, inspections, oddities, plans, proposals

BOOKS = (*inspections.BOOKS, *plans.BOOKS, *complaints.BOOKS, *proposals.BOOKS, *oddities.BOOKS)
