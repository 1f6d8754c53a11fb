from cli.python.database import Timeline as Timeline
from cli.python.database import open as open
from cli.python.partnership import Partnership as Partnership
from cli.python.results import NoSuchKeyError as NoSuchKeyError
from events.errors import TimelineError as TimelineError
