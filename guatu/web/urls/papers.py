"""Papers and their templates."""

from django.urls import URLPattern, path

from guatu.web.views.papers import drawing, pages, templates

urlpatterns: list[URLPattern] = [
    path("papers", pages.listing, name="papers"),
    path("papers/new", drawing.new, name="paper-new"),
    path("papers/<int:pk>", pages.paper, name="paper"),
    path("papers/<int:pk>/file", pages.file, name="paper-file"),
    path("papers/<int:pk>/receive", pages.receive, name="paper-receive"),
    path("papers/templates", templates.index, name="paper-templates"),
    path("papers/templates/<slug:kind>", templates.template, name="paper-template"),
    path("papers/templates/<slug:kind>/file", templates.file, name="paper-template-file"),
    path("papers/templates/<slug:kind>/restore", templates.restore, name="paper-template-restore"),
]
