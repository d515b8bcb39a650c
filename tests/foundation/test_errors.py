"""The refusals."""

import pytest

from tracker.foundation.errors import NotAllowed, Outdated, check_version, require


def test_what_is_not_permitted_is_refused_with_its_sentence() -> None:
    require(permitted=True, sentence="不行")
    with pytest.raises(NotAllowed) as refused:
        require(permitted=False, sentence="不行")
    assert refused.value.sentence == "不行"


def test_a_change_of_an_old_copy_is_refused() -> None:
    check_version(None, 3)
    check_version(3, 3)
    with pytest.raises(Outdated):
        check_version(2, 3)
