"""Alive, ready, and the images of the site."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection


def test_alive_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


@pytest.mark.django_db
def test_ready_with_database_and_storage(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "storage": True})


@pytest.mark.django_db
def test_not_ready_without_the_storage(client, own_objects, caplog):
    own_objects.write_text("a file stands where the folder should be")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "storage": False})
    assert [record.levelname for record in caplog.records if record.name == "portal.documents.storage"] == [
        "ERROR"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
def test_not_ready_without_one(client, monkeypatch, failure):
    def no_cursor(*args):
        raise failure("server closed the connection")

    monkeypatch.setattr(connection, "cursor", no_cursor)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "storage": True})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_both_answer_without_tls(client, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path).status_code == 200


def test_pages_do_not(settings, client):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/verify/").status_code == 301


@pytest.mark.parametrize(
    "name",
    ["../portal/settings.py", "/etc/passwd.png", "%2e%2e/%2e%2e/etc/passwd.png", "x.png", "x.svg", "x.html"],
)
def test_only_images_of_the_site_are_served(client, name, tmp_path, settings):
    assert client.get(f"/media/{name}").status_code in {400, 404}


def test_an_image_is_served(client, tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    default_storage.save("a.png", ContentFile(b"\x89PNG"))
    default_storage.save("a.svg", ContentFile(b"<svg/>"))
    answer = client.get("/media/a.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert client.get("/media/a.svg").status_code == 404
