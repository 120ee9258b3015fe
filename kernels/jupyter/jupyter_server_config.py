"""The configuration of the JupyterLab of `npm start`. Port and root folder come on its command line."""

import os
from pathlib import Path

c = get_config()  # noqa: F821

here = Path(__file__).parent

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port_retries = 0
# Removed from the environment, so that no kernel inherits it. Jupyter logs only tokens that it generated
# itself, so this one is not logged.
c.IdentityProvider.token = os.environ.pop("CARRY_LAB_TOKEN")
# Ctrl-C stops the server without a confirmation.
c.ServerApp.answer_yes = True
c.ExtensionApp.open_browser = False
# No news and no update check: nothing leaves this machine unless a notebook sends it.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.app_settings_dir = str(here / "settings")
