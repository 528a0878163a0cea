"""Incidents: the list, and one of them. What people do about them is in the modules
beside, which load what writes."""

from bellbuoy.services.incidents.detail import detail
from bellbuoy.services.incidents.reading import IncidentList, page, show, window

__all__ = ["IncidentList", "detail", "page", "show", "window"]
