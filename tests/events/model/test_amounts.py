"""Amounts: the number that a value begins with, exactly as it was written."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.model.amounts import PARTS, WHOLE, Amount, amount_of, number_problem

EXACT = st.decimals(
    min_value=Decimal(10) ** (WHOLE - 9) * -1 + 1,
    max_value=Decimal(10) ** (WHOLE - 9) - 1,
    allow_nan=False,
    allow_infinity=False,
    places=6,
)
SCALES = {
    "": 0,
    "k": 3,
    "M": 6,
    "B": 9,
    " thousand": 3,
    " million": 6,
    " billion": 9,
    " Billion": 9,
}
AFTER = ("", " a year", "% as converted, diluted", " shares", ", paid at once", "; at $5 each")


def exact(value: str) -> str | None:
    """Return the number of *value* in digits."""
    amount = amount_of(value, "USD")
    return amount and amount.text


@given(EXACT, st.sampled_from([*SCALES]), st.sampled_from(AFTER))
def test_a_number_is_read_exactly(number: Decimal, scale: str, after: str) -> None:
    """Whatever multiplies it and whatever follows; a float would lose the last digits."""
    amount = amount_of(f"{number:f}{scale}{after}", "USD")

    assert amount is not None
    assert number * 10 ** SCALES[scale] == amount.number == Decimal(amount.text)


@given(EXACT)
def test_a_printed_amount_is_read_as_the_same(number: Decimal) -> None:
    """One number has one text, and reading that gives the number again."""
    amount = Amount(number, None, "")

    again = amount_of(amount.text, "USD")
    assert again is not None
    assert (amount.number, amount.text) == (again.number, again.text)
    assert not amount.text.endswith(".")
    assert "E" not in amount.text


@given(st.integers(0, 10**WHOLE - 1))
def test_the_commas_of_thousands_are_none_of_its_digits(number: int) -> None:
    """As an English text writes a large number."""
    assert str(number) == exact(f"{number:,}")


@given(EXACT, EXACT)
def test_the_order_of_amounts_is_that_of_decimals(one: Decimal, other: Decimal) -> None:
    """Also where one of them says about."""
    first, second = amount_of(f"{one:f}", "%"), amount_of(f"about {other:f}%", "%")

    assert first is not None
    assert second is not None
    assert (one < other, one == other) == (
        first.number < second.number,
        first.number == second.number,
    )


@pytest.mark.parametrize(
    ("value", "text", "qualifier"),
    [
        ("$13.8B", "13800000000", None),
        ("US$5M a year", "5000000", None),
        ("USD 1.5 billion", "1500000000", None),
        ("28.4%", "28.4", None),
        ("about 27% as converted, diluted", "27", "about"),
        ("up to 7.50 % of revenue", "7.5", "up to"),
        ("at least $250 billion", "250000000000", "at least"),
        ("1,200,000 shares", "1200000", None),
        ("10GW of compute", "10", None),
        ("-0.05", "-0.05", None),
        ("−3", "-3", None),
        ("-0.0", "0", None),
        ("007", "7", None),
        ("5 or more", "5", None),
        ("$1B and a round of undisclosed size", "1000000000", None),
        ("9" * WHOLE + "." + "9" * PARTS, "9" * WHOLE + "." + "9" * PARTS, None),
    ],
)
def test_what_deals_say_is_understood(value: str, text: str, qualifier: str | None) -> None:
    """With the word before the number, which is kept and is no part of the number."""
    amount = amount_of(value, "")

    assert amount is not None
    assert (text, qualifier) == (amount.text, amount.qualifier)


@pytest.mark.parametrize(
    "value",
    [
        *("undisclosed", "none", "", "a large new commitment", "through 2032", "over 5", "About 5"),
        *("25-30%", "25% – 30%", "5 to 7 million", "5% or 10%", "20 shares and 3", "1/3", "50:50"),
        *("13bn", "13 bn", "5m", "5 T", "1,20", "12,34,567", "5,5%", "1.2.3", ".5", "５", "1e5"),
        *("9" * (WHOLE + 1), "0." + "1" * (PARTS + 1), "999,999,999,999B", f"{10**19}k"),
    ],
)
def test_what_is_not_one_number_is_no_amount(value: str) -> None:
    """It is no number, several, or one whose scale or place of the comma is a guess."""
    assert amount_of(value, "USD") is None
    assert (number_problem(value, "USD") is None) == (value in ("undisclosed", "none"))


def test_without_a_unit_no_value_is_an_amount() -> None:
    """A term that does not say that it counts something counts nothing."""
    assert amount_of("28.4%", None) is None
    assert number_problem("a seat", None) is None


@pytest.mark.parametrize(
    ("value", "unit", "is_counted_in_it"),
    [
        *(("28.4%", "%", True), ("28.4", "%", True), ("28.4 per cent", "percent of shares", True)),
        *(("28.4%", "USD", False), ("$5", "%", False), ("5 percent", "shares", False)),
        *(("$5M", "USD", True), ("$5M", "USD a year", True), ("€5M", "USD", False)),
        *(("5M EUR", "USD", False), ("5 €", "EUR", True), ("$5M", "dollars", True)),
        *(
            ("10GW", "GW", True),
            ("10GW", "MW", False),
            ("10 GW", "GW", True),
            ("5k", "users", True),
        ),
        *(("5 shares at $3", "EUR", True), ("5 million (€4 million)", "USD", True)),
    ],
)
def test_a_value_counted_otherwise_is_a_problem(
    value: str, unit: str, is_counted_in_it: bool
) -> None:
    """Euros are not compared with dollars, nor a share with a sum."""
    problem = number_problem(value, unit)

    assert is_counted_in_it == (problem is None)
    assert problem is None or (value in problem and unit in problem)


@given(st.text(), st.text())
def test_no_text_is_an_error(value: str, unit: str) -> None:
    """A value is an amount, or has a sentence that says why it is none."""
    amount, problem = amount_of(value, unit), number_problem(value, unit)

    assert amount or problem or value in ("undisclosed", "none")


def test_a_long_text_is_read_at_once() -> None:
    """A hostile value must not keep the regular expressions busy."""
    for sign in ("9", "9,", "9,999", " ", "a", "-"):
        assert amount_of(f"5{sign * 200_000}x", "USD") is None or sign in " a-"
