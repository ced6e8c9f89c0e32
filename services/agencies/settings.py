"""Settings of `agencies`: where Keycloak's administration answers; the client is the service's own."""

from kit.settings import ServiceSettings


class AgenciesSettings(ServiceSettings):
    keycloak_url: str
    keycloak_realm: str = "rongrian"
