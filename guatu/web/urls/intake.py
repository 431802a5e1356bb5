"""Documents that came in, and the drafts read from them."""

from django.urls import URLPattern, path

from guatu.web.views.intake import desk, drafting, revising, sending, sign_offs
from guatu.web.views.items import similar

urlpatterns: list[URLPattern] = [
    path("directives", desk.desk, name="directives"),
    path("directives/upload", desk.upload, name="directive-upload"),
    path("directives/<int:pk>", desk.directive, name="directive"),
    path("directives/<int:pk>/file", desk.original, name="directive-file"),
    path("directives/<int:pk>/version", revising.version, name="directive-version"),
    path("directives/<int:pk>/changes", revising.changes, name="directive-changes"),
    path("directives/<int:pk>/pairs", revising.pairs, name="directive-pairs"),
    path("drafts/<int:pk>", drafting.draft, name="draft"),
    path("drafts/<int:pk>/edit", drafting.edit, name="draft-edit"),
    path("drafts/<int:pk>/units", drafting.units, name="draft-units"),
    path("drafts/<int:pk>/similar", similar.of_entry, name="draft-similar"),
    path("drafts/<int:pk>/progress", desk.progress, name="draft-progress"),
    path("drafts/<int:pk>/dismiss", desk.dismiss, name="draft-dismiss"),
    path("drafts/<int:pk>/preview", sending.preview, name="draft-preview"),
    path("drafts/<int:pk>/send", sending.send, name="draft-send"),
    path("sign-offs/<int:pk>", sign_offs.sign_off, name="sign-off"),
    path("sign-offs/<int:pk>/dispatch", sign_offs.dispatch, name="sign-off-dispatch"),
]
