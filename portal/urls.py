"""Addresses: everything is a page of the admin, but for what one needs before one can log in."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from portal.views import feed, invitations, language, passwords

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.urls),
    path("join/<str:token>/", invitations.accept, name="join"),
    path("feed/<slug:project>/final.csv", feed.show, name="feed"),
    path("feed/<slug:project>/final/<slug:list_name>.csv", feed.show, name="feed_list"),
    path("language/", language.choose, name="language"),
    path("password/", include(passwords)),
]
