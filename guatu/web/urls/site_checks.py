"""Looking at the place itself: what is to be seen, the way there, results, checks without notice."""

from django.urls import URLPattern, path

from guatu.web.views.site_checks import files, pages, routing, visiting

urlpatterns: list[URLPattern] = [
    path("site-checks", pages.listing, name="site-checks"),
    path("site-checks/route", routing.route, name="site-check-route"),
    path("site-checks/route/print", routing.print_route, name="site-check-route-print"),
    path("site-checks/new", visiting.start, name="site-check-start"),
    path("site-checks/<int:pk>", pages.site_check, name="site-check"),
    path("site-checks/<int:pk>/record", visiting.record, name="site-check-record"),
    path("site-checks/<int:pk>/plan", visiting.plan, name="site-check-plan"),
    path("site-checks/<int:pk>/drop", visiting.drop, name="site-check-drop"),
    path("site-checks/<int:pk>/code", files.show_code, name="site-check-code"),
    path("site-checks/<int:pk>/files", files.upload, name="site-check-upload"),
    path("site-checks/<int:pk>/photos/<int:photo>", files.content, name="site-check-photo"),
    path("site-checks/<int:pk>/photos/<int:photo>/small", files.small, name="site-check-photo-small"),
]
