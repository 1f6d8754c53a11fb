"""Rebuild the index of subjects, by which entries are found, from the entries themselves."""

from events.log.log import Log
from events.log.writer import insert_subjects
from events.model.subjects import subjects_of
from events.storage.database import Row

_BATCH = 1000


def rebuild(log: Log) -> int:
    """Rebuild the index of *log*, and return the number of entries that have a subject."""
    made = 0
    with log.together(None):
        log.database.run("DELETE FROM subjects")
        for head in log.partnerships():
            rows: list[Row] = []
            for entry in log.stream(head.slug):
                subjects = subjects_of(entry.act())
                made += bool(subjects)
                rows += [(head.slug, subject, entry.version) for subject in subjects]
                if len(rows) >= _BATCH:
                    insert_subjects(log.database, rows)
                    rows = []
            insert_subjects(log.database, rows)
    return made
