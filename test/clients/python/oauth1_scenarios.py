"""What a program of the Data API does with oauthlib, which knows nothing of this server; the browser between is Python's own."""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

from oauthlib import oauth1

FEEDS = "https://www.google.com/calendar/feeds/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _send(url, headers=(), body=None, method=None):
    request = urllib.request.Request(url, body.encode() if body else None, dict(headers), method=method)
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


def _signed(client, url, method="GET", body=None, headers=None):
    url, headers, body = client.sign(url, http_method=method, body=body, headers=headers or {})
    return _send(url, headers, body, method)


def _status(call):
    try:
        call()
    except urllib.error.HTTPError as error:
        return error.code
    return 200


class _Browser:
    def __init__(self, settings):
        self.url = settings["url"]
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.page = ""
        self.get("/account/sign-in")
        self.post("/account/sign-in", email="alice@example.org", password=settings["password"])

    def get(self, path):
        self.page = self.opener.open(self.url + path).read().decode()

    def post(self, path, **fields):
        hidden = dict(re.findall(r'name="(_csrf|seal)" value="([^"]+)"', self.page))
        body = urllib.parse.urlencode({**hidden, **fields}).encode()
        self.page = self.opener.open(urllib.request.Request(self.url + path, body, FORM)).read().decode()


def _pair(text):
    values = dict(urllib.parse.parse_qsl(text))
    return {"resource_owner_key": values["oauth_token"], "resource_owner_secret": values["oauth_token_secret"]}


def _three_legs(settings, key, place=oauth1.SIGNATURE_TYPE_AUTH_HEADER, **more):
    url = settings["url"] + "/accounts/"
    client = oauth1.Client(key, callback_uri="oob", signature_type=place, **more)
    ask = urllib.parse.urlencode({"scope": FEEDS, "xoauth_displayname": "A Python program"})
    in_body = place == oauth1.SIGNATURE_TYPE_BODY
    request = url + "OAuthGetRequestToken"
    if in_body:
        pair = _pair(_signed(client, request, "POST", ask, FORM))
    else:
        pair = _pair(_signed(client, request + "?" + ask))
    browser = _Browser(settings)
    path = "/accounts/OAuthAuthorizeToken?oauth_token=" + urllib.parse.quote(pair["resource_owner_key"])
    browser.get(path)
    browser.post(path, decision="allow")
    verifier = re.search(r"<code>([^<]+)</code>", browser.page).group(1)
    client = oauth1.Client(key, verifier=verifier, **pair, **more)
    return oauth1.Client(key, **_pair(_signed(client, url + "OAuthGetAccessToken", "POST")), **more)


def _uses(settings, client):
    feed = settings["url"] + "/calendar/feeds/default/private/full"
    entry = '<entry xmlns="http://www.w3.org/2005/Atom"><title>Tennis with Zoë</title></entry>'
    headers = {"Content-Type": "application/atom+xml", "GData-Version": "2"}
    made = _signed(client, feed, "POST", entry, headers)
    assert "Tennis with Zoë" in made, made
    assert "Zoë" in _signed(client, feed + "?q=Tennis%20with&max-results=5")
    calendars = json.loads(_signed(client, settings["url"] + "/calendar/v3/users/me/calendarList"))
    assert any(one["id"] == "alice@example.org" for one in calendars["items"]), calendars


def gets_a_token_in_three_legs_by_hmac(settings):
    _uses(settings, _three_legs(settings, "planner.example.org", client_secret=settings["secret"]))


def gets_one_as_an_installed_program_with_its_parameters_in_a_form(settings):
    place = oauth1.SIGNATURE_TYPE_BODY
    _uses(settings, _three_legs(settings, "anonymous", place, client_secret="anonymous"))


def gets_one_with_a_key_pair(settings):
    more = {"signature_method": oauth1.SIGNATURE_RSA, "rsa_key": settings["privateKey"]}
    _uses(settings, _three_legs(settings, "signing.example.org", **more))


def acts_for_a_user_in_two_legs(settings):
    client = oauth1.Client("office.example.org", client_secret=settings["officeSecret"])
    feed = settings["url"] + "/calendar/feeds/default/private/full?xoauth_requestor_id="
    assert "alice@example.org" in _signed(client, feed + "alice%40example.org")
    assert _status(lambda: _signed(client, feed + "alice%40elsewhere.example")) == 403
    forged = oauth1.Client("office.example.org", client_secret="guessed")
    assert _status(lambda: _signed(forged, feed + "alice%40example.org")) == 401
