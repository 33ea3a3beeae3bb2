"""What a program does with python-caldav: each function is one test, in calendars of its own."""

from datetime import date, datetime, timedelta, timezone
from uuid import uuid4

import caldav
from caldav.elements import cdav, dav, ical
from caldav.lib import error

BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
"""


def _client(settings, person="alice"):
    account = settings[person]
    return caldav.DAVClient(settings["url"] + "/", username=account["email"], password=account["password"])


def _calendar(settings, components=None):
    principal = _client(settings).principal()
    name = "c-" + uuid4().hex[:12]
    return principal.make_calendar(name=name, cal_id=name, supported_calendar_component_set=components)


def _text(*components):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *components, "END:VCALENDAR", ""])


def _component(kind, uid, *lines):
    return "\r\n".join(["BEGIN:" + kind, "UID:" + uid, "DTSTAMP:20260101T000000Z", *lines, "END:" + kind])


def _event(uid, *lines):
    return _text(_component("VEVENT", uid, *lines))


def _todo(uid, *lines):
    return _text(_component("VTODO", uid, *lines))


def _weekly(uid):
    return _text(
        BERLIN.strip().replace("\n", "\r\n"),
        _component(
            "VEVENT",
            uid,
            "DTSTART;TZID=Europe/Berlin:20260302T090000",
            "DTEND;TZID=Europe/Berlin:20260302T100000",
            "RRULE:FREQ=WEEKLY;COUNT=10",
            "EXDATE;TZID=Europe/Berlin:20260316T090000",
            "SUMMARY:Weekly",
        ),
        _component(
            "VEVENT",
            uid,
            "RECURRENCE-ID;TZID=Europe/Berlin:20260309T090000",
            "DTSTART;TZID=Europe/Berlin:20260310T140000",
            "DTEND;TZID=Europe/Berlin:20260310T150000",
            "SUMMARY:Weekly\\, moved",
        ),
    )


def _utc(*parts):
    return datetime(*parts, tzinfo=timezone.utc)


def _uids(objects):
    return sorted(one.icalendar_component["UID"] for one in objects)


def _same(actual, expected):
    assert actual == expected, "%r is not %r" % (actual, expected)


def _raises(kind, call):
    try:
        call()
    except kind:
        return
    raise AssertionError("%s was not raised" % kind.__name__)


# Discovery


def the_principal_and_its_calendars_are_found_from_the_root(settings):
    principal = _client(settings).principal()
    assert principal.url.path.rstrip("/").endswith("alice@example.org"), principal.url
    calendars = principal.calendars()
    assert calendars, "no calendar"
    assert all(calendar.url.path.startswith(principal.calendar_home_set.url.path) for calendar in calendars)


def the_calendar_of_the_documented_address_is_found(settings):
    client = _client(settings)
    calendar = client.calendar(url=settings["url"] + "/caldav/v2/alice@example.org/events/")
    assert calendar.get_display_name(), "no display name"
    assert "VEVENT" in calendar.get_supported_components()


def the_calendar_user_address_is_the_mail_address(settings):
    addresses = _client(settings).principal().calendar_user_address_set()
    assert "mailto:alice@example.org" in addresses, addresses


def the_server_announces_caldav(settings):
    client = _client(settings)
    assert client.check_dav_support()
    assert client.check_cdav_support()


def a_wrong_password_is_an_authorization_error(settings):
    account = settings["alice"]
    client = caldav.DAVClient(settings["url"] + "/", username=account["email"], password="wrong")
    _raises(error.AuthorizationError, client.principal)


# Calendars


def a_calendar_is_made_found_again_and_deleted(settings):
    principal = _client(settings).principal()
    calendar = principal.make_calendar(name="Größe & <Maß>", cal_id="made-" + uuid4().hex)
    found = principal.calendar(name="Größe & <Maß>")
    _same(found.url, calendar.url)
    calendar.delete()
    _raises(error.NotFoundError, lambda: principal.calendar(name="Größe & <Maß>"))
    _raises(error.NotFoundError, calendar.events)


def a_calendar_made_without_a_name_has_one_by_its_address(settings):
    principal = _client(settings).principal()
    calendar = principal.make_calendar(cal_id="nameless-" + uuid4().hex)
    assert str(calendar.url) in [str(one.url) for one in principal.calendars()]


def properties_of_a_calendar_are_written_and_read(settings):
    calendar = _calendar(settings)
    calendar.set_properties([dav.DisplayName("Renamed"), cdav.CalendarDescription("What it is for")])
    read = calendar.get_properties([dav.DisplayName(), cdav.CalendarDescription(), ical.CalendarColor()])
    _same(read[dav.DisplayName.tag], "Renamed")
    _same(read[cdav.CalendarDescription.tag], "What it is for")


def the_colour_of_a_calendar_is_kept_as_written(settings):
    calendar = _calendar(settings)
    calendar.set_properties([ical.CalendarColor("#FF2968FF"), ical.CalendarOrder("7")])
    read = calendar.get_properties([ical.CalendarColor(), ical.CalendarOrder()])
    _same(read[ical.CalendarColor.tag], "#FF2968FF")
    _same(read[ical.CalendarOrder.tag], "7")


def a_calendar_keeps_to_its_components(settings):
    calendar = _calendar(settings, ["VTODO"])
    _same(calendar.get_supported_components(), ["VTODO"])
    _raises(error.DAVError, lambda: calendar.save_event(_event("no", "DTSTART:20260302T090000Z", "DURATION:PT1H")))


# Objects


def an_event_comes_back_byte_for_byte(settings):
    calendar = _calendar(settings)
    text = _event(
        "bytes@example.org",
        "DTSTART;VALUE=DATE:20260302",
        "SUMMARY;LANGUAGE=de:Straße\\; Ödön",
        "X-VENDOR;X-PARAM=\"a:b\":kept",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT15M",
        "DESCRIPTION:soon",
        "END:VALARM",
    )
    url = calendar.url.join("bytes.ics")
    calendar.client.put(url, text, {"Content-Type": "text/calendar; charset=utf-8"})
    _same(calendar.client.session.get(str(url), auth=calendar.client.auth).content, text.encode())


def an_event_is_changed_and_deleted(settings):
    calendar = _calendar(settings)
    event = calendar.save_event(
        dtstart=datetime(2026, 3, 2, 9, tzinfo=timezone.utc),
        dtend=datetime(2026, 3, 2, 10, tzinfo=timezone.utc),
        summary="First",
    )
    uid = event.icalendar_component["UID"]
    event.icalendar_component["SUMMARY"] = "Second"
    event.save()
    _same(str(calendar.event_by_uid(uid).icalendar_component["SUMMARY"]), "Second")
    event.delete()
    _raises(error.NotFoundError, lambda: calendar.event_by_uid(uid))
    _raises(error.NotFoundError, event.load)


def a_deleted_event_can_be_written_again(settings):
    calendar = _calendar(settings)
    text = _event("again@example.org", "DTSTART:20260302T090000Z", "DURATION:PT1H")
    calendar.save_event(text).delete()
    calendar.save_event(text)
    _same(_uids(calendar.events()), ["again@example.org"])


def no_overwrite_and_no_create_are_kept(settings):
    calendar = _calendar(settings)
    text = _event("once@example.org", "DTSTART:20260302T090000Z", "DURATION:PT1H")
    _raises(error.ConsistencyError, lambda: calendar.save_event(text, no_create=True))
    calendar.save_event(text, no_overwrite=True)
    _raises(error.ConsistencyError, lambda: calendar.save_event(text, no_overwrite=True))


def an_event_is_copied_within_a_calendar_and_to_another(settings):
    first, second = _calendar(settings), _calendar(settings)
    event = first.save_event(_event("copied@example.org", "DTSTART:20260302T090000Z", "DURATION:PT1H", "SUMMARY:C"))
    event.copy().save()
    _same(len(first.events()), 2)
    event.copy(new_parent=second, keep_uid=True).save()
    _same(_uids(second.events()), ["copied@example.org"])


def events_tasks_and_journals_are_listed_apart(settings):
    calendar = _calendar(settings)
    calendar.save_event(_event("e", "DTSTART:20260302T090000Z", "DURATION:PT1H"))
    calendar.save_todo(_todo("t", "SUMMARY:Buy milk"))
    calendar.save_journal(_text(_component("VJOURNAL", "j", "DTSTART;VALUE=DATE:20260302", "SUMMARY:Day")))
    _same(_uids(calendar.events()), ["e"])
    _same(_uids(calendar.todos()), ["t"])
    _same(_uids(calendar.journals()), ["j"])


def many_objects_come_by_multiget(settings):
    calendar = _calendar(settings)
    urls = [
        calendar.save_event(_event("m%d" % i, "DTSTART:20260302T090000Z", "DURATION:PT1H")).url for i in range(20)
    ]
    _same(len(list(calendar.calendar_multiget(urls))), 20)


# Searches


def a_time_range_finds_what_touches_it(settings):
    calendar = _calendar(settings)
    calendar.save_event(_event("before", "DTSTART:20260301T220000Z", "DTEND:20260301T230000Z"))
    calendar.save_event(_event("into", "DTSTART:20260301T230000Z", "DTEND:20260302T003000Z"))
    calendar.save_event(_event("allday", "DTSTART;VALUE=DATE:20260302"))
    calendar.save_event(_event("after", "DTSTART:20260303T000000Z", "DTEND:20260303T010000Z"))
    found = calendar.search(start=_utc(2026, 3, 2), end=_utc(2026, 3, 3), event=True)
    _same(_uids(found), ["allday", "into"])
    _same(_uids(calendar.date_search(_utc(2026, 3, 2), _utc(2026, 3, 3), expand=False)), ["allday", "into"])
    _same(_uids(calendar.search(start=_utc(2026, 3, 2, 12), event=True)), ["after", "allday"])
    _same(_uids(calendar.search(end=_utc(2026, 3, 1, 23), event=True)), ["before"])


def an_expanded_search_gives_each_instance_in_utc(settings):
    calendar = _calendar(settings)
    calendar.save_event(_weekly("weekly"))
    found = calendar.search(start=_utc(2026, 3, 1), end=_utc(2026, 4, 1), event=True, expand=True)
    starts = sorted(one.icalendar_component["DTSTART"].dt for one in found)
    expected = [_utc(2026, 3, 2, 8), _utc(2026, 3, 10, 13), _utc(2026, 3, 23, 8), _utc(2026, 3, 30, 7)]
    _same(starts, expected)
    for one in found:
        assert "RRULE" not in one.data and "EXDATE" not in one.data and "TZID" not in one.data, one.data
        assert "RECURRENCE-ID" in one.data, one.data


def a_search_without_expansion_gives_the_series(settings):
    calendar = _calendar(settings)
    calendar.save_event(_weekly("weekly"))
    found = calendar.search(start=_utc(2026, 3, 23), end=_utc(2026, 3, 24), event=True, expand=False)
    _same(_uids(found), ["weekly"])
    assert "RRULE" in found[0].data
    _same(calendar.search(start=_utc(2026, 3, 16), end=_utc(2026, 3, 17), event=True, expand=False), [])


# This version of the library searches by octets: "budget" is not "Budget".
def text_searches_look_into_each_property(settings):
    calendar = _calendar(settings)
    when = ("DTSTART:20260302T090000Z", "DURATION:PT1H")
    calendar.save_event(_event("one", *when, "SUMMARY:Budget meeting", "LOCATION:Room 4", "CATEGORIES:WORK,MONEY"))
    calendar.save_event(_event("two", *when, "SUMMARY:Lunch", "DESCRIPTION:with the budget people", "COMMENT:yum"))
    _same(_uids(calendar.search(event=True, summary="Budget")), ["one"])
    _same(_uids(calendar.search(event=True, description="budget")), ["two"])
    _same(_uids(calendar.search(event=True, location="Room")), ["one"])
    _same(_uids(calendar.search(event=True, category="MONEY")), ["one"])
    _same(_uids(calendar.search(event=True, comment="yum")), ["two"])
    _same(_uids(calendar.search(event=True, uid="two")), ["two"])
    _same(calendar.search(event=True, summary="Budget", location="nowhere"), [])
    _same(calendar.search(event=True, summary="budget"), [])
    _same(calendar.search(event=True, summary="nothing like it"), [])


def a_search_is_sorted_by_what_is_asked(settings):
    calendar = _calendar(settings)
    for uid, day, summary in (("a", 4, "Y"), ("b", 3, "Z"), ("c", 2, "X")):
        calendar.save_event(_event(uid, "DTSTART:202603%02dT090000Z" % day, "DURATION:PT1H", "SUMMARY:" + summary))
    _same([str(one.icalendar_component["UID"]) for one in calendar.search(sort_keys=("dtstart",))], ["c", "b", "a"])
    _same([str(one.icalendar_component["UID"]) for one in calendar.search(sort_keys=("summary",))], ["c", "a", "b"])


def objects_are_found_by_uid(settings):
    calendar = _calendar(settings)
    calendar.save_event(_event("uid-1@example.org", "DTSTART:20260302T090000Z", "DURATION:PT1H"))
    calendar.save_event(_event("uid-11@example.org", "DTSTART:20260302T090000Z", "DURATION:PT1H"))
    _same(str(calendar.object_by_uid("uid-1@example.org").icalendar_component["UID"]), "uid-1@example.org")
    _raises(error.NotFoundError, lambda: calendar.object_by_uid("uid-2@example.org"))
    _raises(error.NotFoundError, lambda: calendar.todo_by_uid("uid-1@example.org"))


# Sync


def sync_brings_what_changed_and_no_more(settings):
    calendar = _calendar(settings)
    kept = calendar.save_event(_event("kept", "DTSTART:20260302T090000Z", "DURATION:PT1H"))
    changed = calendar.save_event(_event("changed", "DTSTART:20260302T090000Z", "DURATION:PT1H"))
    gone = calendar.save_event(_event("gone", "DTSTART:20260302T090000Z", "DURATION:PT1H"))
    copy = calendar.objects_by_sync_token(load_objects=True)
    _same(len(list(copy)), 3)
    _same(tuple(map(len, copy.sync())), (0, 0))

    changed.icalendar_component["SUMMARY"] = "Now with one"
    changed.save()
    gone.delete()
    calendar.save_todo(_todo("new", "SUMMARY:New"))
    updated, deleted = copy.sync()
    _same(sorted(one.url.path.split("/")[-1] for one in updated), ["changed.ics", "new.ics"])
    _same([one.url for one in deleted], [gone.url])
    _same(len(list(copy)), 3)
    assert kept.url in copy.objects_by_url()
    _same(tuple(map(len, copy.sync())), (0, 0))


def a_token_that_is_none_is_refused(settings):
    calendar = _calendar(settings)
    _raises(error.DAVError, lambda: calendar.objects_by_sync_token("urn:not-a-token"))


# Tasks


def a_completed_task_is_not_pending(settings):
    calendar = _calendar(settings)
    task = calendar.save_todo(_todo("open", "SUMMARY:Open", "STATUS:NEEDS-ACTION"))
    calendar.save_todo(_todo("other", "SUMMARY:Other", "DUE;VALUE=DATE:20260310"))
    calendar.save_todo(_todo("cancelled", "SUMMARY:Cancelled", "STATUS:CANCELLED"))
    _same(_uids(calendar.todos()), ["open", "other"])
    task.complete()
    _same(_uids(calendar.todos()), ["other"])
    _same(_uids(calendar.todos(include_completed=True)), ["cancelled", "open", "other"])
    assert "COMPLETED" in calendar.todo_by_uid("open").data


def tasks_are_sorted_by_due_date_and_priority(settings):
    calendar = _calendar(settings)
    calendar.save_todo(_todo("late", "DUE:20260312T100000Z", "PRIORITY:1"))
    calendar.save_todo(_todo("soon", "DUE:20260310T100000Z", "PRIORITY:9"))
    calendar.save_todo(_todo("sooner", "DUE:20260309T100000Z", "PRIORITY:5"))
    _same([str(one.icalendar_component["UID"]) for one in calendar.todos()], ["sooner", "soon", "late"])
    by_priority = calendar.todos(sort_keys=("priority",))
    _same([str(one.icalendar_component["UID"]) for one in by_priority], ["late", "sooner", "soon"])


def tasks_are_found_by_their_time(settings):
    calendar = _calendar(settings)
    calendar.save_todo(_todo("due", "DUE:20260302T100000Z"))
    calendar.save_todo(_todo("span", "DTSTART:20260301T100000Z", "DUE:20260305T100000Z"))
    calendar.save_todo(_todo("long", "DTSTART:20260301T100000Z", "DURATION:P5D"))
    calendar.save_todo(_todo("later", "DUE:20270302T100000Z"))
    found = calendar.search(start=_utc(2026, 3, 2), end=_utc(2026, 3, 3), todo=True, include_completed=True)
    _same(_uids(found), ["due", "long", "span"])


def a_recurring_task_is_completed_once(settings):
    calendar = _calendar(settings)
    task = calendar.save_todo(
        _todo("weekly", "DTSTART:20260302T090000Z", "DUE:20260302T100000Z", "RRULE:FREQ=WEEKLY", "SUMMARY:Bins")
    )
    task.complete(handle_rrule=True, rrule_mode="safe", completion_timestamp=_utc(2026, 3, 2, 9, 30))
    _same(len(calendar.todos(include_completed=True)), 2)
    _same(len(calendar.todos()), 1)


# Free and busy


def free_busy_merges_and_leaves_out_what_is_transparent(settings):
    calendar = _calendar(settings)
    calendar.save_event(_event("a", "DTSTART:20260302T090000Z", "DTEND:20260302T100000Z"))
    calendar.save_event(_event("b", "DTSTART:20260302T093000Z", "DTEND:20260302T103000Z"))
    calendar.save_event(_event("t", "DTSTART:20260302T150000Z", "DTEND:20260302T160000Z", "TRANSP:TRANSPARENT"))
    calendar.save_event(_event("c", "DTSTART:20260302T170000Z", "DTEND:20260302T180000Z", "STATUS:CANCELLED"))
    calendar.save_event(_event("q", "DTSTART:20260302T190000Z", "DTEND:20260302T200000Z", "STATUS:TENTATIVE"))
    answer = calendar.freebusy_request(_utc(2026, 3, 2), _utc(2026, 3, 3))
    periods = [
        (line.params.get("FBTYPE", ["BUSY"])[0], value[0].strftime("%H%M"))
        for line in answer.vobject_instance.vfreebusy.contents["freebusy"]
        for value in line.value
    ]
    _same(sorted(periods), [("BUSY", "0900"), ("BUSY-TENTATIVE", "1900")])


# Other people


def a_calendar_of_somebody_else_is_not_there(settings):
    calendar = _calendar(settings)
    path = calendar.url.path
    stranger = _client(settings, "bob")
    _raises(error.DAVError, lambda: stranger.calendar(url=path).events())
    assert path not in [one.url.path for one in stranger.principal().calendars()]
