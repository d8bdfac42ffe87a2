"""What cannot be a public id never reaches the database."""

import pytest
from django.test import Client

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/wniosek/%00/", "/wniosek/a%00b/wynik/", "/placowka/wniosek/%00/", "/wniosek/ą/"],
)
def test_an_address_with_an_impossible_id_does_not_exist(client: Client, address: str) -> None:
    client.force_login(make_user())

    assert client.get(address).status_code == 404
