"""The admin site. `site.PortalSite` registers what it serves; nothing registers itself."""
