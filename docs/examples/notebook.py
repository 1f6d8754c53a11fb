"""A notebook on one deal: `marimo edit notebook.py`, or `python notebook.py` for its last cell."""

import marimo

app = marimo.App(app_title="OpenAI and Microsoft")


@app.cell
def opened():
    import marimo as mo

    import timeline

    deal = timeline.open()["openai-microsoft"]
    return deal, mo


@app.cell
def chart(deal):
    deal  # noqa: B018 - A notebook shows the last value of a cell: here the chart.
    return


@app.cell
def day(mo):
    on = mo.ui.date(value="2026-02-27", label="As of")
    known = mo.ui.date(value="2026-02-27", label="Known by")
    mo.hstack([on, known])
    return known, on


@app.cell
def terms(deal, known, on):
    answers = deal.as_of(on.value, known=known.value)
    answers  # noqa: B018
    return (answers,)


@app.cell
def why(deal, on):
    changed = deal.diff(on.value, "2026-04-27")
    changed  # noqa: B018
    return (changed,)


if __name__ == "__main__":
    _, shown = app.run()
    print(shown["answers"]["cloud.rofr"].status, len(shown["changed"]))
