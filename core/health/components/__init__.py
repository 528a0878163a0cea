"""The components of the health score, in the order in which all else lists them."""

from core.health.components import engagement, incidents, usage
from core.health.components.record import Component

COMPONENTS: tuple[Component, ...] = (
    usage.COMPONENT,
    engagement.COMPONENT,
    incidents.COMPONENT,
)
