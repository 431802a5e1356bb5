"""Looking again at what was struck off."""

from django.urls import URLPattern, path

from guatu.web.views.look_backs import deciding, pages

urlpatterns: list[URLPattern] = [
    path("look-backs", pages.look_back_page, name="look-backs"),
    path("look-backs/draw", deciding.draw, name="look-backs-draw"),
    path("look-backs/<slug:code>", deciding.decide, name="look-backs-decide"),
]
