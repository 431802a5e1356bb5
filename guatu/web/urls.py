"""The addresses of the pages."""

from django.urls import path

from guatu.web.views import gallery

app_name = "web"
urlpatterns = [
    path("gallery", gallery.gallery, name="gallery"),
]
