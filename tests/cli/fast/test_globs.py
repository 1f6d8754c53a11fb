"""Globs mean what they mean in a shell."""

from fnmatch import fnmatchcase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.fast.globs import matches

names = st.text(st.sampled_from("ab.-\n["), max_size=8)
globs = st.text(st.sampled_from("ab.-\n***?[]!"), max_size=8)


@settings(max_examples=1000)
@given(names, globs)
def test_a_glob_means_what_the_standard_library_says(name: str, glob: str) -> None:
    """It is read anew here because `fnmatch` takes long to import."""
    assert fnmatchcase(name, glob) == matches(name, glob)


@pytest.mark.parametrize(
    ("glob", "meant"),
    [
        ("cloud.rofr", True), ("cloud.*", True), ("*rofr", True), ("*", True), ("c*.*r", True),
        ("cloud.rof?", True), ("[c]loud.rofr", True),
        ("cloud", False), ("cloud.*x", False), ("*.rofr.*", False), ("", False), ("Cloud.*", False),
        ("cloud.rofr*fr", False),
    ],
)  # fmt: skip
def test_a_star_stands_for_anything(glob: str, meant: bool) -> None:
    """And for nothing; but for no sign twice."""
    assert meant is matches("cloud.rofr", glob)
