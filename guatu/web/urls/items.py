"""One item and everything that can be done with it."""

from django.urls import URLPattern, path

from guatu.web.views.items import acting, evidence, pages, previewing, similar

urlpatterns: list[URLPattern] = [
    path("items/<int:pk>", pages.item, name="item"),
    path("items/<int:pk>/preview", previewing.preview, name="item-preview"),
    path("items/<int:pk>/similar", similar.of_item, name="item-similar"),
    path("items/<int:pk>/acts/<slug:slug>", acting.act, name="item-act"),
    path("items/<int:pk>/files", evidence.upload, name="item-upload"),
    path("items/<int:pk>/papers/<int:enclosure>", evidence.paper, name="item-paper"),
    path("items/<int:pk>/evidence/<int:evidence>", evidence.look, name="evidence"),
    path("items/<int:pk>/evidence/<int:evidence>/small", evidence.small, name="evidence-thumb"),
    path("items/<int:pk>/evidence/<int:evidence>/file", evidence.content, name="evidence-file"),
]
