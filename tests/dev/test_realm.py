"""The overlay of demo and test over the realm that is right everywhere."""

from dev.servers.realm import merged, secrets_of


def test_an_overlay_changes_a_named_client_and_leaves_its_neighbours() -> None:
    base = {"clients": [{"clientId": "portal", "publicClient": True}, {"clientId": "mobile"}]}
    overlay = {"clients": [{"clientId": "portal", "directAccessGrantsEnabled": True}]}
    assert merged(base, overlay) == {
        "clients": [
            {"clientId": "portal", "publicClient": True, "directAccessGrantsEnabled": True},
            {"clientId": "mobile"},
        ]
    }


def test_an_overlay_adds_a_client_that_the_base_does_not_name() -> None:
    assert merged([{"clientId": "portal"}], [{"clientId": "scripts"}]) == [
        {"clientId": "portal"},
        {"clientId": "scripts"},
    ]


def test_an_overlay_replaces_a_list_without_names() -> None:
    base = {"requiredActions": ["CONFIGURE_TOTP"], "enabled": True}
    assert merged(base, {"requiredActions": []}) == {"requiredActions": [], "enabled": True}


def test_merging_leaves_the_base_as_it_was() -> None:
    base = {"users": [{"username": "user-admin", "attributes": {"agency": ["a"]}}]}
    merged(base, {"users": [{"username": "user-admin", "attributes": {"agency": ["b"]}}]})
    assert base == {"users": [{"username": "user-admin", "attributes": {"agency": ["a"]}}]}


def test_a_placeholder_without_a_value_of_its_own_names_a_secret() -> None:
    assert secrets_of('"${SVC_CASES_SECRET}" "${SMTP_PORT:1025}" "${username}"') == {"SVC_CASES_SECRET"}
