"""The order of labels is a lattice: what is above stays above, however labels are put together."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from tracker.foundation.labels import LABEL_WORDS, Label, covers, highest, up_to

LABELS = st.sampled_from(Label)


def test_each_label_covers_itself_and_what_is_below() -> None:
    order = [Label.OPEN, Label.INTERNAL, Label.SENSITIVE]

    for (at, one), (place, other) in product(enumerate(order), repeat=2):
        assert covers(one, other) == (place <= at) == (other in up_to(one))
    assert list(LABEL_WORDS) == order


@given(st.lists(LABELS), LABELS, LABELS)
def test_the_highest_is_a_join_and_what_covers_it_covers_every_part(
    labels: list[Label], least: Label, clearance: Label
) -> None:
    top = highest(labels, least=least)

    assert top in {least, *labels}
    assert covers(clearance, top) == all(covers(clearance, it) for it in (least, *labels))
    assert highest([top, *labels]) is top
    assert highest(reversed(labels), least=least) is top
