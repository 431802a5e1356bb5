"""An office's own table on its way into a ledger."""

from django.urls import URLPattern, path

from guatu.web.views.imports import acting, lists, pages

urlpatterns: list[URLPattern] = [
    path("ledgers/<int:pk>/imports", pages.desk, name="ledger-imports"),
    path("ledgers/<int:pk>/lists", lists.lists, name="ledger-lists"),
    path("imports/<int:pk>", pages.page, name="import"),
    path("imports/<int:pk>/rejects", pages.rejects, name="import-rejects"),
    path("imports/<int:pk>/columns", acting.columns, name="import-columns"),
    path("imports/<int:pk>/unit", acting.unit, name="import-unit"),
    path("imports/<int:pk>/apply", acting.apply, name="import-apply"),
    path("imports/<int:pk>/withdraw", acting.withdraw, name="import-withdraw"),
    path("imports/<int:pk>/undo", acting.undo, name="import-undo"),
]
