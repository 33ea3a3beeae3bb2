"""What a program does with google-auth and the key file of a service account."""

import time

from google.auth.exceptions import RefreshError
from google.oauth2 import service_account
from googleapiclient import discovery

_CALENDAR = "https://www.googleapis.com/auth/calendar"


def _credentials(settings, scopes=(_CALENDAR,), subject=None):
    return service_account.Credentials.from_service_account_file(
        settings["keyFile"], scopes=list(scopes), subject=subject
    )


def _service(settings, **how):
    return discovery.build(
        "calendar",
        "v3",
        credentials=_credentials(settings, **how),
        discoveryServiceUrl=settings["url"] + "/discovery/v1/apis/{api}/{apiVersion}/rest",
        cache_discovery=False,
    )


def _primary(service):
    return service.calendars().get(calendarId="primary").execute()["id"]


def it_signs_in_as_itself(settings):
    service = _service(settings)
    assert _primary(service) == "robot@example.org"
    start, end = ({"dateTime": "2026-03-02T%02d:00:00Z" % hour} for hour in (9, 10))
    made = service.events().insert(calendarId="primary", body={"summary": "Robot", "start": start, "end": end}).execute()
    assert made["creator"]["email"] == "robot@example.org", made


def it_acts_for_a_user_of_its_domain(settings):
    assert _primary(_service(settings, subject="alice@example.org")) == "alice@example.org"


def it_gets_a_new_token_when_the_old_one_is_gone(settings):
    service = _service(settings)
    _primary(service)
    credentials = service._http.credentials
    first, credentials.token = credentials.token, "gone"
    assert _primary(service) == "robot@example.org"
    assert credentials.token not in (first, "gone")
    assert credentials.expiry is not None and credentials.expiry.year >= time.gmtime().tm_year


def it_is_refused_what_was_not_delegated(settings):
    for how in (
        {"subject": "nobody@example.org"},
        {"subject": "alice@example.org", "scopes": (_CALENDAR, _CALENDAR + ".acls")},
    ):
        try:
            _primary(_service(settings, **how))
        except RefreshError:
            continue
        raise AssertionError("%r was let in" % how)
