"""gcalcli as it is, on another server: it has no setting for the address, so the one of the discovery document is set here.

`run_gcalcli.py <folder> <argument> …`, with the server's URL and a token in SETTINGS.
"""

import functools
import json
import os
import sys

from googleapiclient import discovery
from oauth2client.client import OAuth2Credentials
from oauth2client.file import Storage

settings = json.loads(os.environ["SETTINGS"])
folder, arguments = sys.argv[1], sys.argv[2:]

credentials = OAuth2Credentials(settings["token"], "id", "secret", "refresh", None, settings["url"] + "/token", "gcalcli")
Storage(os.path.join(folder, "oauth")).put(credentials)
address = settings["url"] + "/discovery/v1/apis/{api}/{apiVersion}/rest"
discovery.build = functools.partial(discovery.build, discoveryServiceUrl=address, cache_discovery=False)

from gcalcli.cli import main  # noqa: E402  it takes `build` when it is imported

sys.argv = ["gcalcli", "--config-folder", folder, "--nocolor", "--nocache", *arguments]
main()
