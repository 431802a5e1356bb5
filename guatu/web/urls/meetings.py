"""Meetings of an office."""

from django.urls import URLPattern, path

from guatu.web.views.meetings import exporting, filing, holding, listing, planning, showing, topics

urlpatterns: list[URLPattern] = [
    path("meetings", listing.index, name="meetings"),
    path("meetings/plan", planning.plan, name="meeting-plan"),
    path("meetings/<int:pk>", showing.meeting, name="meeting"),
    path("meetings/<int:pk>/minutes", showing.minutes, name="meeting-minutes"),
    path("meetings/<int:pk>/export", exporting.export, name="meeting-export"),
    path("meetings/<int:pk>/change", planning.change, name="meeting-change"),
    path("meetings/<int:pk>/cancel", planning.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/hold", holding.hold, name="meeting-hold"),
    path("meetings/<int:pk>/correct", holding.correct, name="meeting-correct"),
    path("meetings/<int:pk>/file", filing.file, name="meeting-file"),
    path("meetings/<int:pk>/read", filing.read, name="meeting-read"),
    path("meetings/<int:pk>/replace", filing.replace, name="meeting-replace"),
    path("meetings/<int:pk>/topics/put", topics.put, name="meeting-topic-put"),
    path("meetings/<int:pk>/topics/<int:topic>/decide", topics.decide, name="meeting-topic-decide"),
    path("meetings/<int:pk>/topics/<int:topic>/withdraw", topics.withdraw, name="meeting-topic-withdraw"),
    path("items/<int:pk>/meeting", topics.of_item, name="item-meeting"),
]
