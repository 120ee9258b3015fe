"""How `npm start` runs JupyterLab. What depends on the call (port, root folder) is on its command line."""

import os
from pathlib import Path

c = get_config()  # noqa: F821

here = Path(__file__).parent

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port_retries = 0
# Taken out of the environment, so that no kernel inherits it. A token that Jupyter did not make up
# itself stays out of its log, too.
c.IdentityProvider.token = os.environ.pop("CARRY_LAB_TOKEN")
# Ctrl-C stops the server without a confirmation.
c.ServerApp.answer_yes = True
c.ExtensionApp.open_browser = False
# No news, no look for updates: nothing leaves this machine unless a notebook sends it.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.app_settings_dir = str(here / "settings")
