"""The refusals."""

import pytest

from tracker.foundation.errors import NotAllowed, Outdated, check_version, require


class Row:
    """Something that was changed twice."""

    def __init__(self) -> None:
        self.version = 3
        self.title = "新的标题"
        self._inner = "not to be told"


def test_what_is_not_permitted_is_refused_with_its_sentence() -> None:
    require(permitted=True, sentence="不行")
    with pytest.raises(NotAllowed) as refused:
        require(permitted=False, sentence="不行")
    assert refused.value.sentence == "不行"


def test_a_change_of_an_old_copy_is_refused_with_what_is_there_now() -> None:
    check_version(None, Row())
    check_version(3, Row())
    with pytest.raises(Outdated) as refused:
        check_version(2, Row())
    assert refused.value.current == {"version": 3, "title": "新的标题"}
