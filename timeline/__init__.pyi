from cli.library.database import Timeline as Timeline
from cli.library.database import open as open
from cli.library.partnership import Partnership as Partnership
from cli.library.results import NoSuchKeyError as NoSuchKeyError
from events.errors import TimelineError as TimelineError
