"""What a program does with google-api-python-client, built from the server's own discovery document."""

import json

from google.oauth2.credentials import Credentials
from googleapiclient import discovery
from googleapiclient.errors import HttpError


def _service(settings, person="alice", **options):
    return discovery.build(
        "calendar",
        "v3",
        credentials=Credentials(settings[person]["token"]),
        discoveryServiceUrl=settings["url"] + "/discovery/v1/apis/{api}/{apiVersion}/rest",
        cache_discovery=False,
        **options
    )


def _calendar(service):
    return service.calendars().insert(body={"summary": "For a test", "timeZone": "Europe/Berlin"}).execute()["id"]


def _event(day, summary="Event", **more):
    start, end = ({"dateTime": "2026-03-%02dT%02d:00:00Z" % (day, hour)} for hour in (9, 10))
    return dict(summary=summary, start=start, end=end, **more)


def _same(actual, expected):
    assert actual == expected, "%r is not %r" % (actual, expected)


def _refused(status, reason, call):
    try:
        call.execute()
    except HttpError as refusal:
        first = json.loads(refusal.content.decode())["error"]["errors"][0]
        _same((refusal.resp.status, first["reason"]), (status, reason))
        return
    raise AssertionError("nothing was refused")


def the_service_is_built_from_discovery(settings):
    service = _service(settings)
    _same(service._baseUrl, settings["url"] + "/calendar/v3/")
    primary = service.calendars().get(calendarId="primary").execute()
    _same((primary["kind"], primary["id"]), ("calendar#calendar", "alice@example.org"))


def the_old_discovery_address_serves_too(settings):
    service = discovery.build(
        "calendar",
        "v3",
        credentials=Credentials(settings["alice"]["token"]),
        discoveryServiceUrl=settings["url"] + "/$discovery/rest?version={apiVersion}",
        cache_discovery=False,
    )
    assert service.calendarList().list().execute()["items"]


def the_document_has_every_resource(settings):
    service = _service(settings)
    for name in ("acl", "calendarList", "calendars", "channels", "colors", "events", "freebusy", "settings"):
        assert hasattr(service, name), name


def an_event_is_made_read_changed_and_removed(settings):
    service = _service(settings)
    calendar = _calendar(service)
    events = service.events()
    made = events.insert(calendarId=calendar, body=_event(2, "Größe & <Maß>")).execute()
    one = dict(calendarId=calendar, eventId=made["id"])
    _same(events.patch(body={"location": "Here"}, **one).execute()["summary"], "Größe & <Maß>")
    _same(events.update(body=_event(3, "Anew"), **one).execute()["summary"], "Anew")
    _same("location" in events.get(**one).execute(), False)
    _same(events.delete(**one).execute(), "")
    _same(events.get(**one).execute()["status"], "cancelled")
    _refused(410, "deleted", events.delete(**one))


def list_next_walks_through_every_page(settings):
    service = _service(settings)
    calendar = _calendar(service)
    for day in range(1, 8):
        service.events().insert(calendarId=calendar, body=_event(day, "Day %d" % day)).execute()
    request = service.events().list(calendarId=calendar, maxResults=3, singleEvents=True, orderBy="startTime")
    pages = []
    while request is not None:
        answer = request.execute()
        pages.append([event["summary"] for event in answer["items"]])
        request = service.events().list_next(request, answer)
    _same(pages, [["Day 1", "Day 2", "Day 3"], ["Day 4", "Day 5", "Day 6"], ["Day 7"]])


def instances_next_walks_through_a_series(settings):
    service = _service(settings)
    calendar = _calendar(service)
    when = {
        "start": {"dateTime": "2026-03-23T09:00:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-03-23T10:00:00", "timeZone": "Europe/Berlin"},
    }
    body = dict(summary="Weekly", recurrence=["RRULE:FREQ=WEEKLY;COUNT=5"], **when)
    series = service.events().insert(calendarId=calendar, body=body).execute()
    request = service.events().instances(calendarId=calendar, eventId=series["id"], maxResults=2)
    starts = []
    while request is not None:
        answer = request.execute()
        starts += [event["start"]["dateTime"] for event in answer["items"]]
        request = service.events().instances_next(request, answer)
    _same(starts[:2], ["2026-03-23T09:00:00+01:00", "2026-03-30T09:00:00+02:00"])
    _same(len(starts), 5)


def calendar_list_next_walks_through_the_calendars(settings):
    service = _service(settings)
    made = {_calendar(service) for _ in range(3)}
    request = service.calendarList().list(maxResults=2)
    seen = []
    while request is not None:
        answer = request.execute()
        seen += [entry["id"] for entry in answer["items"]]
        request = service.calendarList().list_next(request, answer)
    assert made < set(seen) and len(seen) == len(set(seen)), seen


def repeated_parameters_are_all_heeded(settings):
    service = _service(settings)
    calendar = _calendar(service)
    for value in ("1", "2"):
        properties = {"private": {"a": value, "b": "x"}}
        service.events().insert(calendarId=calendar, body=_event(2, value, extendedProperties=properties)).execute()
    found = service.events().list(calendarId=calendar, privateExtendedProperty=["a=2", "b=x"]).execute()
    _same([event["summary"] for event in found["items"]], ["2"])


def a_batch_answers_each_call_by_its_id(settings):
    service = _service(settings)
    calendar = _calendar(service)
    answers = {}

    def heard(request_id, response, exception):
        answers[request_id] = response["summary"] if response else exception.resp.status

    batch = service.new_batch_http_request(callback=heard)
    for day in range(1, 6):
        insertion = service.events().insert(calendarId=calendar, body=_event(day, "Day %d" % day))
        batch.add(insertion, request_id="day %d" % day)
    batch.add(service.events().get(calendarId=calendar, eventId="nothere"), request_id="missing")
    batch.add(service.calendars().get(calendarId=calendar), request_id="calendar")
    batch.execute()
    expected = {"day %d" % day: "Day %d" % day for day in range(1, 6)}
    _same(answers, dict(expected, missing=404, calendar="For a test"))
    _same(len(service.events().list(calendarId=calendar).execute()["items"]), 5)


def a_batch_that_deletes_has_answers_without_a_body(settings):
    service = _service(settings)
    calendar = _calendar(service)
    ids = [service.events().insert(calendarId=calendar, body=_event(day)).execute()["id"] for day in (1, 2)]
    answers = []
    batch = service.new_batch_http_request(callback=lambda _, *answer: answers.append(answer))
    for event in ids:
        batch.add(service.events().delete(calendarId=calendar, eventId=event))
    batch.execute()
    _same(answers, [("", None), ("", None)])
    _same(service.events().list(calendarId=calendar).execute()["items"], [])


def a_batch_of_fifty_changes_all(settings):
    service = _service(settings)
    calendar = _calendar(service)
    failures = []
    batch = service.new_batch_http_request(callback=lambda _, __, exception: failures.append(exception))
    for number in range(50):
        batch.add(service.events().insert(calendarId=calendar, body=_event(1 + number % 28, "No. %d" % number)))
    batch.execute()
    _same(failures, [None] * 50)
    _same(len(service.events().list(calendarId=calendar, maxResults=250).execute()["items"]), 50)


def a_sync_token_brings_what_changed(settings):
    service = _service(settings)
    calendar = _calendar(service)
    gone = service.events().insert(calendarId=calendar, body=_event(1, "Gone")).execute()
    token = service.events().list(calendarId=calendar).execute()["nextSyncToken"]
    service.events().delete(calendarId=calendar, eventId=gone["id"]).execute()
    service.events().insert(calendarId=calendar, body=_event(2, "New")).execute()
    changed = service.events().list(calendarId=calendar, syncToken=token).execute()["items"]
    _same(sorted((event["status"], event.get("summary", event["id"])) for event in changed), [
        ("cancelled", gone["id"]),
        ("confirmed", "New"),
    ])
    _refused(410, "fullSyncRequired", service.events().list(calendarId=calendar, syncToken="none-of-ours"))


def access_is_given_and_taken(settings):
    service, other = _service(settings), _service(settings, "bob")
    calendar = _calendar(service)
    _refused(404, "notFound", other.events().list(calendarId=calendar))
    rule = service.acl().insert(
        calendarId=calendar, body={"role": "reader", "scope": {"type": "user", "value": "bob@example.org"}}
    ).execute()
    other.calendarList().insert(body={"id": calendar}).execute()
    _same(other.events().list(calendarId=calendar).execute()["accessRole"], "reader")
    _same(service.acl().delete(calendarId=calendar, ruleId=rule["id"]).execute(), "")
    _refused(404, "notFound", other.events().list(calendarId=calendar))


def free_busy_colours_and_settings_are_read(settings):
    service = _service(settings)
    calendar = _calendar(service)
    service.events().insert(calendarId=calendar, body=_event(2)).execute()
    body = {"timeMin": "2026-03-02T00:00:00Z", "timeMax": "2026-03-03T00:00:00Z", "items": [{"id": calendar}]}
    busy = service.freebusy().query(body=body).execute()["calendars"][calendar]["busy"]
    _same(busy, [{"start": "2026-03-02T09:00:00Z", "end": "2026-03-02T10:00:00Z"}])
    assert service.colors().get().execute()["calendar"]
    _same(service.settings().get(setting="timezone").execute()["value"], "Europe/Berlin")


def a_long_query_goes_as_a_post_with_an_override(settings):
    service = _service(settings)
    calendar = _calendar(service)
    service.events().insert(calendarId=calendar, body=_event(2, "Found " + "x" * 1500)).execute()
    properties = ["k%d=%s" % (number, "v" * 90) for number in range(20)]
    answer = service.events().list(calendarId=calendar, privateExtendedProperty=properties).execute()
    _same(answer["items"], [])


def errors_say_what_is_wrong(settings):
    service = _service(settings)
    _refused(404, "notFound", service.events().get(calendarId="primary", eventId="nothere"))
    _refused(400, "required", service.events().insert(calendarId="primary", body={"summary": "No time"}))
    stranger = _service({**settings, "alice": {"token": "wrong"}})
    try:
        stranger.calendarList().list().execute()
    except Exception as refusal:
        assert "RefreshError" in type(refusal).__name__ or getattr(refusal, "resp", {}).get("status") == "401", refusal
        return
    raise AssertionError("a wrong token was accepted")
