"""The portal and its admin site."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from portal import lifeline


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Proofsheet"

    def ready(self) -> None:
        import_module("portal.system_checks")  # registers them
        lifeline.follow()


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin.site.PortalSite"
